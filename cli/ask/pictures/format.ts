import type { Cell } from './answer';

/** Values as people read them, by the column that they are of: the same in pictures and in tables. */
export function shown(column: string, value: Cell): string {
  if (value === null) return '–';
  if (typeof value !== 'number') return String(value);
  if (column === 'change') return `${value > 0 ? '+' : ''}${percent(value)}`;
  if (/(^|_)share(_|$)|^stickiness$/.test(column)) return percent(value);
  if (column.endsWith('_ms')) return duration(value);
  if (column.endsWith('_time')) return new Date(value).toISOString();
  return count(value);
}

export function count(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 4 });
}

/** Never 0 nor 100 of what is only nearly so. */
export function percent(value: number): string {
  if (value > 0 && value < 0.0005) return '< 0.1 %';
  if (value < 1 && value >= 0.9995) return '> 99.9 %';
  return `${(100 * value).toLocaleString('en-US', { minimumFractionDigits: 1, maximumFractionDigits: 1 })} %`;
}

const UNITS = [
  { name: 'd', ms: 86_400_000 },
  { name: 'h', ms: 3_600_000 },
  { name: 'min', ms: 60_000 },
] as const;

/** Two units at most, such as `2 min 5 s`. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const whole = Math.round(ms / 1000) * 1000;
  const index = UNITS.findIndex((unit) => whole >= unit.ms);
  const smaller = UNITS[index + 1] ?? { name: 's', ms: 1000 };
  const all = Math.round(whole / smaller.ms);
  const per = UNITS[index].ms / smaller.ms;
  const rest = all % per;
  return `${Math.floor(all / per)} ${UNITS[index].name}${rest > 0 ? ` ${rest} ${smaller.name}` : ''}`;
}

/** On one line. */
export function label(text: Cell): string {
  return String(text ?? '–').replace(/\s+/gu, ' ');
}
