import { Duration } from 'aws-cdk-lib';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Canary, type Code, type Runtime, Test } from 'aws-cdk-lib/aws-synthetics';
import type { Construct } from 'constructs';
import type { JourneySchedule } from '../schedule/journey-schedule';
import { artifactsBucket, canaryRole } from './canary-artifacts';
import { canaryBasics, commonProps } from './canary-basics';
import { checkCanaryLimits } from './canary-limits';
import type { CanaryFailure, IScheduledCanary } from './canary-metrics';
import { CanaryMetricsBase } from './canary-metrics-base';
import type { CheckCanaryProps } from './check-canary-props';

/** What a kind of check brings along. */
export interface CheckCanaryOptions {
  readonly schedule: JourneySchedule;
  readonly timeout: Duration;
  readonly runtime: Runtime;
  readonly stepNames: string[];
  readonly failure: CanaryFailure;
  readonly environment?: { [name: string]: string };
  /** Makes the code, hands it to a function that makes the canary, and tidies up. */
  readonly withCode: (artifacts: IBucket, canaryName: string, use: (code: Code) => Canary) => Canary;
}

/**
 * A canary that checks without playing a journey: what `HealthChecks` and `LinkCheck` have in common.
 * @internal
 */
export abstract class CheckCanary extends CanaryMetricsBase implements IScheduledCanary {
  /**
   * The canary itself.
   */
  public readonly canary: Canary;

  /**
   * The name of the canary.
   */
  public readonly canaryName: string;

  /**
   * Where reports of the runs are kept.
   */
  public readonly artifactsBucket: IBucket;

  /**
   * When it runs.
   */
  public readonly schedule: JourneySchedule;

  /** @internal */
  public readonly _steps: string[];

  /** @internal */
  public readonly _failure: CanaryFailure;

  constructor(scope: Construct, id: string, props: CheckCanaryProps, bind: (self: Construct) => CheckCanaryOptions) {
    super(scope, id);
    const options = bind(this);
    this.schedule = props.schedule ?? options.schedule;
    const schedule = this.schedule._bind(this);
    const timeout = props.timeout ?? shorter(options.timeout, this.schedule.interval);
    const { name, memory, retention } = canaryBasics(this, props);
    checkCanaryLimits(this, { name, interval: this.schedule.interval, timeout, memory, retention });

    this._steps = options.stepNames;
    this._failure = options.failure;
    this.artifactsBucket = props.artifactsBucket ?? artifactsBucket(this, retention);
    const role = canaryRole(this, name, this.artifactsBucket);
    this.canary = options.withCode(
      this.artifactsBucket,
      name,
      (code) =>
        new Canary(this, 'Canary', {
          ...commonProps({ name, timeout, memory, retention, role, bucket: this.artifactsBucket }),
          canaryName: name,
          runtime: options.runtime,
          test: Test.custom({ code, handler: 'index.handler' }),
          environmentVariables: options.environment,
          schedule,
        }),
    );
    // It starts as soon as it exists: its permissions have to be there by then.
    this.canary.node.addDependency(role);
    this.canaryName = this.canary.canaryName;
  }

  /**
   * The names of the checks, in their order.
   */
  public get stepNames(): string[] {
    return [...this._steps];
  }
}

/** The time that checks need, as far as it fits between two runs. */
function shorter(timeout: Duration, interval: Duration): Duration {
  if (interval.isUnresolved() || timeout.isUnresolved()) return timeout;
  return Duration.seconds(Math.min(840, timeout.toSeconds(), interval.toSeconds()));
}
