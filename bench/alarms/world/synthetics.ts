import type { Source } from '../evaluation/source';
import type { Dice } from './dice';
import { natsOfChance } from './evidence';
import { type Happening, heightAt } from './happening';
import { MinuteMetric, publishedAfter } from './minute-metric';

/** The names of the journeys' canaries. */
export const JOURNEYS = ['buy', 'search'] as const;
const INTERVAL = 5;
const DELAY = 1;
/** Runs that fail, or end without a result, by chance. */
const FLAKY = 0.006;
const LOST = 0.0005;
const USUAL_MS = 20_000;

/** The runs of two journeys, each with a minute of its own. */
export class Synthetics {
  readonly metrics = new Map<string, Source>();

  constructor(dice: Dice, happening: Happening) {
    const published = publishedAfter(happening.minutes, () => DELAY);
    JOURNEYS.forEach((name, journey) => {
      const [success, runs, duration] = [0, 1, 2].map(() => new Float64Array(happening.minutes));
      for (let minute = 1 + 2 * journey; minute < happening.minutes; minute += INTERVAL) {
        const incident = happening.incidentAt(minute);
        const { failing, dead, longer = 1 } = incident?.effects ?? {};
        const height = incident ? heightAt(incident, minute) : 0;
        const isDead = (dead?.[journey] ?? false) || dice.chance(LOST);
        const share = Math.max(FLAKY, height * (failing?.[journey] ?? 0));
        const fails = dice.chance(share);
        if (incident) {
          const evidence = happening.evidenceOf(incident);
          const at = [minute, minute + 1 + DELAY] as const;
          if (dead?.[journey]) evidence.add('canary', ...at, natsOfChance(isDead, 0.999, LOST));
          else evidence.add('canary', ...at, natsOfChance(fails, share, FLAKY));
        }
        if (isDead) continue;
        runs[minute] = 1;
        success[minute] = fails ? 0 : 100;
        duration[minute] = dice.logNormal(USUAL_MS * (1 + (longer - 1) * height), 0.2);
      }
      const metric = (sums: Float64Array) => new MinuteMetric().add(sums, runs, published);
      this.metrics.set(`CloudWatchSynthetics SuccessPercent ${name}`, metric(success));
      this.metrics.set(`CloudWatchSynthetics Duration ${name}`, metric(duration));
    });
  }
}
