import { randomFrom } from '../../../cli/common/random';

// Read once: what is global is slow to reach in jest.
const { PI, cos, exp, floor, log, max, min, round, sin, sqrt } = Math;

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
    return items[floor(this.next() * items.length)];
  }

  normal(): number {
    if (!Number.isNaN(this.spare)) {
      const { spare } = this;
      this.spare = Number.NaN;
      return spare;
    }
    const radius = sqrt(-2 * log(1 - this.next()));
    const angle = 2 * PI * this.next();
    this.spare = radius * sin(angle);
    return radius * cos(angle);
  }

  /** Above `median` as often as below. */
  logNormal(median: number, sigma: number): number {
    return median * exp(sigma * this.normal());
  }

  /** How many of something come that are `mean` on average; above 40 by its normal approximation. */
  poisson(mean: number): number {
    if (mean <= 0) return 0;
    if (mean > 40) return max(0, round(mean + sqrt(mean) * this.normal()));
    const limit = exp(-mean);
    let count = 0;
    for (let product = this.next(); product > limit; product *= this.next()) count++;
    return count;
  }

  /** How many of so many things happen that each do with that chance; by its normal approximation where they are many. */
  binomial(of: number, chance: number): number {
    if (of > 60) {
      const spread = sqrt(of * chance * (1 - chance));
      return min(of, max(0, round(of * chance + spread * this.normal())));
    }
    let count = 0;
    for (let each = 0; each < of; each++) if (this.next() < chance) count++;
    return count;
  }

  /** As `poisson`, with a variance of `mean + dispersion * mean²`. */
  overdispersed(mean: number, dispersion: number): number {
    return this.poisson(mean * max(0, 1 + sqrt(dispersion) * this.normal()));
  }
}
