import { Duration, Token, Tokenization } from 'aws-cdk-lib';
import { type AlarmBase, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { JourneyCanary } from '../canaries';
import { checkRange, fail } from '../private/errors';
import { AlarmSet, checkEvaluation } from './alarm-set';
import type { IAlarms } from './alarms';
import { AlarmSeverity, type Notifications } from './notifications';

/** What CloudWatch takes: two days. */
const MAX_WARM_UP_MINUTES = 2_880;

/**
 * When a journey's alarm goes off.
 */
export interface JourneyAlarmOptions {
  /**
   * The share of runs that has to succeed, in percent, above 0 and at most 100.
   *
   * @default 90
   */
  readonly minimumSuccessPercent?: number;

  /**
   * The period that is judged: whole minutes, at least the interval of the journey's schedule.
   *
   * A shorter one would find periods without a run, and they count as failed.
   *
   * @default - the interval of the schedule, at least 5 minutes
   */
  readonly successPeriod?: Duration;

  /**
   * How many of the latest periods are looked at.
   *
   * Together they may last 1 day if the period is below 1 hour, 7 days otherwise.
   *
   * @default 3
   */
  readonly evaluationPeriods?: number;

  /**
   * How many of them have to be bad.
   *
   * @default 2
   */
  readonly datapointsToAlarm?: number;
}

/**
 * Properties of `JourneyAlarms`.
 */
export interface JourneyAlarmsProps extends JourneyAlarmOptions {
  /**
   * The synthetic users that are watched.
   */
  readonly journey: JourneyCanary;

  /**
   * Whom to notify.
   *
   * @default - nobody, and a warning says so
   */
  readonly notifications?: Notifications;

  /**
   * The name of the alarm.
   *
   * The Synthetics console lists an alarm under its canary if the name has the form of the default. Canary names are
   * unique in an account and Region, so the default is too; state another one for a second alarm on the same journey.
   *
   * @default - `Synthetics-Alarm-<canary name>-1`
   */
  readonly alarmName?: string;
}

/**
 * Defines the alarm that calls somebody when synthetic users fail.
 *
 * It is of severity PAGE and goes off when fewer than 90 % of the runs succeeded in 2 of 3 periods. A period without a
 * finished run counts as failed, because a run that times out publishes nothing. Stopping the canary sets it off, too.
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

  constructor(scope: Construct, id: string, props: JourneyAlarmsProps) {
    super(scope, id);
    const { journey, minimumSuccessPercent = 90, evaluationPeriods = 3, datapointsToAlarm = 2 } = props;
    const interval = journey.schedule.interval;
    const period = props.successPeriod ?? defaultPeriod(interval);
    checkPercent(this, minimumSuccessPercent);
    checkEvaluation(this, 'successPeriod', { period, evaluationPeriods, datapointsToAlarm });
    checkCovers(this, period, interval);

    this.set = new AlarmSet(this, props.notifications);
    this.set.define('Success', {
      alarmName: props.alarmName ?? `Synthetics-Alarm-${journey.canaryName}-1`,
      alarmDescription:
        `Synthetic users fail: fewer than ${Tokenization.stringifyNumber(minimumSuccessPercent)} % of the runs of canary ${journey.canaryName} ` +
        'succeeded, or none finished. Real users probably fail at the same step. Open the canary in CloudWatch ' +
        'Synthetics, see the failed step, its screenshot and its log, and compare with what was deployed last.',
      severity: AlarmSeverity.PAGE,
      metric: journey.metricSuccessPercent({ period }),
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      threshold: minimumSuccessPercent,
      period,
      evaluationPeriods,
      datapointsToAlarm,
      treatMissingData: TreatMissingData.BREACHING,
      warmUpMinutes: warmUp(period, evaluationPeriods),
    });
  }

  public get alarms(): AlarmBase[] {
    return this.set.alarms;
  }
}

function defaultPeriod(interval: Duration): Duration {
  if (interval.isUnresolved()) return Duration.hours(1); // the longest that a schedule takes
  const minutes = Math.ceil(interval.toMinutes({ integral: false }));
  return Duration.minutes(Math.max(5, minutes));
}

/** Missing data is breaching, and before the first runs all of it is missing. */
function warmUp(period: Duration, evaluationPeriods: number): number {
  if (period.isUnresolved() || Token.isUnresolved(evaluationPeriods)) return MAX_WARM_UP_MINUTES;
  return Math.min((evaluationPeriods + 1) * period.toMinutes(), MAX_WARM_UP_MINUTES);
}

function checkPercent(scope: Construct, got: number): void {
  const fix = 'pass a percentage such as 90';
  checkRange(scope, 'minimumSuccessPercent', got, { min: 0, max: 100, fix });
  if (got === 0) fail(scope, { what: 'minimumSuccessPercent', got, expected: 'a number above 0', fix });
}

function checkCovers(scope: Construct, period: Duration, interval: Duration): void {
  if (period.isUnresolved() || interval.isUnresolved() || period.toMilliseconds() >= interval.toMilliseconds()) return;
  fail(scope, {
    what: 'successPeriod (in seconds)',
    got: period.toSeconds(),
    expected: `at least ${interval.toSeconds()}, the interval of the journey's schedule`,
    fix: 'lengthen the period or run the journey more often',
  });
}
