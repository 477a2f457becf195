import { Duration, Size, Token } from 'aws-cdk-lib';
import { Metric, type MetricOptions, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Canary, Code, type Runtime, Test } from 'aws-cdk-lib/aws-synthetics';
import { Construct } from 'constructs';
import { fail } from '../private/errors';
import { physicalName } from '../private/names';
import { artifactsBucket, canaryRole } from './canary-artifacts';
import { checkCanaryLimits } from './canary-limits';
import type { Journey } from './journey';
import { withJourneyCode } from './journey-code';
import { JourneySchedule } from './journey-schedule';
import { checkRuntime, newestRuntime } from './runtimes';

/**
 * Properties of a `JourneyCanary`.
 */
export interface JourneyCanaryProps {
  /**
   * What the synthetic user does.
   */
  readonly journey: Journey;

  /**
   * When the journey runs.
   *
   * @default JourneySchedule.every(Duration.minutes(5))
   */
  readonly schedule?: JourneySchedule;

  /**
   * How long a run may take: whole seconds, from 3 to 840, and at most the interval of the schedule.
   *
   * Of this time 15 seconds (a quarter, if it is below a minute) are kept for the browser and for uploads, so that a
   * journey which hangs fails with the step it hangs in. CloudWatch gets no success metric of a run that the service
   * has to end.
   *
   * @default - 2 minutes, or the interval of the schedule if that is shorter
   */
  readonly timeout?: Duration;

  /**
   * The memory of a run: 960 to 3008 MiB, a multiple of 64. More of it also means more CPU, and a higher price per run.
   *
   * @default Size.mebibytes(1024)
   */
  readonly memory?: Size;

  /**
   * The runtime: a Playwright one, `syn-nodejs-playwright-5.1` or newer, that AWS has not deprecated.
   *
   * @default - the newest that this version of the library knows
   */
  readonly runtime?: Runtime;

  /**
   * The name of the canary: up to 255 lower-case letters, digits, `_` or `-`.
   *
   * It is sent to the site that is visited, as a part of the user agent. A new name means a new canary.
   *
   * @default - derived from the path of the construct
   */
  readonly canaryName?: string;

  /**
   * The bucket for screenshots and reports, which lie under the canary's name in it.
   *
   * The service can't change it on an existing canary. What expires in a bucket of yours, and when, is left to you.
   *
   * @default - a bucket of its own: encrypted, not public, TLS only, and retained when the stack is deleted
   */
  readonly artifactsBucket?: IBucket;

  /**
   * How long results are kept: whole days, from 1 to 1024.
   *
   * It holds for the run data of the service, and for the artifacts in the default bucket.
   *
   * @default Duration.days(31)
   */
  readonly retention?: Duration;
}

/**
 * Defines a canary that plays a journey on a schedule.
 *
 * It runs in CloudWatch Synthetics, in a browser of its own. Each run and each step costs and is measured, see
 * `JourneySchedule` and the metric methods. The user agent holds `CloudWatchSynthetics` and the ARN of the canary.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries.html
 *
 * @example
 * new canaries.JourneyCanary(this, 'Buy', {
 *   journey: canaries.Journey.startAt('https://shop.example.com')
 *     .step('open product', canaries.Action.click('text=Mug'), canaries.Expect.visible('#price'))
 *     .step('check out', canaries.Action.click('#buy'), canaries.Expect.text('h1', 'Thank you')),
 *   schedule: canaries.JourneySchedule.every(Duration.minutes(15)),
 * });
 */
export class JourneyCanary extends Construct {
  /**
   * The canary itself.
   */
  public readonly canary: Canary;

  /**
   * The name of the canary.
   */
  public readonly canaryName: string;

  /**
   * Where screenshots and reports of the runs are kept.
   */
  public readonly artifactsBucket: IBucket;

  /**
   * When the journey runs.
   */
  public readonly schedule: JourneySchedule;

  private readonly steps: string[];

  constructor(scope: Construct, id: string, props: JourneyCanaryProps) {
    super(scope, id);
    this.schedule = props.schedule ?? JourneySchedule.every(Duration.minutes(5));
    const schedule = this.schedule._bind(this);
    const timeout = props.timeout ?? defaultTimeout(this.schedule.interval);
    const memory = props.memory ?? Size.mebibytes(1024);
    const runtime = props.runtime ?? newestRuntime();
    const name = props.canaryName ?? physicalName(this, 128).toLowerCase();
    const retention = props.retention ?? Duration.days(31);
    checkCanaryLimits(this, { name, interval: this.schedule.interval, timeout, memory, retention });
    checkRuntime(this, runtime);

    const journey = props.journey._bind(this, timeout);
    this.steps = journey.stepNames;
    this.artifactsBucket = props.artifactsBucket ?? artifactsBucket(this, retention);
    const role = canaryRole(this, name, this.artifactsBucket);
    journey.grantRead(role);
    this.canary = withJourneyCode(journey, (directory) => {
      return new Canary(this, 'Canary', {
        canaryName: name,
        runtime,
        test: Test.custom({ code: Code.fromAsset(directory), handler: 'index.handler' }),
        environmentVariables: journey.environment,
        schedule,
        timeout,
        memory,
        role,
        artifactsBucketLocation: { bucket: this.artifactsBucket, prefix: name },
        successRetentionPeriod: retention,
        failureRetentionPeriod: retention,
        provisionedResourceCleanup: true,
      });
    });
    // It starts as soon as it exists: its permissions have to be there by then.
    this.canary.node.addDependency(role);
    this.canaryName = this.canary.canaryName;
  }

  /**
   * The names of the journey's steps, in their order.
   */
  public get stepNames(): string[] {
    return [...this.steps];
  }

  /**
   * The share of runs that succeeded, in percent.
   *
   * A run that the service had to end publishes no value. Average over 5 minutes by default.
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
   * The share of runs in which a step succeeded, in percent, of those that came to it.
   *
   * Average over 5 minutes by default.
   *
   * @param step the name of a step of the journey
   */
  public metricStepSuccessPercent(step: string, options: MetricOptions = {}): Metric {
    return this.metric('SuccessPercent', Stats.AVERAGE, this.stepDimension(step), options);
  }

  /**
   * How long a step took, in milliseconds.
   *
   * Average over 5 minutes by default.
   *
   * @param step the name of a step of the journey
   */
  public metricStepDuration(step: string, options: MetricOptions = {}): Metric {
    return this.metric('Duration', Stats.AVERAGE, this.stepDimension(step), options);
  }

  private stepDimension(step: string): { [name: string]: string } {
    if (!Token.isUnresolved(step) && !this.steps.includes(step)) {
      fail(this, {
        what: 'step',
        got: step,
        expected: `a step of the journey: ${this.steps.map((name) => JSON.stringify(name)).join(', ')}`,
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

function defaultTimeout(interval: Duration): Duration {
  if (interval.isUnresolved()) return Duration.minutes(1);
  return Duration.seconds(Math.min(120, interval.toSeconds()));
}
