import type { Source } from '../evaluation/source';

// Read once: what is global is slow to reach in jest.
const { max, min } = Math;
const { NaN: NONE, isNaN: isNone } = Number;

/** When what happened in a minute is published: so many minutes are, at each minute. */
export type Published = Int32Array;

/** A metric with one sum and one number of values each minute, of which a part is published late. */
export class MinuteMetric implements Source {
  private readonly prefixes: { readonly sums: Float64Array; readonly counts: Float64Array; published: Published }[] =
    [];

  /** Minutes without values have none. */
  add(sums: ArrayLike<number>, counts: ArrayLike<number>, published: Published): this {
    this.prefixes.push({ sums: prefix(sums), counts: prefix(counts), published });
    return this;
  }

  value(stat: string, from: number, to: number, now: number): number {
    let sum = 0;
    let count = 0;
    for (let index = 0; index < this.prefixes.length; index++) {
      const { sums, counts, published } = this.prefixes[index];
      const end = min(to, published[now]);
      const start = max(0, from);
      if (end <= start) continue;
      sum += sums[end] - sums[start];
      count += counts[end] - counts[start];
    }
    if (count === 0) return NONE;
    if (stat === 'Sum') return sum;
    if (stat === 'SampleCount') return count;
    if (stat === 'Average') return sum / count;
    throw new Error(`the statistic ${stat} is not known here`);
  }

  settled(to: number, now: number): boolean {
    for (let index = 0; index < this.prefixes.length; index++) {
      if (this.prefixes[index].published[now] < to) return false;
    }
    return true;
  }
}

/** The largest value of each minute, for `Maximum`. */
export class MaximumMetric implements Source {
  constructor(
    private readonly values: ArrayLike<number>,
    private readonly published: Published,
  ) {}

  value(stat: string, from: number, to: number, now: number): number {
    if (stat !== 'Maximum') throw new Error(`the statistic ${stat} is not known here`);
    let most = NONE;
    for (let minute = max(0, from); minute < min(to, this.published[now]); minute++) {
      const value = this.values[minute];
      if (!isNone(value) && !(value <= most)) most = value;
    }
    return most;
  }

  settled(to: number, now: number): boolean {
    return this.published[now] >= to;
  }
}

export function prefix(values: ArrayLike<number>): Float64Array {
  const sums = new Float64Array(values.length + 1);
  for (let at = 0; at < values.length; at++) sums[at + 1] = sums[at] + values[at];
  return sums;
}

/** What is published so many minutes after it happened, in the order in which it happened. */
export function publishedAfter(minutes: number, delayAt: (minute: number) => number): Published {
  const published = new Int32Array(minutes + 1);
  let seen = 0;
  for (let now = 1; now <= minutes; now++) {
    while (seen < now && seen + 1 + delayAt(seen) <= now) seen++;
    published[now] = seen;
  }
  return published;
}
