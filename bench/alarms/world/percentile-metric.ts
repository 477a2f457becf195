import type { Source } from '../evaluation/source';
import { type Published, prefix } from './minute-metric';

// Read once: what is global is slow to reach in jest.
const { exp, log, max, min, sqrt } = Math;
const { NaN: NONE } = Number;

/** Times whose logarithms are normal: the usual ones, and those of page views that are slowed. */
export interface Spread {
  readonly median: number;
  readonly sigma: number;
}

/**
 * The 75th percentile of values that are log-normal, of which some are so many times as large. What chance does to it is the
 * standard error of a quantile; windows that overlap share it as far as they overlap.
 */
export class PercentileMetric implements Source {
  private readonly counts: Float64Array;
  private readonly slow: Float64Array;
  private readonly slower: Float64Array;
  private readonly noise: Float64Array;

  constructor(
    private readonly spread: Spread,
    minutes: { readonly counts: Float64Array; readonly slow: Float64Array; readonly slower: Float64Array },
    normal: () => number,
    private readonly published: Published,
  ) {
    this.counts = prefix(minutes.counts);
    this.slow = prefix(minutes.slow);
    this.slower = minutes.slower;
    this.noise = prefix(minutes.counts.map((count) => sqrt(count) * normal()));
  }

  value(stat: string, from: number, to: number, now: number): number {
    const start = max(0, from);
    const end = min(to, this.published[now]);
    if (end <= start) return NONE;
    const count = this.counts[end] - this.counts[start];
    if (count === 0) return NONE;
    if (stat === 'SampleCount') return count;
    if (stat !== 'p75') throw new Error(`the statistic ${stat} is not known here`);
    const { median, sigma } = this.spread;
    const share = (this.slow[end] - this.slow[start]) / count;
    const shift = share > 0 ? quantile(share, log(this.slower[end - 1] || this.slower[start]) / sigma) : Z75;
    const error = (ERROR * (this.noise[end] - this.noise[start])) / count;
    return median * exp(sigma * (shift + error));
  }

  settled(to: number, now: number): boolean {
    return this.published[now] >= to;
  }
}

const Z75 = 0.6745;
/** Of the 75th percentile of a normal distribution, in its standard deviations, times the root of the number. */
const ERROR = sqrt(0.75 * 0.25) / 0.3178;

/** The 75th percentile of a mixture: some values lie so many standard deviations higher. */
function quantile(share: number, higher: number): number {
  if (!Number.isFinite(higher)) return Z75;
  let [low, high] = [Z75, Z75 + higher];
  for (let step = 0; step < 20; step++) {
    const middle = (low + high) / 2;
    if ((1 - share) * normalShare(middle) + share * normalShare(middle - higher) < 0.75) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The share of a normal distribution below a number of standard deviations; to three digits, which is what is needed. */
export function normalShare(z: number): number {
  return 1 / (1 + exp(-1.5976 * z - 0.07056 * z ** 3));
}
