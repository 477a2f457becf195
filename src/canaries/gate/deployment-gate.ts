import { CustomResource, Duration, Lazy, Token } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Canary, CfnCanary } from 'aws-cdk-lib/aws-synthetics';
import { Construct, type IConstruct } from 'constructs';
import { checkDuration } from '../../private/checks';
import { describe, fail } from '../../private/errors';
import { missing } from '../canary/runtimes';
import { gatePermissions } from './gate-policy';
import { GateProvider } from './gate-provider';
import { GatedApplication, markAsGate } from './gated-application';

/**
 * Options of a `DeploymentGate`.
 */
export interface DeploymentGateOptions {
  /**
   * What has to be deployed before the canary runs, and whose changes make it run.
   *
   * It runs when the CloudFormation templates of these constructs, and of what is below them, differ from the last
   * deployment. The hashes of assets are in there: code, pages, and images count. The canary always belongs to it.
   *
   * @default - everything in the stack of the gate, except for gates and what waits for one
   */
  readonly application?: IConstruct[];

  /**
   * A text that differs when the application has changed in a way that its templates don't show, such as the commit of
   * something that is deployed by other means.
   *
   * @default - only the templates tell what has changed
   */
  readonly revision?: string;

  /**
   * How long the gate waits for the canary: whole seconds, from 1 minute to 55 minutes.
   *
   * It has to be more than the timeout of the canary: before a dry run Synthetics prepares a function, which takes a
   * minute or so. Without dry runs, the interval of the schedule comes on top of it.
   *
   * @default Duration.minutes(20)
   */
  readonly timeout?: Duration;

  /**
   * Whether the canary runs dry: at once, and apart from its schedule, metrics and alarms.
   *
   * The role of the gate may then prepare functions of this canary and pass its role, since Synthetics does both with the
   * permissions of the caller. Otherwise the gate waits for the next run of the schedule, which only needs to be read:
   * choose that for a canary that runs every few minutes, or for a runtime without dry runs.
   *
   * @default true
   */
  readonly dryRun?: boolean;

  /**
   * How long the log of the gate is kept. All gates of a stack write one log: state it once, or the same.
   *
   * @default RetentionDays.ONE_MONTH
   */
  readonly logRetention?: RetentionDays;
}

/**
 * Properties of a `DeploymentGate`.
 */
export interface DeploymentGateProps extends DeploymentGateOptions {
  /**
   * The canary that has to pass, such as the `canary` of a `JourneyCanary`.
   */
  readonly canary: Canary;
}

/**
 * Fails a deployment if a canary does not pass once the application is deployed.
 *
 * CloudFormation then rolls the stack back. The reason names the failing step, where the canary tells it as journeys do,
 * and the address of the screenshots and logs. A rollback and a deletion never wait for the canary. What is defined
 * after the gate can depend on it: `other.node.addDependency(gate)`.
 *
 * A deployment costs one run of the canary, and the time that a function of 256 MB waits for it: about 0.0003 USD a
 * minute.
 *
 * @see https://docs.aws.amazon.com/AmazonSynthetics/latest/APIReference/API_StartCanaryDryRun.html
 *
 * @example
 * const buy = new canaries.JourneyCanary(this, 'Buy', {
 *   journey: canaries.Journey.startAt('https://shop.example.com').step('see the shop', canaries.Expect.visible('h1')),
 * });
 *
 * new canaries.DeploymentGate(this, 'Gate', { canary: buy.canary });
 */
export class DeploymentGate extends Construct {
  /**
   * The function that runs the canary and answers CloudFormation: one for all gates of a stack.
   */
  public readonly function: IFunction;

  /**
   * Where each decision is logged with its reason, as JSON.
   */
  public readonly logGroup: ILogGroup;

  /**
   * How long the gate waits for the canary.
   */
  public readonly timeout: Duration;

