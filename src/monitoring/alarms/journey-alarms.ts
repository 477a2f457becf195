import { Duration, Reference, Token, Tokenization } from 'aws-cdk-lib';
import { type AlarmBase, ComparisonOperator, MathExpression, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnCanary } from 'aws-cdk-lib/aws-synthetics';
import { Construct } from 'constructs';
import type { IScheduledCanary, TrafficReconciler } from '../../canaries';
import { type CanaryFailure, type CanaryRate, watched } from '../../canaries/door';
import { checkCount, checkDuration, checkNumber, checkPattern } from '../../private/checks';
import { fail } from '../../private/errors';
import { sumOf } from '../ratios';
import type { AlarmOptions, AlarmSetOptions, AlarmSetProps, EvaluatedAlarmOptions } from './alarm-options';
import { AlarmSet, isEnabled } from './alarm-set';
import { AlarmSignal } from './alarm-signal';
import type { IAlarms } from './alarms';
import { checkCovers, type Evaluation, evaluationOf, periodFor } from './evaluation';
import { failingLocationsMetric, successMetric } from './journey-alarm-metrics';
import { checkMetrics, MAX_METRICS, maxEvaluationRange } from './limits';
import { AlarmSeverity } from './notifications';

/**
 * What the alarm on the success of synthetic users can be told.
 *
 * Its period has to be at least the interval of the schedule: a shorter one would find periods without a run, and they
 * count as failed. With a window the options hold for both rates.
 */
export interface JourneySuccessAlarmOptions extends EvaluatedAlarmOptions {
  /**
   * The share of runs that has to succeed, in percent, above 0 and at most 100.
   *
   * @default 90
   */
  readonly threshold?: number;
}

/**
 * What the alarm on failing locations can be told.
 */
export interface JourneyLocationsAlarmOptions extends AlarmOptions {
  /**
   * In how many locations the journey has to fail: a whole number from 1 to the number of locations.
   *
   * It fails in a location where the alarm on its success would, in the same periods. A location without a finished run
   * counts as failed.
   *
   * @default 2
   */
  readonly threshold?: number;
}

/**
 * What the alarm on slow synthetic users can be told.
 */
export interface JourneyDurationAlarmOptions extends EvaluatedAlarmOptions {
  /**
   * How long a run may take on average, above 0.
   *
   * @default - 80 % of the time after which a run is ended
   */
  readonly threshold?: Duration;
}

/**
 * What the alarms of a journey or of checks can be told.
 */
export interface JourneyAlarmOptions extends AlarmSetOptions {
  /**
   * Too few runs succeed: severity PAGE; TICKET for a `LinkCheck`, and where there is an alarm on locations.
   *
   * @default - fewer than 90 %, in 2 of 3 periods, 3 of 6 beside an alarm `early`; periods are a minute longer than the interval
   * of the schedule, in a window and outside of it, at least 5 minutes
   */
  readonly success?: JourneySuccessAlarmOptions;

  /**
   * Too few runs succeed, as few as for `success`, so soon that chance may be the reason: severity TICKET.
   *
   * With `ImpactAlarms` it makes a page where another signal agrees, and a ticket where none does in a quarter of an hour.
   *
   * @default - in 2 of 3 periods that are chosen as those of `success`; none where no `ImpactAlarms` counts it, where runs are 30
   * minutes apart or more or hours of the schedule too few, where `success` is no page or states its periods, and where either is
   * muted by itself
   */
  readonly early?: EvaluatedAlarmOptions;

  /**
   * A journey with replicas fails in several locations, of up to 10 in all: severity PAGE.
   *
   * Failures in fewer locations then make a ticket.
   *
   * @default - in 2 locations, if there are replicas
   */
  readonly locations?: JourneyLocationsAlarmOptions;

  /**
   * Runs take too long, and will soon be ended by their timeout: severity TICKET.
   *
   * @default - longer than 80 % of the timeout, in 3 of 5 periods that are chosen as those of `success`, or in as large a part
   * of as many as an alarm looks back; none where that is none, and where the timeout is unknown, as of an imported canary
   */
  readonly duration?: JourneyDurationAlarmOptions;

  /**
   * A schedule that follows the traffic can't: severity TICKET.
   *
   * @default - it could not three times in a row
   */
  readonly traffic?: AlarmOptions;
}

/**
 * Properties of `JourneyAlarms`.
 */
