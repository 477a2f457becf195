import { Token } from 'aws-cdk-lib';
import type { CronOptions } from 'aws-cdk-lib/aws-synthetics';
import type { Construct } from 'constructs';
import { fail } from '../../private/errors';
import { range, WeekHours } from './week-hours';

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
/** Cron counts from Sunday as 1. */
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
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

/** Reads the fields of a cron expression; refuses what the service would. Undefined if one of them is a token. */
export function cronTimes(scope: Construct, options: CronOptions): CronTimes | undefined {
  const { minute = '*', hour = '*', day, month = '*', weekDay } = options;
  if ([minute, hour, day, month, weekDay].some((field) => Token.isUnresolved(field))) return undefined;
  const minutes = field(scope, 'minute', minute, 0, 59);
  const hours = field(scope, 'hour', hour, 0, 23);
  const months = field(scope, 'month', month, 1, 12, MONTHS);
  const days = day === undefined ? undefined : field(scope, 'day', day, 1, 31);
  const weekDays = field(scope, 'weekDay', weekDay ?? '*', 1, 7, DAYS);
  if (day !== undefined && weekDay !== undefined) {
    fail(scope, {
      what: 'cron',
      got: options,
      expected: 'day or weekDay, not both',
      fix: 'leave one of them out',
    });
  }
  const dueDays = range(0, DAYS_LOOKED_AT).filter((index) => {
    const date = new Date(FROM + index * DAY * 60_000);
    return (
      months.includes(date.getUTCMonth() + 1) &&
      (days?.includes(date.getUTCDate()) ?? true) &&
      weekDays.includes(date.getUTCDay() + 1)
    );
  });
  const ofDay = hours.flatMap((each) => minutes.map((at) => each * 60 + at));
  if (dueDays.length * ofDay.length < 2) {
    fail(scope, {
      what: 'cron',
      got: options,
      expected: 'a run at least once a year, which is the longest that a canary can wait',
      fix: 'pass a day that exists in that month',
    });
  }
  const overnight = DAY - ofDay[ofDay.length - 1] + ofDay[0];
  const gaps = [...between(ofDay), ...between(dueDays).map((apart) => (apart - 1) * DAY + overnight)];
  const shortest = Math.min(...gaps);
  const monthlyRuns = Math.round(((dueDays.length * ofDay.length) / DAYS_LOOKED_AT) * 30);
  const inHours = Math.max(...minutes.map((at, index) => (minutes[index + 1] ?? minutes[0] + 60) - at));
  const weekly = days === undefined && months.length === 12;
  const mask = new WeekHours(new Set(weekDays.flatMap((each) => hours.map((at) => ((each + 5) % 7) * 24 + at))));
  // Hours that hold only a few runs can't be judged by themselves.
  const steady = weekly && mask.stretches().every(({ from, to }) => to - from >= 3 * inHours);
  if (steady) return { hours: mask.count === 168 ? undefined : mask, interval: inHours, shortest, monthlyRuns };
  return { interval: Math.max(...gaps), shortest, monthlyRuns };
}

function between(numbers: number[]): number[] {
  return numbers.slice(1).map((number, index) => number - numbers[index]);
}

/** The numbers that a field stands for, in ascending order. */
function field(scope: Construct, what: string, text: string, min: number, max: number, names: string[] = []): number[] {
  const refuse = (): never =>
    fail(scope, {
      what: `${what} of a cron schedule`,
      got: text,
      expected: `*, or numbers from ${min} to ${max}${names.length ? ` or names such as ${names[0]}` : ''} with ",", "-" and "/"`,
      fix: 'write it as in "0/5" or "8-17"',
    });
  const number = (word: string): number => {
    const named = names.indexOf(word.toUpperCase());
    const value = named >= 0 ? named + min : /^\d{1,2}$/.test(word) ? Number(word) : Number.NaN;
    return value >= min && value <= max ? value : refuse();
  };
  const found = new Set<number>();
  for (const part of text.split(',')) {
    const [, span, step] = /^([^/]+)(?:\/(\d{1,2}))?$/.exec(part) ?? refuse();
    const [first, last] = span.split('-');
    const from = span === '*' || span === '?' ? min : number(first);
    const to = span === '*' || span === '?' || (last === undefined && step !== undefined) ? max : number(last ?? first);
    if (to < from || step === '0' || span.split('-').length > 2) refuse();
    for (let at = from; at <= to; at += Number(step ?? 1)) found.add(at);
  }
  return [...found].sort((a, b) => a - b);
}
