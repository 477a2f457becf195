import { Duration } from 'aws-cdk-lib';
import { type CronOptions, Schedule } from 'aws-cdk-lib/aws-synthetics';
import { type Construct, RootConstruct } from 'constructs';
import { fail } from '../../private/errors';
import type { IAppMonitor } from '../../rum';
import type { TrafficReconcilerProps } from '../traffic/traffic-reconciler';
import { cronTimes } from './cron-fields';
import { alwaysPlan, checkInterval, type SchedulePlan, windowPlans } from './schedule-plan';
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
 * The canaries of a schedule.
 * @internal
 */
export interface BoundSchedule {
  /** The first is the main one. */
  readonly plans: SchedulePlan[];
  /** What starts and stops the canaries of the last plan. */
  readonly traffic?: Omit<TrafficReconcilerProps, 'canary'>;
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
    return new JourneySchedule((scope) => ({ plans: [alwaysPlan(scope, interval)] }), interval);
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
    const plan = (scope: Construct): SchedulePlan => {
      const times = cronTimes(scope, options);
      return {
        id: '',
        label: '',
        interval: Duration.minutes(times?.interval ?? 60),
        shortest: Duration.minutes(times?.shortest ?? 1),
        hours: times?.hours,
        schedules: [{ schedule: Schedule.cron(options), hours: times?.hours }],
        monthlyRuns: times?.monthlyRuns,
      };
    };
    return new JourneySchedule((scope) => ({ plans: [plan(scope)] }));
  }

  private constructor(
    private readonly bind: (scope: Construct) => BoundSchedule,
    private readonly given?: Duration,
  ) {}

  /**
   * The longest time between the starts of two runs: with a window, the one of its two intervals that is longer.
   *
   * A cron expression's is 60 minutes if one of its fields is known only at deployment.
   */
  public get interval(): Duration {
    if (this.given) return this.given;
    return this.bind(new RootConstruct()).plans.reduce(
      (longest, { interval }) => longer(longest, interval),
      Duration.minutes(0),
    );
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
    const bind = (scope: Construct): BoundSchedule => ({
      plans: windowPlans(scope, this.only(scope, 'offPeak'), window, interval),
    });
    const given = this.given && longer(this.given, interval);
    return new JourneySchedule(bind, given);
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
    const bind = (scope: Construct): BoundSchedule => {
      const main = this.only(scope, 'followTraffic');
      checkInterval(scope, options.interval);
      const quiet = { ...alwaysPlan(scope, options.interval), id: 'WhenQuiet', label: 'when quiet' };
      const { interval: _, ...traffic } = options;
      return { plans: [{ ...main, label: 'always' }, quiet], traffic: { ...traffic, appMonitor } };
    };
    return new JourneySchedule(bind, this.given);
  }

  /**
   * For a canary that can have one schedule only.
   * @internal
   */
  public _bind(scope: Construct): Schedule {
    const { schedules } = this.only(scope, 'a schedule with one rate');
    return schedules[0].schedule;
  }

  /** @internal */
  public _plan(scope: Construct): BoundSchedule {
    return this.bind(scope);
  }

  private only(scope: Construct, where: string): SchedulePlan {
    const { plans } = this.bind(scope);
    if (plans.length === 1) return plans[0];
    return fail(scope, {
      what: `schedule for ${where}`,
      got: `${plans.length} rates`,
      expected: 'one that runs the same day and night',
      fix: 'pass JourneySchedule.every() with neither offPeak() nor followTraffic()',
    });
  }
}

/** The longer one; one that is known only at deployment counts as the longest. */
function longer(a: Duration, b: Duration): Duration {
  if (a.isUnresolved() || b.isUnresolved()) return a.isUnresolved() ? a : b;
  return a.toMilliseconds() >= b.toMilliseconds() ? a : b;
}
