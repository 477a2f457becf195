import { Duration, Token, Tokenization } from 'aws-cdk-lib';
import {
  type AlarmBase,
  AlarmMuteRule,
  ComparisonOperator,
  ScheduleExpression,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { IScheduledCanary, TimeWindow, TrafficReconciler } from '../../canaries';
import { clockOf, watched } from '../../canaries/door';
import { checkNumber } from '../../private/checks';
import { fail } from '../../private/errors';
import { AlarmSet, checkEvaluation, warmUp } from './alarm-set';
import type { IAlarms } from './alarms';
import { failingLocationsMetric, METRICS_PER_ALARM, successMetric } from './journey-alarm-metrics';
import { AlarmSeverity, type Notifications } from './notifications';

/**
 * When the alarm of a journey or of checks goes off.
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
   * A shorter one would find periods without a run, and they count as failed. With a window it holds for both rates.
   *
   * @default - the interval of the schedule, in a window and outside of it, at least 5 minutes
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

  /**
   * In how many locations the journey has to fail to call somebody: a whole number from 1 to the number of locations.
   *
   * It holds for journeys with replicas, of up to 10 locations in all. A location without a finished run counts as
   * failed. Failures in fewer locations make a ticket.
   *
   * @default - 2 with replicas
   */
  readonly minimumFailingLocations?: number;

  /**
   * Whether somebody has to be called.
   *
   * @default - PAGE, and TICKET for a `LinkCheck`
   */
  readonly severity?: AlarmSeverity;

  /**
   * Times in which the alarms notify nobody, such as for maintenance. They go on to judge.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-mute-rules.html
   *
   * @default - none
   */
  readonly muteDuring?: TimeWindow[];
}

/**
 * Properties of `JourneyAlarms`.
 */
export interface JourneyAlarmsProps extends JourneyAlarmOptions {
  /**
   * The synthetic users that are watched: a `JourneyCanary`, or checks such as `HealthChecks` and `LinkCheck`.
   */
  readonly journey: IScheduledCanary;

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
   * With several rates the names of the further alarms begin with it.
   *
   * @default - `Synthetics-Alarm-<canary name>-1`
   */
  readonly alarmName?: string;
}

