import { Duration, Tokenization } from 'aws-cdk-lib';
import { Schedule } from 'aws-cdk-lib/aws-synthetics';
import type { Construct } from 'constructs';
import { fail } from '../../private/errors';
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
  /** When it runs; undefined: always. */
  readonly hours?: WeekHours;
  readonly schedules: readonly { readonly schedule: Schedule; readonly hours?: WeekHours }[];
  /** Undefined if known only at deployment. */
  readonly monthlyRuns?: number;
}

/** The same rate day and night. */
export function alwaysPlan(scope: Construct, interval: Duration): SchedulePlan {
  checkInterval(scope, interval);
  const minutes = interval.toMinutes({ integral: false });
  const unresolved = interval.isUnresolved();
  const schedule = unresolved
    ? Schedule.expression(`rate(${Tokenization.stringifyNumber(minutes)} minutes)`)
    : Schedule.rate(interval);
  const monthlyRuns = unresolved ? undefined : Math.round((30 * 24 * 60) / minutes);
  return { id: '', label: '', interval, shortest: interval, schedules: [{ schedule }], monthlyRuns };
}

/** One rate in a window, another one outside. Together they cover each hour of the week exactly once. */
export function windowPlans(
  scope: Construct,
  main: SchedulePlan,
  window: TimeWindow,
  interval: Duration,
): SchedulePlan[] {
  checkInterval(scope, interval);
  checkIntervals(scope, main, interval);
  const peak = main.interval.toMinutes();
  const offPeak = interval.toMinutes();
  // The one that runs more often has each hour that is its own under any offset of the zone, the other one the rest.
  const seldomInWindow = offPeak > peak;
  const often = WeekHours.holding(window._utcMinutes(scope, seldomInWindow));
  const inWindow = seldomInWindow ? often.complement() : often;
  const outside = inWindow.complement();
  if (inWindow.count === 0 || outside.count === 0) {
    fail(scope, {
      what: 'off-peak window',
      got: `${inWindow.count} of the 168 hours of the week in UTC`,
      expected: 'hours both in the window and outside of it, throughout the year',
      fix: inWindow.count === 0 ? 'lengthen the window' : 'shorten the window, or use JourneySchedule.every() alone',
    });
  }
  return [cronPlan('', 'peak', peak, outside), cronPlan('OffPeak', 'off-peak', offPeak, inWindow)];
}

function cronPlan(id: string, label: string, minutes: number, hours: WeekHours): SchedulePlan {
  const minute = minutes === 60 ? '0' : minutes === 1 ? '*' : `0/${minutes}`;
  const schedules = hours.onDays().map((group) => {
    const schedule = Schedule.cron({ minute, hour: group.hour, weekDay: group.weekDay });
    return { schedule, hours: group.hours };
  });
  const remainder = 60 % minutes;
  return {
    id,
    label,
    interval: Duration.minutes(minutes),
    shortest: Duration.minutes(remainder || minutes),
    hours,
    schedules,
    monthlyRuns: Math.round((hours.count * Math.ceil(60 / minutes) * 30) / 7),
  };
}

/** Refuses an interval that the service has no rate for. */
export function checkInterval(scope: Construct, interval: Duration): void {
  if (interval.isUnresolved()) return;
  const minutes = interval.toMinutes({ integral: false });
  if (Number.isInteger(minutes) && minutes >= 1 && minutes <= 60) return;
  fail(scope, {
    what: 'schedule interval (in minutes)',
    got: minutes,
    expected: 'a whole number from 1 to 60',
    fix: 'pass JourneySchedule.every() a Duration such as Duration.minutes(5)',
  });
}

function checkIntervals(scope: Construct, main: SchedulePlan, interval: Duration): void {
  const fix = 'pass a Duration such as Duration.minutes(5)';
  if (main.interval.isUnresolved() || interval.isUnresolved()) {
    const expected = 'two intervals that are known at synthesis, since cron expressions are made of them';
    fail(scope, { what: 'off-peak schedule', got: 'an interval that is known only at deployment', expected, fix });
  }
  if (main.schedules[0].schedule.expressionString.startsWith('cron')) {
    const expected = 'a schedule that runs day and night';
    fail(scope, {
      what: 'off-peak schedule',
      got: 'a cron schedule',
      expected,
      fix: 'begin with JourneySchedule.every()',
    });
  }
  if (main.interval.toMinutes() === interval.toMinutes()) {
    const expected = `another interval than ${interval.toMinutes()} minutes, the one outside of the window`;
    fail(scope, { what: 'off-peak interval (in minutes)', got: interval.toMinutes(), expected, fix });
  }
}
