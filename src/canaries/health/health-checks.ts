import { Duration, Token } from 'aws-cdk-lib';
import type { CfnCanary, Runtime } from 'aws-cdk-lib/aws-synthetics';
import type { Construct } from 'constructs';
import { checkNumber } from '../../private/checks';
import { LONGEST_RUN, RUN_RESERVE } from '../canary/canary-basics';
import type { CanaryFailure } from '../canary/canary-metrics';
import { CheckCanary, type CheckCanaryProps } from '../canary/check-canary';
import { checkBlueprintRuntime, newestRuntime } from '../canary/runtimes';
import { JourneySchedule } from '../schedule/journey-schedule';
import type { BlueprintDocument, HealthCheckDocument } from './blueprint';
import { withBlueprint } from './blueprint-code';
import { checkHealthChecks } from './blueprint-rules';
import type { HealthCheck } from './health-check';

/**
 * Properties of `HealthChecks`.
 */
export interface HealthChecksProps extends CheckCanaryProps {
  /**
   * What is checked, one after the other: 1 to 10 checks.
   */
  readonly checks: HealthCheck[];

  /**
   * The runtime: one without a browser, `syn-nodejs-3.0` or newer.
   *
   * @default - the newest that this version of the library knows
   */
  readonly runtime?: Runtime;
}

/**
 * Defines a canary that checks HTTP, DNS, TLS and TCP without a browser and without a script.
 *
 * It is cheaper than a journey in one respect: up to 10 checks are one run. Each check has metrics of its own. Texts
 * may hold values that are known only at deployment; the configuration is then written while the stack is deployed.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries_MultiCheck_Blueprint.html
 *
 * @example
 * const health = new canaries.HealthChecks(this, 'Health', {
 *   checks: [
 *     canaries.HealthCheck.http('shop', { url: 'https://shop.example.com/health' }),
 *     canaries.HealthCheck.dns('address', { domain: 'shop.example.com' }),
 *     canaries.HealthCheck.tls('certificate', { hostname: 'shop.example.com' }),
 *     canaries.HealthCheck.tcp('mail', { hostname: 'mail.example.com', port: 587 }),
 *   ],
 * });
 *
 * health.metricStepSuccessPercent('certificate').createAlarm(this, 'Certificate', {
 *   threshold: 100,
 *   comparisonOperator: cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
 *   evaluationPeriods: 1,
 * });
 */
export class HealthChecks extends CheckCanary {
  constructor(scope: Construct, id: string, props: HealthChecksProps) {
    super(scope, id, props, JourneySchedule.every(Duration.minutes(5)), (self, timeOf) => {
      const documents = props.checks.map((check) => check._document);
      checkHealthChecks(self, documents);
      const timeout = timeOf(Duration.seconds(Math.max(60, Math.ceil(longest(documents)) + RUN_RESERVE.toSeconds())));
      checkTime(self, documents, timeout, props.timeout === undefined);
      const runtime = props.runtime ?? newestRuntime('syn-nodejs'); // without a browser
      checkBlueprintRuntime(self, runtime);
      const blueprint: BlueprintDocument = {
        steps: Object.fromEntries(documents.map((document, index) => [String(index + 1), document])),
      };
      return {
        timeout,
        runtime,
        stepNames: documents.map(({ stepName }) => stepName),
        failure: FAILURE,
        withCode: (canaryName, use) => withBlueprint(self, blueprint, canaryName, use),
      };
    });
    const cfn = this.canary.node.defaultChild as CfnCanary;
    cfn.addPropertyOverride('Code.BlueprintTypes', ['multi-checks']);
    cfn.addPropertyDeletionOverride('Code.Handler'); // it may not have both
    for (const check of props.checks) check._grant(this.canary.role);
  }
}

const FAILURE: CanaryFailure = {
  what: 'Health checks fail',
  advice:
    'What real users need is probably gone, too. Open the canary in CloudWatch Synthetics, see which check failed and ' +
    'what it got instead, and look at that host: its address, certificate and port, and what was deployed last.',
  urgent: true,
};

/** How long checks take at most, in seconds. */
function longest(documents: HealthCheckDocument[]): number {
  const known = (value: unknown) => (typeof value !== 'number' || Token.isUnresolved(value) ? 0 : value);
  return documents.reduce((sum, { timeout, waitTime }) => sum + known(timeout) / 1000 + known(waitTime), 0);
}

/** A run that the service has to end publishes no success metric, nor the name of the check that hung. */
function checkTime(scope: Construct, documents: HealthCheckDocument[], timeout: Duration, withReserve: boolean): void {
  const limit = timeout.isUnresolved() ? LONGEST_RUN : timeout.toSeconds({ integral: false });
  const needed = longest(documents) + (withReserve ? RUN_RESERVE.toSeconds() : 0);
  checkNumber(scope, 'checks (timeouts and wait times together, in seconds)', needed, {
    max: limit,
    because: ', the time of a run, which ends before the next one begins',
    fix: 'shorten the timeouts, run the checks less often, or divide them among several HealthChecks',
  });
}
