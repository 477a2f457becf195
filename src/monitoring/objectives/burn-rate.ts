import { Duration, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { checkCount, checkDuration, checkNumber, checkUnique } from '../../private/checks';
import { fail } from '../../private/errors';
import type { BurnRateWindow } from './burn-rate-window';

/** Two windows in minutes, and what the burn rate may be in both. */
export interface JudgedWindow {
  readonly long: number;
  readonly short: number;
  readonly threshold: number;
}

/** What windows are judged against. */
export interface Budget {
  readonly goal: number;
  /** In minutes. */
  readonly interval: number;
}

const HOUR = 60;
const DAY = 24 * HOUR;
/** As far as an alarm looks back. */
const MAX_WINDOW = 7 * DAY;

export const FAST_BURN: BurnRateWindow[] = [{ duration: Duration.hours(1) }, { duration: Duration.hours(6) }];

/** 3 days, or all of the interval: one of a day can be judged by a day only. */
export function slowBurnOf(interval: Duration): BurnRateWindow[] {
  return [{ duration: Duration.days(Math.min(3, interval.toDays())) }];
}

/** The windows of an alarm. Refuses those that it could not look at, and thresholds that nothing can exceed. */
export function judged(scope: Construct, alarm: string, windows: BurnRateWindow[], budget: Budget): JudgedWindow[] {
  const what = `${alarm}.windows`;
  checkCount(scope, `${what} (their number)`, windows.length, {
    max: 5,
    because: ', as Application Signals has ten windows for both alarms',
    fix: 'pass one or two pairs of windows, or leave it out',
  });
  const found = windows.map((window, index) => judgedWindow(scope, `${what}[${index}]`, window, budget));
  checkUnique(
    scope,
    `${what} (duration)`,
    found.map(({ long }) => label(long)),
    { expected: 'long windows that differ', fix: 'leave one of them out' },
  );
  return found;
}

function judgedWindow(scope: Construct, what: string, window: BurnRateWindow, budget: Budget): JudgedWindow {
  const { duration, shortDuration } = window;
  const fix = 'pass a Duration such as Duration.hours(1), or lengthen the interval';
  checkDuration(scope, `${what}.duration`, duration, 'minutes', {
    min: 2,
    max: Math.min(MAX_WINDOW, budget.interval),
    multipleOf: 1,
    because: budget.interval < MAX_WINDOW ? ', the interval of the objective' : ', as far as an alarm looks back',
    calculated: true,
    fix,
  });
  const long = duration.toMinutes();
  checkDuration(scope, `${what}.shortDuration`, shortDuration, 'minutes', {
    min: 1,
    max: long - 1,
    multipleOf: 1,
    because: ', less than the long window',
    calculated: true,
    fix: 'pass a Duration such as Duration.minutes(5)',
  });
  const short = shortDuration?.toMinutes() ?? Math.ceil(long / 12);
  return { long, short, threshold: thresholdOf(scope, what, window, long, budget) };
}

function thresholdOf(
  scope: Construct,
  what: string,
  { budget: stated }: BurnRateWindow,
  long: number,
  { goal, interval }: Budget,
): number {
  checkNumber(scope, `${what}.budget`, stated, { above: 0, max: 1, fix: 'pass a share such as 0.02' });
  const windows = interval / long;
  // All that can be wrong is everything.
  const most = 1 / errorBudget(goal);
  if (stated === undefined) {
    const usual = rounded(byDefault(long) * windows);
    return rounded(Math.min(Math.max(usual, 1), (1 + most) / 2));
  }
  if (Token.isUnresolved(stated)) {
    const expected = 'a number that is known at synthesis: it is calculated with';
    fail(scope, { what: `${what}.budget`, got: 'a token', expected, fix: 'pass a number, or leave it out' });
  }
  const threshold = rounded(stated * windows);
  checkNumber(scope, `${what}.budget * interval / duration (a burn rate)`, threshold, {
    max: rounded(most) - 1e-9,
    because: `: below ${rounded(most)}, the burn rate of a total outage at this goal`,
    fix: 'lower the budget, lengthen the window, or raise the goal',
  });
  return threshold;
}

/** What the SRE workbook has for 1 hour, 6 hours and 3 days. */
function byDefault(minutes: number): number {
  if (minutes <= HOUR) return 0.02;
  return minutes <= 6 * HOUR ? 0.05 : 0.1;
}

/** The share that may be bad, without what floating point adds. */
export function errorBudget(goal: number): number {
  return Number((1 - goal).toFixed(9));
}

/** A window as ids and texts name it. */
export function label(minutes: number): string {
  if (minutes % DAY === 0) return `${minutes / DAY}d`;
  return minutes % HOUR === 0 ? `${minutes / HOUR}h` : `${minutes}m`;
}

function rounded(value: number): number {
  return Number(value.toFixed(6));
}