/**
 * Defines the alarms that call somebody when synthetic users fail.
 *
 * It is of severity PAGE and goes off when fewer than 90 % of the runs succeeded in 2 of 3 periods. A period without a
 * finished run counts as failed, because a run that times out publishes nothing. Stopping the canary sets it off, too.
 * Where a schedule has two rates, there is an alarm for each, judged at its own pace in its own hours: a canary that is
 * silent outside of them is no failure. Where it follows the traffic, one of severity TICKET tells that it can't. Each
 * alarm costs about 0.10 USD a month for each metric that it reads.
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

  constructor(scope: Construct, id: string, props: JourneyAlarmsProps) {
    super(scope, id);
    const { journey, minimumSuccessPercent = 90, evaluationPeriods = 3, datapointsToAlarm = 2 } = props;
    checkPercent(this, minimumSuccessPercent);
    const locations = this.locations(journey, props);
    const { what, advice, urgent } = watched(journey).failure ?? FAILURE;
    const severity = props.severity ?? (urgent ? AlarmSeverity.PAGE : AlarmSeverity.TICKET);

    this.set = new AlarmSet(this, props.notifications);
    for (const rate of watched(journey).rates) {
      const { id, interval, label } = rate.plan;
      const period = props.successPeriod ?? defaultPeriod(interval);
      checkEvaluation(this, 'successPeriod', { period, evaluationPeriods, datapointsToAlarm });
      checkCovers(this, period, interval);
      const { canaryName } = rate.members[0].canary;
      const name = (number: number) => {
        if (!props.alarmName) return `Synthetics-Alarm-${canaryName}-${number}`;
        return [props.alarmName, id, number > 1 ? number : ''].filter((part) => part !== '').join('-');
      };
      const evaluation = {
        period,
        evaluationPeriods,
        datapointsToAlarm,
        treatMissingData: TreatMissingData.BREACHING,
        warmUpMinutes: warmUp(period, evaluationPeriods),
      };
      const percent = Tokenization.stringifyNumber(minimumSuccessPercent);
      const runs = label ? `${label} runs` : 'runs';
      this.set.define(`${id}Success`, {
        ...evaluation,
        alarmName: name(1),
        alarmDescription:
          `${what}: fewer than ${percent} % of the ${runs} of canary ${canaryName} succeeded, or none finished. ` +
          advice,
        severity: locations === undefined ? severity : AlarmSeverity.TICKET,
        metric: successMetric(journey, rate, { period, datapointsToAlarm }),
        comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
        threshold: minimumSuccessPercent,
      });
      if (rate.traffic) this.watchTraffic(rate.traffic, canaryName, name(3));
      if (locations === undefined) continue;
      this.checkMetrics(watched(journey).regions.length * rate.members.length);
      this.set.define(`${id}Locations`, {
        ...evaluation,
        alarmName: name(2),
        alarmDescription:
          `Synthetic users fail in at least ${Tokenization.stringifyNumber(locations)} locations: fewer than ${percent} % of the ${runs} of ` +
          `canary ${canaryName} succeeded there, or none finished. Real users probably fail at the same step. Open the ` +
          'canary in CloudWatch Synthetics, see in which locations and at which step, and what was deployed last.',
        severity,
        metric: failingLocationsMetric(journey, rate, minimumSuccessPercent, { period, datapointsToAlarm }),
        comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        threshold: locations,
      });
    }
    this.mute(props.muteDuring ?? []);
  }

  public get alarms(): AlarmBase[] {
    return this.set.alarms;
  }

  /** In how many locations runs have to fail; undefined if there is only one location. */
  private locations(journey: IScheduledCanary, props: JourneyAlarmsProps): number | undefined {
    const { minimumFailingLocations: got } = props;
    const count = watched(journey).regions.length;
    if (got === undefined) return count > 0 && count <= METRICS_PER_ALARM ? 2 : undefined;
    if (Token.isUnresolved(got) && count > 0) return got;
    if (Number.isInteger(got) && got >= 1 && got <= count) return got;
    return fail(this, {
      what: 'minimumFailingLocations',
      got,
      expected: count > 0 ? `a whole number from 1 to ${count}, the number of locations` : 'a journey with replicas',
      fix: count > 0 ? 'pass a number such as 2' : 'pass replicas to the canary, or leave it out',
    });
  }

  /** A canary that should run and rests is no failure of its own: only what starts and stops it can tell. */
  private watchTraffic(traffic: TrafficReconciler, canaryName: string, alarmName: string): void {
    const period = Duration.minutes(Math.max(5, Math.ceil(traffic.tick.toMinutes({ integral: false }))));
    this.set.define('Traffic', {
      alarmName,
      alarmDescription:
        `The traffic is not followed: what starts and stops canary ${canaryName} could not read the sessions of real ` +
        'users, could not act, or did not look at all, three times in a row. Synthetic users may be missing while real ' +
        `ones are few. See the reasons in the log group ${traffic.logGroup.logGroupName}, and check that the rule and ` +
        `the role of the function ${traffic.function.functionName} are as they were deployed.`,
      severity: AlarmSeverity.TICKET,
      metric: traffic.metricErrors({ period }),
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      threshold: 1,
      period,
      evaluationPeriods: 3,
      datapointsToAlarm: 3,
      treatMissingData: TreatMissingData.BREACHING, // no value at all: it does not even look
      warmUpMinutes: warmUp(period, 3),
    });
  }

  private checkMetrics(got: number): void {
    if (got <= METRICS_PER_ALARM) return;
    fail(this, {
      what: 'locations times canaries that an alarm looks at',
      got,
      expected: `at most ${METRICS_PER_ALARM}, the limit of metrics in an alarm`,
      fix: 'run the journey in fewer locations, or with a window that is the same every day',
    });
  }

  private mute(windows: TimeWindow[]): void {
    windows.forEach((window, index) => {
      const { hour, minute, weekDays, minutes, timeZone } = clockOf(window, this);
      new AlarmMuteRule(this, `Mute${index + 1}`, {
        description: `Maintenance of ${this.node.path}`.slice(0, 1024),
        schedule: ScheduleExpression.cron({ hour, minute, weekDay: weekDays, timeZone }),
        duration: Duration.minutes(minutes),
        alarms: this.set.alarms,
      });
    });
  }
}

const FAILURE = {
  what: 'Synthetic users fail',
  advice:
    'Real users probably fail at the same step. Open the canary in CloudWatch Synthetics, see the failed step, its ' +
    'screenshot and its log, and compare with what was deployed last.',
  urgent: true,
};

function defaultPeriod(interval: Duration): Duration {
  if (interval.isUnresolved()) return Duration.hours(1); // the longest that a schedule takes
  const minutes = Math.ceil(interval.toMinutes({ integral: false }));
  return Duration.minutes(Math.max(5, minutes));
}

function checkPercent(scope: Construct, got: number): void {
  const fix = 'pass a percentage such as 90';
  checkNumber(scope, 'minimumSuccessPercent', got, { min: 0, max: 100, fix });
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
