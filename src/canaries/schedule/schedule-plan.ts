import { Duration, Tokenization } from 'aws-cdk-lib';
import { type CronOptions, Schedule } from 'aws-cdk-lib/aws-synthetics';
import { durationProblem } from '../../private/checks';
import type { Problem } from '../../private/errors';
import type { TrafficReconcilerProps } from '../traffic/traffic-reconciler';
import { readCron } from './cron-fields';
import type { TimeWindow } from './time-window';
import { WeekHours } from './week-hours';

/** One rate of a schedule, and the canaries that it takes. */
export interface SchedulePlan {
  /** Of the constructs: empty for the first. */
  readonly id: string;
  /** What a person calls it: empty if there is only one. */
  readonly label: string;
  /** The longest time between two runs in its hours. */
  readonly interval: Duration;
  /** The shortest time between two runs. */
  readonly shortest: Duration;
  /** Whether its times are a user's cron expression, which windows can't be cut out of. */
  readonly isCron?: boolean;
  /** When it runs; undefined: always. */
  readonly hours?: WeekHours;
  /** One for each canary. */
  readonly schedules: readonly Schedule[];
  /** Undefined if known only at deployment. */
  readonly monthlyRuns?: number;
  /** What starts and stops its canary, at times that nobody knows before. */
  readonly traffic?: Omit<TrafficReconcilerProps, 'canary'>;
}

/** What a schedule comes to. */
export interface SchedulePlans {
  /** The first is the main one. */
  readonly plans: readonly SchedulePlan[];
  /** Why no canary can run by them. */
  readonly problem?: Problem;
}

/** The same rate day and night. */
export function alwaysPlans(interval: Duration): SchedulePlans {
  const problem = intervalProblem(interval);
  const unresolved = interval.isUnresolved();
  if (problem && unresolved) return { plans: [], problem };
  const minutes = interval.toMinutes({ integral: false });
  const schedule =
    unresolved || problem
      ? Schedule.expression(`rate(${Tokenization.stringifyNumber(minutes)} minutes)`)
      : Schedule.rate(interval);
  const monthlyRuns = unresolved ? undefined : Math.round((30 * 24 * 60) / minutes);
  return { plans: [{ id: '', label: '', interval, shortest: interval, schedules: [schedule], monthlyRuns }], problem };
}

/** At the times of a cron expression. */
export function cronPlans(options: CronOptions): SchedulePlans {
  const { times, problem } = readCron(options);
  if (problem) return { plans: [], problem };
  const plan = {
    id: '',
    label: '',
    isCron: true,
    interval: Duration.minutes(times?.interval ?? 60),
    shortest: Duration.minutes(times?.shortest ?? 1),
    hours: times?.hours,
    schedules: [Schedule.cron(options)],
    monthlyRuns: times?.monthlyRuns,
  };
  return { plans: [plan] };
}

/** One rate in a window, another one outside. Together they cover each hour of the week exactly once. */
export function windowPlans(main: SchedulePlan, window: TimeWindow, interval: Duration): SchedulePlans {
  const { offsets, local, problem: windowProblem } = window._times;
  const problem = intervalProblem(interval) ?? intervalsProblem(main, interval) ?? windowProblem;
  if (problem) return { plans: [main, ...alwaysPlans(interval).plans], problem };
  const peak = main.interval.toMinutes();
  const offPeak = interval.toMinutes();
  // The one that runs more often has each hour that is its own under any offset of the zone, the other one the rest.
  const seldomInWindow = offPeak > peak;
  const often = WeekHours.touchedBy((minute) => local.has(minute) !== seldomInWindow, offsets);
  const inWindow = seldomInWindow ? often.complement() : often;
  const outside = inWindow.complement();
  return {
    plans: [hoursPlan('', 'peak', peak, outside), hoursPlan('OffPeak', 'off-peak', offPeak, inWindow)],
    problem: hoursProblem(inWindow),
  };
}

/** The main rate always, and one more while real users are few. */
export function trafficPlans(
  main: SchedulePlan,
  interval: Duration,
  traffic: NonNullable<SchedulePlan['traffic']>,
): SchedulePlans {
  const { plans, problem } = alwaysPlans(interval);
  const quiet = { ...plans[0], id: 'WhenQuiet', label: 'when quiet', traffic };
  return { plans: [{ ...main, label: 'always' }, quiet], problem };
}

function hoursPlan(id: string, label: string, minutes: number, hours: WeekHours): SchedulePlan {
  const minute = minutes === 60 ? '0' : minutes === 1 ? '*' : `0/${minutes}`;
  const remainder = 60 % minutes;
  return {
    id,
    label,
    interval: Duration.minutes(minutes),
    shortest: Duration.minutes(remainder || minutes),
    hours,
    schedules: hours.onDays().map(({ hour, weekDay }) => Schedule.cron({ minute, hour, weekDay })),
    monthlyRuns: Math.round((hours.count * Math.ceil(60 / minutes) * 30) / 7),
  };
}

/** The service has rates for whole minutes only. */
function intervalProblem(interval: Duration): Problem | undefined {
  const fix = 'pass JourneySchedule.every() a Duration such as Duration.minutes(5)';
  return durationProblem('schedule interval', interval, 'minutes', { min: 1, max: 60, multipleOf: 1, fix });
}

function intervalsProblem(main: SchedulePlan, interval: Duration): Problem | undefined {
  const fix = 'pass a Duration such as Duration.minutes(5)';
  if (main.interval.isUnresolved() || interval.isUnresolved()) {
    const expected = 'two intervals that are known at synthesis, since cron expressions are made of them';
    return { what: 'off-peak schedule', got: 'an interval that is known only at deployment', expected, fix };
  }
  if (main.isCron) {
    const expected = 'a schedule that runs day and night';
    return { what: 'off-peak schedule', got: 'a cron schedule', expected, fix: 'begin with JourneySchedule.every()' };
  }
  if (main.interval.toMilliseconds() !== interval.toMilliseconds()) return undefined;
  const expected = `another interval than ${interval.toMinutes()} minutes, the one outside of the window`;
  return { what: 'off-peak interval (in minutes)', got: interval.toMinutes(), expected, fix };
}

function hoursProblem(inWindow: WeekHours): Problem | undefined {
  if (inWindow.count > 0 && inWindow.count < 168) return undefined;
  return {
    what: 'off-peak window',
    got: `${inWindow.count} of the 168 hours of the week in UTC`,
    expected: 'hours both in the window and outside of it, throughout the year',
    fix: inWindow.count === 0 ? 'lengthen the window' : 'shorten the window, or use JourneySchedule.every() alone',
  };
}
