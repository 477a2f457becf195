import type { State } from './decide';

/** Of a composite alarm, in minutes. */
export interface Suppression {
  /** The name of an alarm. */
  readonly suppressor: string;
  readonly wait: number;
  readonly extension: number;
}

/**
 * Whether the actions of a composite alarm wait: for a suppressor that may still go on, for one that is on, or for the time
 * after it.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create_Composite_Alarm_Suppression.html
 */
export class Suppressed {
  private told?: State;
  private since = 0;
  private wasOn = false;
  private left?: number;

  constructor(private readonly suppression: Suppression) {}

  /** The alarm went from a state into another one. */
  changed(from: State, to: State, now: number): void {
    if (this.told === undefined) {
      this.told = from;
      this.since = now;
      this.wasOn = false;
      this.left = undefined;
    } else if (this.told === to) {
      this.told = undefined; // back where it was: nothing to tell
    }
  }

  /** Whether what waits is to be told now. */
  release(suppressorIsOn: boolean, now: number): boolean {
    if (this.told === undefined || this.waits(suppressorIsOn, now)) return false;
    this.told = undefined;
    return true;
  }

  private waits(suppressorIsOn: boolean, now: number): boolean {
    const { wait, extension } = this.suppression;
    if (suppressorIsOn) {
      this.wasOn = true;
      this.left = undefined;
      return true;
    }
    if (!this.wasOn) return now < this.since + wait;
    this.left ??= now;
    return now < this.left + extension;
  }
}
