import { Duration, Size, Token } from 'aws-cdk-lib';
import { Metric, type MetricOptions, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Canary, type Code, type Runtime, Test } from 'aws-cdk-lib/aws-synthetics';
import { Construct } from 'constructs';
import { fail } from '../private/errors';
import { physicalName } from '../private/names';
import { artifactsBucket, canaryRole } from './canary-artifacts';
import { checkCanaryLimits } from './canary-limits';
import type { CheckCanaryProps } from './check-canary-props';
import type { JourneySchedule } from './journey-schedule';

/** What a kind of check brings along. */
export interface CheckCanaryOptions {
  readonly schedule: JourneySchedule;
  readonly timeout: Duration;
  readonly runtime: Runtime;
  readonly stepNames: string[];
  readonly environment?: { [name: string]: string };
  /** Makes the code, hands it to a function that makes the canary, and tidies up. */
  readonly withCode: (artifacts: IBucket, canaryName: string, use: (code: Code) => Canary) => Canary;
}

/**
 * A canary that checks without playing a journey: what `HealthChecks` and `LinkCheck` have in common.
 * @internal
 */
export abstract class CheckCanary extends Construct {
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

  private readonly steps: string[];

  constructor(scope: Construct, id: string, props: CheckCanaryProps, bind: (self: Construct) => CheckCanaryOptions) {
    super(scope, id);
    const options = bind(this);
    this.schedule = props.schedule ?? options.schedule;
    const schedule = this.schedule._bind(this);
    const timeout = props.timeout ?? shorter(options.timeout, this.schedule.interval);
    const memory = props.memory ?? Size.mebibytes(1024);
    const name = props.canaryName ?? physicalName(this, 128).toLowerCase();
    const retention = props.retention ?? Duration.days(31);
    checkCanaryLimits(this, { name, interval: this.schedule.interval, timeout, memory, retention });

    this.steps = options.stepNames;
    this.artifactsBucket = props.artifactsBucket ?? artifactsBucket(this, retention);
    const role = canaryRole(this, name, this.artifactsBucket);
    this.canary = options.withCode(
      this.artifactsBucket,
      name,
      (code) =>
        new Canary(this, 'Canary', {
          canaryName: name,
          runtime: options.runtime,
          test: Test.custom({ code, handler: 'index.handler' }),
          environmentVariables: options.environment,
          schedule,
          timeout,
          memory,
          role,
          artifactsBucketLocation: { bucket: this.artifactsBucket, prefix: name },
          successRetentionPeriod: retention,
          failureRetentionPeriod: retention,
          provisionedResourceCleanup: true,
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
    return [...this.steps];
  }

  /**
   * The share of runs that succeeded, in percent.
   *
   * Average over 5 minutes by default.
   */
  public metricSuccessPercent(options: MetricOptions = {}): Metric {
    return this.metric('SuccessPercent', Stats.AVERAGE, {}, options);
  }

  /**
   * How long runs took, in milliseconds.
   *
   * Average over 5 minutes by default.
   */
  public metricDuration(options: MetricOptions = {}): Metric {
    return this.metric('Duration', Stats.AVERAGE, {}, options);
  }

  /**
   * How many runs failed.
   *
   * Sum over 5 minutes by default.
   */
  public metricFailed(options: MetricOptions = {}): Metric {
    return this.metric('Failed', Stats.SUM, {}, options);
  }

  /**
   * The share of runs in which a check succeeded, in percent, of those that came to it.
   *
   * Average over 5 minutes by default.
   *
   * @param step one of `stepNames`
   */
  public metricStepSuccessPercent(step: string, options: MetricOptions = {}): Metric {
    return this.metric('SuccessPercent', Stats.AVERAGE, this.stepDimension(step), options);
  }

  /**
   * How long a check took, in milliseconds.
   *
   * Average over 5 minutes by default.
   *
   * @param step one of `stepNames`
   */
  public metricStepDuration(step: string, options: MetricOptions = {}): Metric {
    return this.metric('Duration', Stats.AVERAGE, this.stepDimension(step), options);
  }

  private stepDimension(step: string): { [name: string]: string } {
    if (!Token.isUnresolved(step) && !this.steps.includes(step)) {
      fail(this, {
        what: 'step',
        got: step,
        expected: `one of ${this.steps.map((name) => JSON.stringify(name)).join(', ')}`,
        fix: 'pass one of stepNames',
      });
    }
    return { StepName: step };
  }

  private metric(
    metricName: string,
    statistic: string,
    dimensions: { [name: string]: string },
    options: MetricOptions,
  ): Metric {
    return new Metric({
      namespace: 'CloudWatchSynthetics',
      metricName,
      statistic,
      dimensionsMap: { CanaryName: this.canaryName, ...dimensions },
      ...options,
    }).attachTo(this);
  }
}

/** The time that checks need, as far as it fits between two runs. */
function shorter(timeout: Duration, interval: Duration): Duration {
  if (interval.isUnresolved() || timeout.isUnresolved()) return timeout;
  return Duration.seconds(Math.min(840, timeout.toSeconds(), interval.toSeconds()));
}
