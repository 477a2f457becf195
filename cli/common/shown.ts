/** Values that nobody vouches for as text: an object may have a `toString` that is none, and lists may have no end. */
const DEPTH = 5;
const ENTRIES = 100;

/** Texts and numbers as they are, all else as JSON; empty where there is nothing. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? shownJson(value) : String(value);
}

/** JSON to read: what lies deep in it, and the rest of what is long, is left out as `…`. */
export function shownJson(value: unknown): string {
  return JSON.stringify(bounded(value, DEPTH)) ?? '';
}

/** NaN for what is no number, nor the text of one. */
export function numberIn(value: unknown): number {
  return typeof value === 'number' || typeof value === 'string' ? Number(value) : Number.NaN;
}

function bounded(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth === 0) return '…';
  if (Array.isArray(value)) {
    const items = value.slice(0, ENTRIES).map((item) => bounded(item, depth - 1));
    return value.length > ENTRIES ? [...items, '…'] : items;
  }
  const entries = Object.entries(value);
  const some = entries.slice(0, ENTRIES).map(([key, item]) => [key, bounded(item, depth - 1)]);
  return Object.fromEntries(entries.length > ENTRIES ? [...some, ['…', '…']] : some);
}
