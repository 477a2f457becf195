import { round } from './made-up';
import type { Drawn } from './values';
import { present, type Values } from './values';

/** What made-up values should go with, so that a preview shows lines and thresholds together. */
export interface Fit {
  /** Per axis. */
  readonly thresholds: { readonly left: readonly number[]; readonly right: readonly number[] };
  /** Whether values below the threshold are the bad ones. */
  readonly badBelow?: boolean;
  readonly limits: { readonly left?: number; readonly right?: number };
}

/** Made-up lines, at a scale that goes with the thresholds and limits of their axis. */
export function fitted<T extends Drawn>(drawn: readonly T[], { thresholds, badBelow, limits }: Fit): T[] {
  // What is computed keeps to what it is computed of.
  if (drawn.some(({ line }) => line.metric === undefined)) return [...drawn];
  const factors = { left: factorOf('left'), right: factorOf('right') };
  return drawn.map((one) => {
    const factor = factors[one.line.axis];
    if (factor === 1) return one;
    const scaled = (values: Values) => values.map((value) => (value === undefined ? undefined : round(value * factor)));
    return { ...one, values: scaled(one.values), ...(one.upper ? { upper: scaled(one.upper) } : {}) };
  });

  function factorOf(axis: 'left' | 'right'): number {
    const values = drawn.filter(({ line }) => line.axis === axis).flatMap((one) => present(one.values));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    if (!(mean > 0)) return 1;
    const positive = thresholds[axis].filter((value) => value > 0);
    const limit = limits[axis];
    if (positive.length === 0) return limit !== undefined && limit > 0 && mean > limit ? (limit * 0.6) / mean : 1;
    const threshold = Math.min(...positive);
    const share = mean / threshold;
    if (badBelow) return share > 1.02 && share < 4 ? 1 : (threshold * 1.25) / mean;
    return share > 0.15 && share < 1.25 ? 1 : (threshold * 0.6) / mean;
  }
}
