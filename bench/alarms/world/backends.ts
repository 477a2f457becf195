import type { Source } from '../evaluation/source';
import type { Dice } from './dice';
import { natsOfCount } from './evidence';
import { type Happening, heightAt } from './happening';
import { MaximumMetric, MinuteMetric, publishedAfter } from './minute-metric';
import type { Traffic } from './traffic';

const DELAY = 2;
/** Exports that fail by chance: one of so many minutes. */
const FAILED = 1 / 5000;

/** The pipeline of events and the collectors of a service. */
export class Backends {
  readonly metrics = new Map<string, Source>();

  constructor(dice: Dice, happening: Happening, { people }: Traffic) {
    const { minutes } = happening;
    const published = publishedAfter(minutes, () => DELAY);
    const series = () => new Float64Array(minutes);
    const [accepted, rejected, refused, throttled] = [series(), series(), series(), series()];
    const [failedExports, refusedTelemetry, starts] = [series(), series(), series()];
    const freshness = new Float64Array(minutes).fill(Number.NaN);
    for (let minute = 0; minute < minutes; minute++) {
      const incident = happening.incidentAt(minute);
      const height = incident ? heightAt(incident, minute) : 0;
      const {
        unseen = 0,
        lost = 0,
        failedExports: failed = 0,
        refusedTelemetry: refusedMore = 0,
      } = incident?.effects ?? {};
      const events = dice.overdispersed(20 * people[minute] * (1 - height * (unseen + lost)), 0.02);
      rejected[minute] = dice.poisson(0.003 * events);
      accepted[minute] = events - rejected[minute];
      if (dice.chance(1 / 20_000)) refused[minute] = 1;
      if (dice.chance(1 / 40_000)) throttled[minute] = dice.poisson(3);
      if (events > 0) freshness[minute] = dice.uniform(200, 420);
      failedExports[minute] = dice.poisson(failed * height) + (dice.chance(FAILED) ? dice.poisson(5) : 0);
      refusedTelemetry[minute] = dice.poisson(refusedMore * height);
      if (dice.chance(1 / 1440)) starts[minute] = 1;
      if (incident && failed + refusedMore > 0) {
        const count = failedExports[minute] + refusedTelemetry[minute];
        const nats = natsOfCount(count, (failed + refusedMore) * height, 5 * FAILED, 0.5);
        happening.evidenceOf(incident).add('telemetry', minute, minute + 1 + DELAY, nats);
      }
    }
    const sparse = (sums: Float64Array) =>
      new MinuteMetric().add(
        sums,
        sums.map((sum) => Number(sum > 0)),
        published,
      );
    const named: Record<string, Source> = {
      'UserTelemetry EventsAccepted': sparse(accepted),
      'UserTelemetry BrowserEventsAccepted': sparse(accepted),
      'UserTelemetry EventsRejected': sparse(rejected),
      'UserTelemetry EventBatchesRefused': sparse(refused),
      'AWS/Lambda Errors': sparse(series()),
      'AWS/Lambda Throttles': sparse(throttled),
      'AWS/Firehose DeliveryToS3.DataFreshness': new MaximumMetric(freshness, published),
      'AWS/Firehose FailedConversion.Records': sparse(series()),
      'UserTelemetry collector.exports.failed': sparse(failedExports),
      'UserTelemetry collector.telemetry.refused': sparse(refusedTelemetry),
      'UserTelemetry collector.starts': sparse(starts),
      'UserTelemetry telemetry.overflow': sparse(series()),
    };
    for (const [name, source] of Object.entries(named)) this.metrics.set(name, source);
  }
}