export interface JourneyAlarmsProps extends JourneyAlarmOptions, AlarmSetProps {
  /**
   * The synthetic users that are watched: a `JourneyCanary`, or checks such as `HealthChecks` and `LinkCheck`.
   */
  readonly journey: IScheduledCanary;

  /**
   * The name of the alarm.
   *
   * The Synthetics console lists an alarm under its canary if the name has the form of the default. Canary names are
   * unique in an account and Region, so the default is too; state another one for a second alarm on the same journey.
   *
   * With several rates the names of the further alarms begin with it.
   *
   * At most 255 characters, with what is added.
   *
   * @default - `Synthetics-Alarm-<canary name>-1`
   */
  readonly alarmName?: string;
}

/**
 * Defines the alarms that call somebody when synthetic users fail.
 *
 * It is of severity PAGE and goes off when fewer than 90 % of the runs succeeded in 2 of 3 periods. Where `ImpactAlarms` count
 * it, that is only a hint to them, of an alarm of its own, and 3 of 6 periods are enough alone. A period without a
 * finished run counts as failed, because a run that times out publishes nothing. Stopping the canary sets it off, too.
 * Where a schedule has two rates, there is an alarm for each, judged at its own pace in its own hours: a canary that is
 * silent outside of them is no failure. One of severity TICKET tells that runs take long, and where the schedule follows
 * the traffic, one that it can't. Each alarm costs about 0.10 USD a month for each metric that it reads.
 *
 * A new alarm first waits until runs have filled its evaluation window, so that a deployment pages nobody; if none come,
 * it goes off after that window and one period more.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries_metrics.html
 *
 * @example
 * const buy = new canaries.JourneyCanary(this, 'Buy', {
 *   journey: canaries.Journey.startAt('https://shop.example.com').step('see the shop', canaries.Expect.visible('h1')),
 * });
 * new monitoring.JourneyAlarms(this, 'BuyAlarms', {
 *   journey: buy,
 *   notifications: monitoring.Notifications.toTopics({ page: pageTopic }),
 * });
 */
