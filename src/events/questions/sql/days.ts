/** Days, weeks and months as whole numbers, and as text. */
import { dividedBy } from './literals';
import type { Period } from './model';

export const DAY = 86_400_000;

export type Unit = 'day' | 'week' | 'month';

/** The number of a day, 0 in 1970. */
export function dayNumber(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) / DAY;
}

function dayText(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

/** Of days, `date_diff` means the same in both engines. */
const TODAY = "date_diff('day', DATE '1970-01-01', current_date)";

/** The first and the last day of a period as numbers, as SQL. */
export function boundsOf(period: Period): { first: string; last: string } {
  if ('days' in period) return { first: `(${TODAY} - ${period.days - 1})`, last: TODAY };
  return { first: String(dayNumber(period.first)), last: String(dayNumber(period.last)) };
}

/** The days of a period from 0 on, as SQL can list them. */
export function lengthOf(period: Period): number {
  return 'days' in period ? period.days : dayNumber(period.last) - dayNumber(period.first) + 1;
}

/** What the partition column may be: a day more on each side, for time zones and for copies that were stored elsewhere. */
export function partitionsOf(period: Period, before: number, after: number): string {
  const [earlier, later] = [before + 1, after + 1];
  if ('days' in period) {
    const day = (days: number) => {
      const sign = days < 0 ? '-' : '+';
      return `CAST(CAST(current_date ${sign} INTERVAL '${Math.abs(days)}' DAY AS date) AS varchar)`;
    };
    return `dt >= ${day(1 - period.days - earlier)} AND dt <= ${day(later)}`;
  }
  const first = dayText(dayNumber(period.first) - earlier);
  return `dt >= '${first}' AND dt <= '${dayText(dayNumber(period.last) + later)}'`;
}

/** A number of a day as `2026-11-28`. */
export function asDay(day: string): string {
  return `CAST(CAST(DATE '1970-01-01' + ${day} * INTERVAL '1' DAY AS date) AS varchar)`;
}

/** The number of the day, the week (from Monday) or the month that a local time is in. */
export function numberOf(unit: Unit, local: string): string {
  const day = dividedBy(local, DAY);
  if (unit === 'day') return day;
  if (unit === 'week') return dividedBy(`(${day} + 3)`, 7); // 1970 began on a Thursday
  const date = asDay(day);
  return `(CAST(substr(${date}, 1, 4) AS bigint) * 12 + CAST(substr(${date}, 6, 2) AS bigint) - 1)`;
}

/** Such a number as text: the day, the Monday, or `2026-11`. */
export function asText(unit: Unit, number: string): string {
  if (unit === 'day') return asDay(number);
  if (unit === 'week') return asDay(`(${number} * 7 - 3)`);
  const month = `CAST(mod(${number}, 12) + 101 AS varchar)`;
  return `concat(CAST(${dividedBy(number, 12)} AS varchar), '-', substr(${month}, 2))`;
}
