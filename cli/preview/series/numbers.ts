const UNITS: readonly (readonly [size: number, name: string])[] = [
  [1e12, 'T'],
  [1e9, 'G'],
  [1e6, 'M'],
  [1e4, 'k'],
];

/** Three digits: 0.123, 45.6, 1,234, 12.3k, 4.56M. */
export function numberText(value: number): string {
  if (!Number.isFinite(value)) return '--';
  for (const [size, name] of UNITS) {
    if (Math.abs(value) >= size) return short(value / (name === 'k' ? 1000 : size)) + name;
  }
  return short(value);
}

function short(value: number): string {
  if (Math.abs(value) >= 1000) return Math.round(value).toLocaleString('en-US');
  return String(Number(value.toPrecision(3)));
}

/** As CloudWatch shows it with `singleValueFullPrecision`. */
export function fullNumberText(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 10 });
}

/** `2026-11-28 22:05`, in UTC. */
export function timeText(time: number): string {
  return new Date(time).toISOString().slice(0, 16).replace('T', ' ');
}
