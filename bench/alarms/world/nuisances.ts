import type { Dice } from './dice';

/** What looks like an incident and is none that anybody should be called for. */
export interface Nuisances {
  /** Errors per page view for a few minutes: a deployment, a backend that restarts, a third party that stumbles. */
  readonly jsErrors: Float64Array;
  readonly serverErrors: Float64Array;
}

/** How often such a blip begins in a minute, and how long the longest is. */
export const BLIPS = { likely: 3 / (7 * 1440), lasts: 5 };
/** One session of so many is of a client whose script throws again and again, for so many minutes at most. */
export const LOOPS = { ofSessions: 1000, least: 10, most: 60, minutes: 10 };

export function nuisancesOf(dice: Dice, minutes: number): Nuisances {
  const jsErrors = new Float64Array(minutes);
  const serverErrors = new Float64Array(minutes);
  for (let minute = 0; minute < minutes; minute++) {
    if (!dice.chance(BLIPS.likely)) continue;
    const height = dice.uniform(0.03, 0.25);
    const lasts = 1 + Math.floor(dice.uniform(0, 4));
    const into = dice.chance(2 / 3) ? serverErrors : jsErrors;
    into.fill(height, minute, minute + lasts);
  }
  return { jsErrors, serverErrors };
}
