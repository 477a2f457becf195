/**
 * When a canary is due, by what its schedule says.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries_cron.html
 */
const RATE = /^rate\((\d+) (minute|hour)s?\)$/;
const MINUTE_MS = 60_000;
const DAYS_AHEAD = 366;
const MONTHS = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ');
const WEEK_DAYS = 'SUN MON TUE WED THU FRI SAT'.split(' ');

/** The special rate of 0: a canary runs once after each start, and is done. */
export function isOnce(expression = ''): boolean {
  return RATE.exec(expression)?.[1] === '0';
}

/** The first time after a moment; nothing where we can't read the schedule, such as `L`, `W` and `#` of a cron. */
export function dueAfter(expression: string, after: Date): Date | undefined {
  const [, count, unit] = RATE.exec(expression) ?? [];
  if (count !== undefined) return new Date(after.getTime() + Number(count) * (unit === 'hour' ? 60 : 1) * MINUTE_MS);
  const [, text] = /^cron\(([^)]*)\)$/.exec(expression) ?? [];
  return text === undefined ? undefined : dueByCron(text.trim().split(/\s+/), after);
}

function dueByCron([minute, hour, day, month, weekDay]: readonly string[], after: Date): Date | undefined {
  const minutes = valuesOf(minute, 0, 59);
  const hours = valuesOf(hour, 0, 23);
  const days = valuesOf(day, 1, 31);
  const months = valuesOf(month, 1, 12, MONTHS);
  const weekDays = valuesOf(weekDay, 1, 7, WEEK_DAYS);
  if (!minutes || !hours || !days || !months || !weekDays) return undefined;
  const [year, first, date] = [after.getUTCFullYear(), after.getUTCMonth(), after.getUTCDate()];
  for (let ahead = 0; ahead <= DAYS_AHEAD; ahead++) {
    const at = new Date(Date.UTC(year, first, date + ahead));
    if (!months.has(at.getUTCMonth() + 1) || !days.has(at.getUTCDate()) || !weekDays.has(at.getUTCDay() + 1)) continue;
    for (const hour of hours) {
      for (const minute of minutes) {
        const due = at.getTime() + (hour * 60 + minute) * MINUTE_MS;
        if (due > after.getTime()) return new Date(due);
      }
    }
  }
  return undefined;
}

/** In their order: `*`, `?`, `5`, `MON-FRI`, `0/5`, `1-30/2` and lists of these. */
function valuesOf(field = '', least: number, most: number, names: readonly string[] = []): Set<number> | undefined {
  const values = new Set<number>();
  for (const part of field.split(',')) {
    const [, from = '', to, step] = /^([*?]|\d+|[A-Z]{3})(?:-(\d+|[A-Z]{3}))?(?:\/(\d+))?$/i.exec(part) ?? [];
    const number = (text: string) => (/^\d/.test(text) ? Number(text) : names.indexOf(text.toUpperCase()) + least);
    const isAll = from === '*' || from === '?';
    const first = isAll ? least : number(from);
    const last = isAll || (to === undefined && step !== undefined) ? most : number(to ?? from);
    if (from === '' || first < least || last > most || step === '0') return undefined;
    // A range may go over the end, such as FRI-MON.
    for (let value = first; value <= (last < first ? last + most - least + 1 : last); value += Number(step ?? 1)) {
      values.add(value > most ? value - (most - least + 1) : value);
    }
  }
  return new Set([...values].sort((a, b) => a - b));
}