export class JourneyAlarms extends Construct implements IAlarms {
  private readonly set: AlarmSet;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: JourneyAlarmsProps,
  ) {
    super(scope, id);
    const { success = {}, traffic } = props;
    const { rates, regions, timeout, failure = FAILURE } = watched(props.journey);
    checkNumber(this, 'success.threshold', this.minimum, { above: 0, max: 100, fix: 'pass a percentage such as 90' });
    const locations = this.locationsToAlarm(regions.length);
    this.set = new AlarmSet(this, props);
    if (traffic && isEnabled(traffic) && !rates.some((rate) => rate.traffic)) {
      const fix = 'leave it out, or let the schedule follow the traffic';
      fail(this, { what: 'traffic', got: traffic, expected: 'a journey whose schedule follows the traffic', fix });
    }
    const severity = failure.urgent ? AlarmSeverity.PAGE : AlarmSeverity.TICKET;
    const longest = this.longestRun(timeout);
    const isOneLocation = locations !== undefined;
    for (const rate of rates) {
      const isEarly = this.isToldEarly(rate, failure, isOneLocation);
      if (isEnabled(success, true)) this.defineSuccess(rate, failure, isOneLocation, isEarly);
      if (isEarly) this.defineEarly(rate, failure, isOneLocation);
      if (longest !== undefined) this.defineDuration(rate, longest);
      if (rate.traffic && isEnabled(traffic, true)) this.defineTraffic(rate, rate.traffic);
      if (locations !== undefined) this.defineLocations(rate, regions, locations, severity, isEarly);
    }
  }

  public get alarms(): AlarmBase[] {
    return this.set.alarms;
  }

  /** The share of runs that has to succeed. */
  private get minimum(): number {
    return this.props.success?.threshold ?? 90;
  }

  /** How the runs of a rate are judged. A schedule may be too seldom for an alarm, and do without one. */
  private evaluationOf(rate: CanaryRate, isEarly: boolean): Evaluation {
    const { success = {} } = this.props;
    const [datapoints, periods] = isEarly ? [3, 6] : [2, 3];
    return this.evaluationIn('success', rate, success, datapoints, periods);
  }

  /** An alarm in so many of so many periods, in each of which a run has ended. */
  private evaluationIn(
    alarm: string,
    rate: CanaryRate,
    options: EvaluatedAlarmOptions,
    datapoints: number,
    periods: number,
  ): Evaluation {
    const { evaluationPeriods = periods, datapointsToAlarm = datapoints } = options;
    const period = periodOfRuns(rate, evaluationPeriods);
    const evaluation = evaluationOf(this, alarm, options, { period, evaluationPeriods, datapointsToAlarm });
    checkCovers(this, alarm, evaluation.period, rate.plan.interval, {
      because: ", the interval of the journey's schedule",
      fix: 'lengthen the period or run the journey more often',
    });
    if (rate.traffic) {
      checkCovers(this, alarm, evaluation.period, rate.traffic.tick, {
        because: ', the tick at which the schedule looks at the traffic',
        fix: 'lengthen the period or shorten the tick',
      });
    }
    return evaluation;
  }

  /** Whether a rate has an alarm that goes off before it is sure: only something that asks others makes it useful. */
  private isToldEarly(rate: CanaryRate, { urgent }: CanaryFailure, isOneLocation: boolean): boolean {
    const { early, muteDuring = [], notifications, success = {} } = this.props;
    const { severity = AlarmSeverity.PAGE, evaluationPeriods, datapointsToAlarm } = success;
    const isSure = evaluationPeriods === undefined && datapointsToAlarm === undefined;
    const isMuted = [...muteDuring, ...(success.muteDuring ?? []), ...(early?.muteDuring ?? [])].length > 0;
    const isUrgent = urgent && severity === AlarmSeverity.PAGE && !isOneLocation;
    const isCounted = notifications?._takes(AlarmSignal.SYNTHETIC_USERS_EARLY) === true;
    const byDefault = isEnabled(success, true) && isSure && isUrgent && isCounted && !isMuted && isOften(rate);
    return isEnabled(early, early !== undefined || byDefault);
  }

  /** In how many locations runs have to fail; undefined if no alarm watches that. */
  private locationsToAlarm(count: number): number | undefined {
    const { locations: stated } = this.props;
    if (!isEnabled(stated, stated !== undefined || (count > 0 && count <= MAX_METRICS))) return undefined;
    if (count === 0) {
      const fix = 'pass replicas to the canary, or leave it out';
      fail(this, { what: 'locations', got: stated, expected: 'a journey with replicas', fix });
    }
    const { threshold = 2 } = stated ?? {};
    const rule = { max: count, because: ', the number of locations', fix: 'pass a number such as 2' };
    checkCount(this, 'locations.threshold', threshold, rule);
    return threshold;
  }

  /** @param isOneLocation of several, which another alarm judges together: it may fail there alone */
  private defineSuccess(
    rate: CanaryRate,
    { what, advice, urgent }: CanaryFailure,
    isOneLocation: boolean,
    isEarly: boolean,
  ): void {
    const urgentSignal = isOneLocation ? AlarmSignal.SUPPORTING : AlarmSignal.SYNTHETIC_USERS;
    const evaluation = this.evaluationOf(rate, isEarly);
    this.set.define(`${rate.plan.id}Success`, this.props.success ?? {}, {
      alarmName: this.alarmName(rate, 1),
      alarmDescription: `${what}: ${this.describe(rate)} succeeded, or none finished. ${advice}`,
      severity: urgent && !isOneLocation ? AlarmSeverity.PAGE : AlarmSeverity.TICKET,
      signal: urgent ? urgentSignal : AlarmSignal.USERS_DEGRADED,
      ...this.tooFew(rate, evaluation),
    });
  }

  /** As few runs succeed as for `success`: chance is one explanation, and another signal takes it away. */
  private defineEarly(rate: CanaryRate, { what, advice, urgent }: CanaryFailure, isOneLocation: boolean): void {
    const { early = {}, success = {} } = this.props;
    const evaluation = this.evaluationIn('early', rate, { period: success.period, ...early }, 2, 3);
    const otherSignal = urgent ? AlarmSignal.SUPPORTING : AlarmSignal.USERS_DEGRADED;
    this.set.define(`${rate.plan.id}Early`, early, {
      alarmName: this.alarmName(rate, 5),
      alarmDescription: `${what}, if it is no accident: ${this.describe(rate)} succeeded, or none finished, soon after each other. ${advice}`,
      severity: AlarmSeverity.TICKET,
      signal: urgent && !isOneLocation ? AlarmSignal.SYNTHETIC_USERS_EARLY : otherSignal,
      ...this.tooFew(rate, evaluation),
    });
  }

  /** That too few of the runs of a rate succeed, in the periods of an evaluation. */
  private tooFew(rate: CanaryRate, evaluation: Evaluation) {
    return {
      metric: successMetric(this, { rate, ...evaluation }),
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      threshold: this.minimum,
      treatMissingData: TreatMissingData.BREACHING,
      ...evaluation,
    };
  }

  private defineLocations(
    rate: CanaryRate,
    regions: string[],
    threshold: number,
    severity: AlarmSeverity,
    isEarly: boolean,
  ): void {
    const evaluation = this.evaluationOf(rate, isEarly);
    const what = 'locations times canaries that an alarm looks at';
    const fix = 'run the journey in fewer locations, or with a window that is the same every day';
    checkMetrics(this, what, regions.length * rate.members.length, fix);
    this.set.define(`${rate.plan.id}Locations`, this.props.locations ?? {}, {
      alarmName: this.alarmName(rate, 2),
      alarmDescription:
        `Synthetic users fail in at least ${Tokenization.stringifyNumber(threshold)} locations: ${this.describe(rate)} ` +
        'succeeded there, or none finished. Real users probably fail at the same step. Open the canary in CloudWatch ' +
        'Synthetics, see in which locations and at which step, and what was deployed last.',
      severity,
      signal: AlarmSignal.USERS_HURT,
      metric: failingLocationsMetric(this, regions, this.minimum, { rate, ...evaluation }),
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      threshold,
      treatMissingData: TreatMissingData.BREACHING,
      ...evaluation,
    });
  }

  /** How long a run may take, in milliseconds; undefined if no alarm watches that. */
  private longestRun(timeout: Duration | undefined): number | undefined {
    const { duration } = this.props;
    const fix = 'pass a Duration such as Duration.seconds(30)';
    checkDuration(this, 'duration.threshold', duration?.threshold, 'milliseconds', { above: 0, fix });
    if (!isEnabled(duration, true)) return undefined;
    if (duration?.threshold) return duration.threshold.toMilliseconds();
    if (timeout) return timeout.isUnresolved() ? undefined : TOO_LONG * timeout.toMilliseconds({ integral: false });
    if (!duration) return undefined;
    const expected = 'a threshold, as the timeout of the canary is unknown';
    return fail(this, { what: 'duration.threshold', got: undefined, expected, fix });
  }

  /** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries_metrics.html */
  private defineDuration(rate: CanaryRate, longest: number): void {
    const { duration = {} } = this.props;
    const fitting = periodsThatFit(rate, 5);
    if (fitting === 0 && !this.props.duration) return;
    const { evaluationPeriods = Math.max(1, fitting) } = duration;
    const evaluation = evaluationOf(this, 'duration', duration, {
      period: periodOfRuns(rate, evaluationPeriods),
      evaluationPeriods,
      datapointsToAlarm: Token.isUnresolved(evaluationPeriods) ? 1 : Math.ceil(evaluationPeriods * 0.6),
    });
    const runs = sumOf(
      'm',
      rate.members.map(({ canary }) => canary.metricDuration({ period: evaluation.period })),
    );
    this.set.define(`${rate.plan.id}Duration`, duration, {
      alarmName: this.alarmName(rate, 4),
      alarmDescription:
        `Synthetic users wait: runs of canary ${nameOf(rate)} take more than ${Tokenization.stringifyNumber(longest)} ms, and ` +
        'fail soon, when their timeout ends them. Open the canary in CloudWatch Synthetics, see which step has become slow and ' +
        'which of its requests, and what was deployed last. Lengthen the timeout if the journey has grown.',
      severity: AlarmSeverity.TICKET,
      signal: AlarmSignal.USERS_DEGRADED,
      // Canaries that share a week run at different hours.
      metric: new MathExpression({ ...runs, label: 'duration of a run (ms)', period: evaluation.period }),
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      threshold: longest,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      ...evaluation,
    });
  }

  /** A canary that should run and rests is no failure of its own: only what starts and stops it can tell. */
  private defineTraffic(rate: CanaryRate, traffic: TrafficReconciler): void {
    const period = periodFor(traffic.tick, { shortest: 5, longest: 60 });
    this.set.define('Traffic', this.props.traffic ?? {}, {
      alarmName: this.alarmName(rate, 3),
      alarmDescription:
        `The traffic is not followed: what starts and stops canary ${nameOf(rate)} could not read the sessions of real ` +
        'users, could not act, or did not look at all, three times in a row. Synthetic users may be missing while real ' +
        `ones are few. See the reasons in the log group ${traffic.logGroup.logGroupName}, and check that the rule and ` +
        `the role of the function ${traffic.function.functionName} are as they were deployed.`,
      severity: AlarmSeverity.TICKET,
      signal: AlarmSignal.TELEMETRY,
      metric: traffic.metricErrors({ period }),
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      threshold: 1,
      period,
      evaluationPeriods: 3,
      datapointsToAlarm: 3,
      treatMissingData: TreatMissingData.BREACHING, // no value at all: it does not even look
    });
  }

  private alarmName(rate: CanaryRate, number: number): string {
    const { alarmName } = this.props;
    const nameFor = (canaryName: string) =>
      alarmName
        ? [alarmName, rate.plan.id, number > 1 ? number : ''].filter((part) => part !== '').join('-')
        : `Synthetics-Alarm-${canaryName}-${number}`;
    checkPattern(this, 'alarmName', nameFor(statedName(nameOf(rate))), {
      pattern: MAX_NAME,
      expected: 'at most 255 characters, with the name of the canary or what makes it differ from other alarms',
      fix: alarmName ? 'shorten it' : 'pass an alarmName, or shorten canaryName to 236 characters',
    });
    return nameFor(nameOf(rate));
  }

  /** Which runs fall below the threshold. */
  private describe(rate: CanaryRate): string {
    const runs = rate.plan.label ? `${rate.plan.label} runs` : 'runs';
    return `fewer than ${Tokenization.stringifyNumber(this.minimum)} % of the ${runs} of canary ${nameOf(rate)}`;
  }
}

