import { Duration, Stack, Token } from 'aws-cdk-lib';
import { Metric, type MetricOptions, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as FunctionTarget } from 'aws-cdk-lib/aws-events-targets';
import { Code, type IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ICanary } from 'aws-cdk-lib/aws-synthetics';
import { Construct } from 'constructs';
import { NAMESPACE } from '../../formats/namespaces';
import { asset } from '../../private/assets';
import { checkCount, checkDuration } from '../../private/checks';
import { fail } from '../../private/errors';
import { allow, defineFunction } from '../../private/own-function';
import type { IAppMonitor } from '../../rum';
import { CANARY_WATCHING, RECONCILER_ERRORS, RECONCILER_STARTS, RECONCILER_STOPS } from './run/metrics';

/**
 * Properties of a `TrafficReconciler`.
 */
export interface TrafficReconcilerProps {
  /**
   * The extra canary, which runs while real users are few.
   *
   * Something else has to run all the time, if less often: this canary rests while real users are many.
   */
  readonly canary: ICanary;

  /**
   * The app monitor whose sessions tell how many real users there are, in the same Region.
   *
   * Pages that a journey of this library visits send it nothing, so that the canary does not see itself.
   */
  readonly appMonitor: IAppMonitor;

  /**
   * Below how many new sessions in the lookback the canary runs: a whole number of at least 1.
   *
   * The app monitor counts recorded sessions: with a sample rate of 0.1 a tenth of all.
   */
  readonly quietBelowSessions: number;

  /**
   * From how many new sessions in the lookback on the canary rests: a whole number above `quietBelowSessions`.
   *
   * In between it goes on as it does, so that it doesn't flap.
   *
   * @default - half as much again as quietBelowSessions, rounded up
   */
  readonly busyFromSessions?: number;

  /**
   * How much of the past is looked at: whole minutes, from 5 to 180.
   *
   * @default Duration.minutes(15)
   */
  readonly lookback?: Duration;

  /**
   * How often it is looked: whole minutes, from 1 to 60. At most so long is a quiet time left unwatched.
   *
   * @default Duration.minutes(5)
   */
  readonly tick?: Duration;

  /**
   * How long the canary runs at least once it was started: whole minutes, from the tick to 1440.
   *
   * It is never stopped within this time, and so started at most once in it.
   *
   * @default - 30 minutes, or the tick if that is longer
   */
  readonly dwell?: Duration;

  /**
   * How long the log of decisions is kept.
   *
   * @default RetentionDays.ONE_MONTH
   */
  readonly logRetention?: RetentionDays;
}

/**
 * Runs an extra canary while real users are few, and lets it rest while they are many and would notice an outage.
 *
 * A function looks at the sessions of an app monitor at every tick and starts or stops the canary. It compares what is
 * with what should be, so that a deployment or a person that starts or stops the canary is put right at the next tick.
 * No data means that the canary runs. A canary that is being changed is left alone.
 *
 * A tick costs a request for two metrics and a moment of a small function, about 0.20 USD in 30 days; its four metrics
 * cost about 1.20 USD more.
 *
 * @see https://docs.aws.amazon.com/AmazonSynthetics/latest/APIReference/API_StartCanary.html
 *
 * @example
 * const monitor = new rum.AppMonitor(this, 'Monitor', { domains: ['shop.example.com'] });
 * const often = new canaries.JourneyCanary(this, 'Often', {
 *   journey: canaries.Journey.startAt('https://shop.example.com').step('see the shop', canaries.Expect.visible('h1')),
 *   schedule: canaries.JourneySchedule.every(Duration.minutes(1)),
 * });
 *
 * new canaries.TrafficReconciler(this, 'Quiet', {
 *   canary: often.canary,
 *   appMonitor: monitor,
 *   quietBelowSessions: 20,
 * });
 */
export class TrafficReconciler extends Construct {
  /**
   * The function that looks and acts.
   */
  public readonly function: IFunction;

  /**
   * Where each decision is logged with its reason, as JSON.
   */
  public readonly logGroup: ILogGroup;

  /**
   * How often it is looked.
   */
  public readonly tick: Duration;

  private readonly canaryName: string;

