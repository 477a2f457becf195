import { Token } from 'aws-cdk-lib';
import type { CronOptions } from 'aws-cdk-lib/aws-synthetics';
import { CRON_FIELDS, type CronField, numbersOf } from '../../formats/cron';
import type { Problem } from '../../private/errors';
import { range, WeekHours } from './week-hours';

const DAY = 24 * 60;
/** Two years, of which one is a leap year, are all that a cron expression can tell apart from one another. */
const FROM = Date.UTC(2027, 0, 1);
const DAYS_LOOKED_AT = 731;

/** When a cron expression runs. */
export interface CronTimes {
  /** The hours of the week in which it runs at its interval; undefined if its runs are farther apart than that. */
  readonly hours?: WeekHours;
  /** The longest time between two runs in those hours, or at all, in minutes. */
  readonly interval: number;
  /** The shortest time between two runs, in minutes. */
  readonly shortest: number;
  /** Runs in 30 days, on average. */
  readonly monthlyRuns: number;
}

/** Reads the fields of a cron expression: when it runs, or why the service would refuse it; neither if one is a token. */
export function readCron(options: CronOptions): { readonly times?: CronTimes; readonly problem?: Problem } {
  const names = Object.keys(CRON_FIELDS) as (keyof typeof CRON_FIELDS)[];
  if (names.some((name) => Token.isUnresolved(options[name]))) return {};
  const numbers = {} as Record<keyof typeof CRON_FIELDS, number[]>;
  for (const name of names) {
    const got = options[name] ?? '*';
    const field: CronField = CRON_FIELDS[name];
    const found = numbersOf(got, field);
    if (!found) return { problem: fieldProblem(name, got, field) };
    numbers[name] = found;
  }
  if (options.day !== undefined && options.weekDay !== undefined) {
    return refuse(options, 'day or weekDay, not both', 'leave one of them out');
  }
  const { minute, hour, month, day, weekDay } = numbers;
  const days = range(0, DAYS_LOOKED_AT).filter((index) => {
    const date = new Date(FROM + index * DAY * 60_000);
    return (
      month.includes(date.getUTCMonth() + 1) &&
      day.includes(date.getUTCDate()) &&
      weekDay.includes(date.getUTCDay() + 1)
    );
  });
  const ofDay = hour.flatMap((each) => minute.map((at) => each * 60 + at));
  if (days.length * ofDay.length < 2) {
    const expected = 'a run at least once a year, which is the longest that a canary can wait';
    return refuse(options, expected, 'pass a day that exists in that month');
  }
  const overnight = DAY - ofDay[ofDay.length - 1] + ofDay[0];
  const gaps = [...between(ofDay), ...between(days).map((apart) => (apart - 1) * DAY + overnight)];
  const shortest = Math.min(...gaps);
  const monthlyRuns = Math.round(((days.length * ofDay.length) / DAYS_LOOKED_AT) * 30);
  const inHours = Math.max(...minute.map((at, index) => (minute[index + 1] ?? minute[0] + 60) - at));
  const weekly = options.day === undefined && month.length === 12;
  const mask = new WeekHours(new Set(weekDay.flatMap((each) => hour.map((at) => ((each + 5) % 7) * 24 + at))));
  // Hours that hold only a few runs can't be judged by themselves.
  const steady = weekly && mask.stretches().every(({ from, to }) => to - from >= 3 * inHours);
  const hours = mask.count === 168 ? undefined : mask;
  return {
    times: steady
      ? { hours, interval: inHours, shortest, monthlyRuns }
      : { interval: Math.max(...gaps), shortest, monthlyRuns },
  };
}

function refuse(got: CronOptions, expected: string, fix: string): { readonly problem: Problem } {
  return { problem: { what: 'cron', got, expected, fix } };
}

function fieldProblem(name: string, got: string, { min, max, names }: CronField): Problem {
  return {
    what: `${name} of a cron schedule`,
    got,
    expected: `*, or numbers from ${min} to ${max}${names ? ` or names such as ${names[0]}` : ''} with ",", "-" and "/"`,
    fix: 'write it as in "0/5" or "8-17"',
  };
}

function between(numbers: number[]): number[] {
  return numbers.slice(1).map((number, index) => number - numbers[index]);
}
