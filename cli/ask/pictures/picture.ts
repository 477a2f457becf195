import type { Chart } from '../../page/charts';

export interface Picture {
  readonly chart: Chart;
  /** What it shows, below it. */
  readonly caption: string;
}

/** Of the page's column. */
export const WIDTH = 932;

/** More of one kind are not told apart any more: the table has them all. */
export function fewest<T>(all: readonly T[], limit: number, what: string): { shown: readonly T[]; note: string } {
  const rest = all.length - limit;
  if (rest <= 0) return { shown: all, note: '' };
  return { shown: all.slice(0, limit), note: ` The first ${limit} of ${all.length} ${what}: the table has all.` };
}

export const number = (value: unknown): number => (typeof value === 'number' ? value : 0);
export const optional = (value: unknown): number | null => (typeof value === 'number' ? value : null);