  constructor(scope: Construct, id: string, props: DeploymentGateProps) {
    super(scope, id);
    const { canary } = props;
    const dryRun = props.dryRun ?? true;
    this.timeout = props.timeout ?? Duration.minutes(20);
    checkTimeout(this, this.timeout, canary);
    if (dryRun) checkDryRun(this, canary);

    markAsGate(this);
    const provider = GateProvider.of(this);
    provider.keepLogs(this, props.logRetention);
    this.function = provider.function;
    this.logGroup = provider.logGroup;
    // What waits for another gate may well belong to this one's application.
    const isThis = (construct: IConstruct) => construct === this;
    const application = props.application && new GatedApplication([...props.application, canary], isThis);
    const resource = new CustomResource(this, 'Run', {
      resourceType: 'Custom::UserTelemetryDeploymentGate',
      serviceToken: this.function.functionArn,
      // It answers by itself; this is for the case that it cannot.
      serviceTimeout: this.timeout.plus(Duration.minutes(3)),
      properties: {
        CanaryName: canary.canaryName,
        DryRun: dryRun,
        TimeoutSeconds: this.timeout.toSeconds(),
        Application: application ? Lazy.string({ produce: () => application.fingerprint() }) : provider.application(),
        Revision: props.revision,
        Canary: application ? undefined : fingerprintApart(canary, provider),
      },
    });
    resource.node.addDependency(provider.allow(this, canary, gatePermissions(this, canary, dryRun)));
    if (application) resource.node.addDependency(application.dependable());
    this.node.addValidation({ validate: () => this.circle(provider, application) });
  }

  private circle(provider: GateProvider, application?: GatedApplication): string[] {
    const late = application?.circle();
    if (late) {
      return [
        describe({
          what: 'application',
          got: late.node.path,
          expected: 'what is deployed before the gate: this one waits for it, and the gate would wait for this one',
          fix: 'leave it out of application, or drop what makes it depend on the gate',
        }),
      ];
    }
    const others = provider.circle(this);
    if (!others) return [];
    const way = others.map(({ node }) => `waits for ${node.path}`).join(', which ');
    return [
      describe({
        what: 'canary',
        got: others.length > 0 ? `${way}, which waits for it` : 'one that waits for its own gate',
        expected: 'a canary that is deployed before its gate, and gates that come one after the other',
        fix: 'drop the dependency of the canary, or of a construct around it, on the gate',
      }),
    ];
  }
}

/** Of a canary in another stack or after another gate, which the application that gates have in common leaves out. */
function fingerprintApart(canary: Canary, provider: GateProvider): string {
  const alone = new GatedApplication([canary], () => false);
  return Lazy.string({ produce: () => (provider.covers(canary) ? undefined : alone.fingerprint()) });
}

/** Refuses to wait longer than CloudFormation does, and shorter than the canary may take. */
function checkTimeout(scope: Construct, timeout: Duration, canary: Canary): void {
  const run = (canary.node.defaultChild as CfnCanary | undefined)?.runConfig;
  const limit = run && !Token.isUnresolved(run) && 'timeoutInSeconds' in run ? run.timeoutInSeconds : undefined;
  checkDuration(scope, 'timeout', timeout, 'seconds', {
    min: Math.max(60, limit === undefined || Token.isUnresolved(limit) ? 0 : limit + 1),
    max: 3300,
    multipleOf: 1,
    calculated: true,
    because: `, and more than the timeout of the canary (${limit ?? 'unknown'})`,
    fix: 'leave timeout out to get 20 minutes',
  });
}

/** Refuses a runtime that cannot run dry; one that is unknown here passes. */
function checkDryRun(scope: Construct, canary: Canary): void {
  const runtime = (canary.node.defaultChild as CfnCanary | undefined)?.runtimeVersion;
  if (runtime === undefined || missing('dryRuns', runtime) === undefined) return;
  fail(scope, {
    what: 'dryRun',
    got: true,
    expected: `a runtime with dry runs: ${runtime} has none`,
    fix: 'choose a newer runtime, or set dryRun to false so that the gate waits for a run of the schedule',
  });
}
