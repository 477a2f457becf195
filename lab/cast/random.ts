import { randomFrom } from '../../cli/common/random';

/** Numbers that look random and are the same in every run: a demo that goes differently each time explains nothing. */
export class Random {
  /** A number from 0 to below 1. */
  readonly next: () => number;

  constructor(seed: number) {
    this.next = randomFrom(seed);
  }

  between(low: number, high: number): number {
    return low + this.next() * (high - low);
  }

  pick<T>(values: readonly T[]): T {
    return values[Math.floor(this.next() * values.length)];
  }
}
