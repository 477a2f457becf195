import type { Duration } from 'aws-cdk-lib';

/**
 * A pair of windows over which a burn rate is judged: how many times faster than the goal allows the error budget is spent.
 *
 * An alarm goes off where it is too high in both: the long one says that it matters, the short one that it goes on.
 */
export interface BurnRateWindow {
  /**
   * The long window: whole minutes, at most 7 days, which is as far as an alarm looks back.
   */
  readonly duration: Duration;

  /**
   * The short window: whole minutes, shorter than the long one.
   *
   * @default - a twelfth of the long one, in whole minutes
   */
  readonly shortDuration?: Duration;

  /**
   * The share of the error budget of the whole interval that has to be spent in the long window: above 0 and at most 1.
   *
   * The burn rate has to be above `budget` times the interval by the window: 0.02 in 1 hour of 30 days is 14.4.
   *
   * @default - 0.02, 0.05 or 0.1, whichever is right for a window up to 1 hour, up to 6 hours, or longer; more where that
   * would be slower than the goal allows; less where the goal is so low that not even a total outage would spend it
   */
  readonly budget?: number;
}
