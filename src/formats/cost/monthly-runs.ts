import { CRON_FIELDS, numbersOf } from '../cron';
import { DAYS_OF_MONTH, MINUTES_OF_MONTH } from './assumptions';

const MINUTES: Readonly<Record<string, number>> = { minute: 1, hour: 60, day: 1_440 };
const FROM = Date.UTC(2027, 0, 1);
/** As many as a cron expression can tell apart: one of the two years is a leap year. */
const DAYS_LOOKED_AT = 731;

/** The runs of 30 days that a `rate()` or a `cron()` expression makes; undefined where it can't be read. */
export function monthlyRuns(expression: string): number | undefined {
  const [, count, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression.trim()) ?? [];
  if (count !== undefined) return Number(count) === 0 ? 0 : MINUTES_OF_MONTH / (Number(count) * MINUTES[unit]);
  const fields = /^cron\((.+)\)$/.exec(expression.trim())?.[1].split(/\s+/) ?? [];
  const names = ['minute', 'hour', 'day', 'month', 'weekDay'] as const;
  const found = names.map((name, index) => numbersOf(fields[index] ?? '', CRON_FIELDS[name]));
  const [minutes, hours, days, months, weekDays] = found;
  if (!minutes || !hours || !days || !months || !weekDays) return undefined;
  let dates = 0;
  for (let index = 0; index < DAYS_LOOKED_AT; index++) {
    const date = new Date(FROM + index * 86_400_000);
    const isIn = months.includes(date.getUTCMonth() + 1) && days.includes(date.getUTCDate());
    if (isIn && weekDays.includes(date.getUTCDay() + 1)) dates++;
  }
  return Math.round(((dates * minutes.length * hours.length) / DAYS_LOOKED_AT) * DAYS_OF_MONTH);
}
