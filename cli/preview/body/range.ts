import type { Json } from './body';

/** The time that a graph shows, in milliseconds. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Of a dashboard without a `start`. */
const DEFAULT_LENGTH = 3 * HOUR;
const RELATIVE = /^-P(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/** What a dashboard or a widget shows where "now" is a given time. */
export function rangeOf({ start, end }: Json, now: number): Range {
  const length = relativeLength(start);
  const [from, to] = [Date.parse(String(start)), Date.parse(String(end))];
  if (length !== undefined) return { start: now - length, end: now };
  if (from < to) return { start: from, end: to };
  return { start: now - DEFAULT_LENGTH, end: now };
}

/** Of `-PT8H`, `-P3D`, `-P2W`, `-P1M`; nothing of other texts. */
export function relativeLength(start: unknown): number | undefined {
  const match = RELATIVE.exec(String(start));
  if (!match) return undefined;
  const [months, weeks, days, hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0));
  const length = ((months * 30 + weeks * 7 + days) * 24 + hours) * HOUR + minutes * MINUTE + seconds * 1000;
  return length > 0 ? length : undefined;
}

export function isTime(value: unknown): boolean {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value) && !Number.isNaN(Date.parse(value));
}

/** `3 h`, `2 d`. */
export function lasting({ start, end }: Range): string {
  const length = end - start;
  const [size, unit] = length % DAY === 0 ? [DAY, 'd'] : length % HOUR === 0 ? [HOUR, 'h'] : [MINUTE, 'min'];
  return `${Math.round(length / size)} ${unit}`;
}
