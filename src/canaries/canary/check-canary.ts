import { Duration, type RemovalPolicy, type Size } from 'aws-cdk-lib';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Canary, type Code, type Runtime, Test } from 'aws-cdk-lib/aws-synthetics';
import type { Construct } from 'constructs';
import { checkDuration } from '../../private/checks';
import type { JourneySchedule } from '../schedule/journey-schedule';
import { artifactsBucket, canaryRole } from './canary-artifacts';
import { canaryBasics, commonProps, LONGEST_RUN } from './canary-basics';
import type { CanaryFailure, IScheduledCanary, Watched } from './canary-metrics';
import { CanaryMetricsBase } from './canary-metrics-base';

/**
 * Properties of every canary that checks without playing a journey.
 */
export interface CheckCanaryProps {
  /**
   * When it runs.
   *
   * @default - every 5 minutes for `HealthChecks`, every hour for `LinkCheck`
   */
  readonly schedule?: JourneySchedule;

  /**
   * How long a run may take: whole seconds, from 3 to 840, and at most the interval of the schedule.
   *
   * @default - what its checks may take
   */
  readonly timeout?: Duration;

  /**
   * The memory of a run: 960 to 3008 MiB, a multiple of 64.
   *
   * @default Size.mebibytes(1024)
   */
  readonly memory?: Size;

  /**
   * The name of the canary: up to 255 lower-case letters, digits, `_` or `-`.
   *
   * @default - derived from the path of the construct
   */
  readonly canaryName?: string;

  /**
   * The bucket for reports, which lie under the canary's name in it.
   *
   * @default - a bucket of its own: encrypted, not public, TLS only, and retained when the stack is deleted
   */
  readonly artifactsBucket?: IBucket;

  /**
   * What becomes of the bucket of artifacts when the checks or their stack are deleted.
   *
   * With `RemovalPolicy.DESTROY` an AWS Lambda function of `aws-cdk-lib`, one for a stack, empties it before. Not together
   * with `artifactsBucket`.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * How long results are kept: whole days, from 1 to 1024.
   *
   * @default Duration.days(31)
   */
  readonly retention?: Duration;
}

/**
 * What a kind of check brings along.
 * @internal
 */
export interface CheckCanaryOptions {
  /** What {@link TimeOf} said. */
  readonly timeout: Duration;
  readonly runtime: Runtime;
  readonly stepNames: string[];
  readonly failure: CanaryFailure;
  readonly environment?: { [name: string]: string };
  /** Makes the code, hands it to a function that makes the canary, and tidies up. */
  readonly withCode: (canaryName: string, use: (code: Code) => Canary) => Canary;
}

/**
 * The time of a run, of which checks make their budget: what is stated, or else what they want as far as it fits between
 * two runs.
 * @internal
 */
type TimeOf = (wanted: Duration) => Duration;

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
  public readonly _watched: Watched;

  constructor(
    scope: Construct,
    id: string,
    props: CheckCanaryProps,
    schedule: JourneySchedule,
    bind: (self: Construct, timeOf: TimeOf) => CheckCanaryOptions,
  ) {
    super(scope, id);
    this.schedule = props.schedule ?? schedule;
    const plan = this.schedule._only(this);
    const fix = 'pass a Duration such as Duration.minutes(5)';
    checkDuration(this, 'timeout', props.timeout, 'seconds', { calculated: true, fix });
    const options = bind(this, (wanted) => props.timeout ?? timeWithin(plan.shortest, wanted));
    const basics = canaryBasics(this, props, plan.shortest, options.timeout);
    const bucket = artifactsBucket(this, props, basics.retention);
    const role = canaryRole(this, basics.name, bucket);
    this.artifactsBucket = bucket;
    this.canary = options.withCode(
      basics.name,
      (code) =>
        new Canary(this, 'Canary', {
          ...commonProps(basics, role, bucket),
          canaryName: basics.name,
          runtime: options.runtime,
          test: Test.custom({ code, handler: 'index.handler' }),
          environmentVariables: options.environment,
          schedule: plan.schedules[0],
        }),
    );
    // It starts as soon as it exists: its permissions have to be there by then. It ends before its bucket is emptied.
    this.canary.node.addDependency(role, ...(props.artifactsBucket ? [] : [bucket]));
    this.canaryName = this.canary.canaryName;
    this._watched = {
      steps: options.stepNames,
      rates: [{ plan, members: [{ canary: this }] }],
      regions: [],
      timeout: basics.timeout,
      failure: options.failure,
    };
  }

  /**
   * The names of the checks, in their order.
   */
  public get stepNames(): string[] {
    return [...this._watched.steps];
  }
}

function timeWithin(interval: Duration, wanted: Duration): Duration {
  if (interval.isUnresolved()) return wanted;
  return Duration.seconds(Math.min(LONGEST_RUN, wanted.toSeconds(), interval.toSeconds()));
}