  constructor(scope: Construct, id: string, props: TrafficReconcilerProps) {
    super(scope, id);
    const { canary, appMonitor, quietBelowSessions } = props;
    const busyFromSessions = props.busyFromSessions ?? half(quietBelowSessions);
    const lookback = props.lookback ?? Duration.minutes(15);
    this.tick = props.tick ?? Duration.minutes(5);
    this.checkRegion(appMonitor);
    this.checkThresholds(quietBelowSessions, busyFromSessions);
    this.checkTimes(lookback, props.dwell);
    const dwell = props.dwell ?? Duration.minutes(Math.max(30, this.tick.toMinutes({ integral: false })));
    this.canaryName = canary.canaryName;

    const settings = {
      canaryName: canary.canaryName,
      appMonitorName: appMonitor.appMonitorName,
      quietBelow: quietBelowSessions,
      busyFrom: busyFromSessions,
      lookback: lookback.toMilliseconds(),
      dwell: dwell.toMilliseconds(),
      settling: SETTLING.toMilliseconds(),
    };
    const own = defineFunction(this, {
      // Without the canary's name, which has up to 255 characters: Lambda takes 256 in all.
      description: `Lets a canary run while real users are few: ${this.node.path}`.slice(0, MAX_DESCRIPTION),
      code: Code.fromAsset(asset('lambda', 'traffic')),
      environment: { TRAFFIC: Stack.of(this).toJsonString(settings) },
      timeout: Duration.seconds(30),
      retryAttempts: 2, // after one and two minutes; by then the next tick is near
      maxEventAge: Duration.minutes(Math.max(1, Math.min(5, this.tick.toMinutes({ integral: false })))),
      logRetention: props.logRetention,
      policyName: 'Reconciler',
      statements: [
        allow(['cloudwatch:GetMetricData'], '*'),
        allow(['synthetics:GetCanary', 'synthetics:StartCanary', 'synthetics:StopCanary'], canary.canaryArn),
      ],
      wildcards: { '*': 'cloudwatch:GetMetricData has no resources to name.' },
    });
    this.function = own.function;
    this.logGroup = own.logGroup;
    new Rule(this, 'Tick', {
      description: `Looks at the traffic of ${appMonitor.appMonitorName}`,
      schedule: Schedule.rate(this.tick),
      targets: [new FunctionTarget(own.function, { retryAttempts: 2, maxEventAge: this.tick })],
    });
  }

  /**
   * Ticks in which something could not be read or done: the sum per period, 0 if all is well.
   *
   * A tick that does not take place publishes nothing: treat missing data as breaching in an alarm.
   */
  public metricErrors(options?: MetricOptions): Metric {
    return this.metric(RECONCILER_ERRORS, Stats.SUM, options);
  }

  /**
   * How often the canary was started: the sum per period.
   */
  public metricStarts(options?: MetricOptions): Metric {
    return this.metric(RECONCILER_STARTS, Stats.SUM, options);
  }

  /**
   * How often the canary was stopped: the sum per period.
   */
  public metricStops(options?: MetricOptions): Metric {
    return this.metric(RECONCILER_STOPS, Stats.SUM, options);
  }

  /**
   * Whether the canary runs: 1 or 0, the average per period.
   */
  public metricWatching(options?: MetricOptions): Metric {
    return this.metric(CANARY_WATCHING, Stats.AVERAGE, options);
  }

  /** Elsewhere there would be no sessions, and the canary would never rest. */
  private checkRegion({ env, node }: IAppMonitor): void {
    const { region } = Stack.of(this);
    if (Token.isUnresolved(env.region) || Token.isUnresolved(region) || env.region === region) return;
    fail(this, {
      what: `Region of app monitor ${node.path}`,
      got: env.region,
      expected: `${region}, as the function that follows the traffic reads the metrics of its own Region only`,
      fix: "define the canary in a stack of the app monitor's Region",
    });
  }

  /** Refuses what would not tell quiet from busy hours. */
  private checkThresholds(quiet: number, busy: number): void {
    const fix = 'pass a number of sessions in the lookback';
    checkCount(this, 'quietBelowSessions', quiet, { fix });
    checkCount(this, 'busyFromSessions', busy, {
      above: Token.isUnresolved(quiet) ? undefined : quiet,
      because: ', which is quietBelowSessions, so that the canary does not flap between the two',
      fix: 'leave busyFromSessions out to get half as much again',
    });
  }

  private checkTimes(lookback: Duration, dwell?: Duration): void {
    const whole = (min: number, max: number, minutes: number) => {
      return { min, max, multipleOf: 1, fix: `pass a Duration such as Duration.minutes(${minutes})`, calculated: true };
    };
    checkDuration(this, 'tick', this.tick, 'minutes', whole(1, 60, 5));
    checkDuration(this, 'lookback', lookback, 'minutes', whole(5, 180, 15));
    const tick = this.tick.toMinutes({ integral: false });
    checkDuration(this, 'dwell', dwell, 'minutes', whole(tick, 1440, 30));
  }

  private metric(metricName: string, statistic: string, options: MetricOptions = {}): Metric {
    const dimensionsMap = { canary: this.canaryName };
    return new Metric({ namespace: NAMESPACE, metricName, statistic, dimensionsMap, ...options }).attachTo(this);
  }
}

const SETTLING = Duration.minutes(2);

function half(quietBelow: number): number {
  return Token.isUnresolved(quietBelow) ? quietBelow : Math.ceil(quietBelow * 1.5);
}

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html */
const MAX_DESCRIPTION = 256;
