/** Time zones as numbers: the engines' own arithmetic on them differs. */

const DAY = 86_400_000;
/** No zone changes its offset twice within it. */
const STRIDE = 7 * DAY;
/** What a question about the last days may meet, whenever it is asked. */
const YEARS = { from: Date.UTC(2020, 0, 1), to: Date.UTC(2041, 0, 1) };

interface Change {
  /** From then on. */
  readonly at: number;
  readonly offset: number;
}

export function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: zone });
    return /^[A-Za-z]/.test(zone); // also `+01:00` is one, by newer versions only
  } catch {
    return false;
  }
}

/** What a clock of the zone shows beyond UTC, in milliseconds. */
function offsetsOf(zone: string): (time: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (time) => {
    const shown = Object.fromEntries(format.formatToParts(time).map(({ type, value }) => [type, Number(value)]));
    return Date.UTC(shown.year, shown.month - 1, shown.day, shown.hour, shown.minute, shown.second) - time;
  };
}

/** The offsets between two times: the first holds before, too. */
function changesOf(zone: string, from: number, to: number): Change[] {
  const offsetAt = offsetsOf(zone);
  const changes: Change[] = [{ at: from, offset: offsetAt(from) }];
  for (let time = from + STRIDE; time <= to + STRIDE; time += STRIDE) {
    const offset = offsetAt(time);
    if (offset === changes[changes.length - 1].offset) continue;
    let [before, after] = [time - STRIDE, time];
    while (after - before > 1000) {
      const middle = before + Math.floor((after - before) / 2000) * 1000;
      if (offsetAt(middle) === offset) after = middle;
      else before = middle;
    }
    changes.push({ at: after, offset });
  }
  return changes;
}

const known = new Map<string, Change[]>();

/** A time in milliseconds as the zone's clock shows it, as SQL. */
export function localTime(time: string, zone: string, between: { from: number; to: number } = YEARS): string {
  const key = `${zone} ${between.from} ${between.to}`;
  const changes = known.get(key) ?? changesOf(zone, between.from, between.to);
  known.set(key, changes);
  if (changes.length === 1) return changes[0].offset === 0 ? time : `${time} + (${changes[0].offset})`;
  const cases = changes.slice(1).map(({ at }, i) => `WHEN ${time} < ${at} THEN ${changes[i].offset}`);
  return `${time} + CASE ${cases.join(' ')} ELSE ${changes[changes.length - 1].offset} END`;
}
