import { Duration } from 'aws-cdk-lib';
import type { CronOptions } from 'aws-cdk-lib/aws-synthetics';
import type { Construct } from 'constructs';
import { fail, type Problem } from '../../private/errors';
import type { IAppMonitor } from '../../rum';
import {
  alwaysPlans,
  cronPlans,
  type SchedulePlan,
  type SchedulePlans,
  trafficPlans,
  windowPlans,
} from './schedule-plan';
import type { TimeWindow } from './time-window';

/**
 * When an extra canary runs that follows the traffic.
 */
export interface TrafficScheduleOptions {
  /**
   * How often the extra canary runs while real users are few: whole minutes, from 1 to 60.
   */
  readonly interval: Duration;

  /**
   * Below how many new sessions in the lookback it runs: a whole number of at least 1.
   */
  readonly quietBelowSessions: number;

  /**
   * From how many new sessions in the lookback on it rests: a whole number above `quietBelowSessions`.
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
   * How often it is looked: whole minutes, from 1 to 60.
   *
   * @default Duration.minutes(5)
   */
  readonly tick?: Duration;

  /**
   * How long the extra canary runs at least once it was started: whole minutes, from the tick to 1440.
   *
   * @default - 30 minutes, or the tick if that is longer
   */
  readonly dwell?: Duration;
}

/**
 * When a journey runs.
 *
 * Every run is billed: one every 5 minutes makes 8,640 runs in 30 days. A schedule is a value: its methods leave it as
 * it is and return another one.
 *
 * CloudWatch Synthetics knows no time zones and one rate per canary. A schedule with a window, or one that follows the
 * traffic, therefore makes further canaries, which share the code of the first.
 *
 * @see https://aws.amazon.com/cloudwatch/pricing/
 *
 * @example
 * canaries.JourneySchedule.every(Duration.minutes(15))
 *   .offPeak(canaries.TimeWindow.daily('20:00', '06:00', TimeZone.AMERICA_NEW_YORK), Duration.minutes(5));
 */
export class JourneySchedule {
  /**
   * Runs at equal intervals, day and night.
   *
   * @param interval whole minutes, from 1 to 60
   */
  public static every(interval: Duration): JourneySchedule {
    return new JourneySchedule(alwaysPlans(interval));
  }

  /**
   * Runs at times of a cron expression, in UTC.
   *
   * What is left out stands for every minute, hour and so on; `weekDay` counts from Sunday as 1, or takes names such as
   * `MON-FRI`. For hours by the clocks of a place, use `offPeak()`.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries_cron.html
   */
  public static cron(options: CronOptions): JourneySchedule {
    return new JourneySchedule(cronPlans(options));
  }

  private constructor(private readonly planned: SchedulePlans) {}

  /**
   * The longest time between the starts of two runs: with a window, the one of its two intervals that is longer.
   *
   * A cron expression's is 60 minutes if one of its fields is known only at deployment.
   */
  public get interval(): Duration {
    const always = this.planned.plans.filter(({ traffic }) => !traffic);
    return always.map(({ interval }) => interval).reduce(longer, Duration.minutes(always.length > 0 ? 0 : 60));
  }

  /**
   * Runs at another interval in a window, by the clocks of a place: usually more often, when few real users would notice
   * an outage.
   *
   * A second canary runs in the window, and the first one outside. Both run at whole hours in UTC. The one that runs
   * more often covers each hour that belongs to it at any time of the year: where there is daylight saving time it
   * begins or ends up to an hour early or late, and no minute is ever watched less than stated. Where the window holds
   * other hours on different days, there are more canaries.
   *
   * @param window when
   * @param interval whole minutes, from 1 to 60
   */
  public offPeak(window: TimeWindow, interval: Duration): JourneySchedule {
    return this.extended('offPeak', (main) => windowPlans(main, window, interval));
  }

  /**
   * Runs more often while real users are few.
   *
   * An extra canary with the same journey is started and stopped by a `TrafficReconciler`, which looks at the sessions
   * of an app monitor; the first one goes on day and night. No data means that the extra canary runs.
   *
   * @param appMonitor whose sessions tell how many real users there are
   */
  public followTraffic(appMonitor: IAppMonitor, options: TrafficScheduleOptions): JourneySchedule {
    const { interval, ...traffic } = options;
    return this.extended('followTraffic', (main) => trafficPlans(main, interval, { ...traffic, appMonitor }));
  }

  /**
   * The canaries that it takes.
   * @internal
   */
  public _plans(scope: Construct): readonly SchedulePlan[] {
    if (this.planned.problem) fail(scope, this.planned.problem);
    return this.planned.plans;
  }

  /**
   * For a canary that can have one schedule only.
   * @internal
   */
  public _only(scope: Construct): SchedulePlan {
    const plans = this._plans(scope);
    return plans.length === 1 ? plans[0] : fail(scope, severalRates('a schedule with one rate', plans));
  }

  private extended(how: string, extend: (main: SchedulePlan) => SchedulePlans): JourneySchedule {
    const { plans, problem } = this.planned;
    if (problem) return this;
    return new JourneySchedule(plans.length === 1 ? extend(plans[0]) : { plans, problem: severalRates(how, plans) });
  }
}

function severalRates(where: string, plans: readonly SchedulePlan[]): Problem {
  return {
    what: `schedule for ${where}`,
    got: `${plans.length} rates`,
    expected: 'one that runs the same day and night',
    fix: 'pass JourneySchedule.every() with neither offPeak() nor followTraffic()',
  };
}

/** The longer one; one that is known only at deployment counts as the longest. */
function longer(a: Duration, b: Duration): Duration {
  if (a.isUnresolved() || b.isUnresolved()) return a.isUnresolved() ? a : b;
  return a.toMilliseconds() >= b.toMilliseconds() ? a : b;
}