/**
 * The period in which a run always ends: a minute more than the interval where there is room, as a run that is later than
 * the one before must not leave the newest period empty, which counts as failed.
 */
function periodOfRuns({ plan, traffic }: CanaryRate, evaluationPeriods: number): Duration {
  const atLeast = (time: Duration) => periodFor(time, { shortest: 5, longest: 60 }).toMinutes();
  const least = Math.max(atLeast(plan.interval), traffic ? atLeast(traffic.tick) : 0);
  const roomy = plan.interval.isUnresolved()
    ? least
    : Math.max(least, Math.ceil(plan.interval.toMinutes({ integral: false })) + 1);
  const fits =
    roomy * 60 * evaluationPeriods <= maxEvaluationRange(Duration.minutes(roomy)).max &&
    (plan.hours?.stretches() ?? []).every(({ from, to }) => roomy * evaluationPeriods <= to - from);
  return Duration.minutes(fits ? roomy : least);
}

/**
 * Whether runs are so many that chance plays tricks. Of a hundred, one fails by chance or less; two come close to each other
 * some times in a quarter, and three don't.
 */
function isOften(rate: CanaryRate): boolean {
  const { hours, interval } = rate.plan;
  if (interval.isUnresolved() || interval.toMinutes({ integral: false }) >= OFTEN) return false;
  const needed = 6 * periodOfRuns(rate, 6).toMinutes();
  return (hours?.stretches() ?? []).every(({ from, to }) => to - from >= needed);
}

/** In minutes. */
const OFTEN = 30;

/** The share of its timeout that a run may take. */
const TOO_LONG = 0.8;

/** How many periods an alarm can look at, if it wants so many: 0 where a run is further away than an alarm looks back. */
function periodsThatFit(rate: CanaryRate, wanted: number): number {
  for (let periods = wanted; periods > 0; periods--) {
    const period = periodOfRuns(rate, periods);
    if (period.toSeconds() * periods <= maxEvaluationRange(period).max) return periods;
  }
  return 0;
}

/** The canary that people know the rate by. */
function nameOf(rate: CanaryRate): string {
  return rate.members[0].canary.canaryName;
}

/** The name of a canary as its template states it, where it only refers to the canary. */
function statedName(name: string): string {
  const [token] = Tokenization.reverseString(name).tokens;
  if (!Reference.isReference(token) || !CfnCanary.isCfnCanary(token.target)) return name;
  return token.target.name;
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
const MAX_NAME = /^.{1,255}$/s;

const FAILURE = {
  what: 'Synthetic users fail',
  advice:
    'Real users probably fail at the same step. Open the canary in CloudWatch Synthetics, see the failed step, its ' +
    'screenshot and its log, and compare with what was deployed last.',
  urgent: true,
};
