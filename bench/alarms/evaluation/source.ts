/** What an alarm can read of a metric. Minutes are counted from the beginning of what is known. */
export interface Source {
  /**
   * A statistic of the minutes from `from` to before `to`, as far as they are published at the minute `now`; NaN where there
   * is no data point.
   */
  value(stat: string, from: number, to: number, now: number): number;

  /** Whether what lies before the minute `to` changes no more after the minute `now`. */
  settled(to: number, now: number): boolean;
}

/** A metric without any data. */
export const NOTHING: Source = { value: () => Number.NaN, settled: () => true };
