/** Years whose rules count: the ones that follow the time when this was written. */
const FIRST_YEAR = 2026;
const LAST_YEAR = 2035;
const WEEK = 7 * 24 * 60 * 60 * 1000;

const known = new Map<string, number[]>();

/**
 * The offsets from UTC, in minutes, that a time zone has in the course of the years; undefined if there is no such zone.
 *
 * The years are fixed, so that a template does not depend on the day of its synthesis. A look at every week finds all
 * daylight saving times, of which the shortest is Morocco's month without.
 */
export function utcOffsets(timeZone: string): number[] | undefined {
  const before = known.get(timeZone);
  if (before) return before;
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  } catch {
    return undefined;
  }
  const offsets = new Set<number>();
  for (let at = Date.UTC(FIRST_YEAR, 0, 1); at < Date.UTC(LAST_YEAR + 1, 0, 1); at += WEEK) {
    offsets.add(offsetOf(format, at));
  }
  const found = [...offsets].sort((a, b) => a - b);
  known.set(timeZone, found);
  return found;
}

/** From a text such as `GMT-05:00`, or `GMT` alone. */
function offsetOf(format: Intl.DateTimeFormat, at: number): number {
  const text = format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(text) ?? [undefined, '+', '0', '0'];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}
