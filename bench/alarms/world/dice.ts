import { randomFrom } from '../../../cli/common/random';

/** Random numbers of the distributions that a year is made of, the same for the same seed. */
export class Dice {
  private readonly next: () => number;
  private spare = Number.NaN;

  constructor(seed: number) {
    this.next = randomFrom(seed);
  }

  /** From 0 to below 1. */
  uniform(from = 0, to = 1): number {
    return from + (to - from) * this.next();
  }

  chance(share: number): boolean {
    return this.next() < share;
  }

  pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.next() * items.length)];
  }

  normal(): number {
    if (!Number.isNaN(this.spare)) {
      const { spare } = this;
      this.spare = Number.NaN;
      return spare;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - this.next()));
    const angle = 2 * Math.PI * this.next();
    this.spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }

  /** Above `median` as often as below. */
  logNormal(median: number, sigma: number): number {
    return median * Math.exp(sigma * this.normal());
  }

  /** How many of something come that are `mean` on average; above 40 by its normal approximation. */
  poisson(mean: number): number {
    if (mean <= 0) return 0;
    if (mean > 40) return Math.max(0, Math.round(mean + Math.sqrt(mean) * this.normal()));
    const limit = Math.exp(-mean);
    let count = 0;
    for (let product = this.next(); product > limit; product *= this.next()) count++;
    return count;
  }

  /** As `poisson`, with a variance of `mean + dispersion * mean²`. */
  overdispersed(mean: number, dispersion: number): number {
    return this.poisson(mean * Math.max(0, 1 + Math.sqrt(dispersion) * this.normal()));
  }
}
