import type { MetricRead } from '../evaluation/alarm-spec';
import { NOTHING, type Source } from '../evaluation/source';
import { Backends } from './backends';
import { Dice } from './dice';
import { Evidence } from './evidence';
import { type Incident, incidentsOf } from './incidents';
import { publishedAfter } from './minute-metric';
import { BLIPS, LOOPS, nuisancesOf } from './nuisances';
import { Shoppers } from './shoppers';
import { Synthetics } from './synthetics';
import { trafficOf } from './traffic';

export interface WorldProps {
  readonly seed: number;
  readonly sessionsPerDay: number;
  readonly days: number;
  readonly incidentsOfEachKind: number;
}

/** Before the year begins, so that anomaly detection has something to learn from. */
export const LEARNED_DAYS = 21;
/** Minutes until a metric is published; a part of what RUM counts comes later. */
const RUM_DELAY = 2;
const LATE = { share: 0.06, delay: 12 };

/** All metrics of a site in a year, and what happened in it. */
export class World {
  readonly minutes: number;
  readonly from = LEARNED_DAYS * 1440;
  readonly incidents: readonly Incident[];
  private readonly evidence: ReadonlyMap<Incident, Evidence>;
  private readonly metrics = new Map<string, Source>();

  constructor({ seed, sessionsPerDay, days, incidentsOfEachKind }: WorldProps) {
    // Each part has dice of its own, so that a change of one leaves the others as they are.
    const dice = (part: number) => new Dice(seed * 1000 + part);
    this.minutes = this.from + days * 1440;
    this.incidents = incidentsOf(dice(1), this.from, this.minutes, incidentsOfEachKind);
    const traffic = trafficOf(dice(2), this.minutes, sessionsPerDay);
    this.evidence = new Map(
      this.incidents.map((incident) => {
        const loops = (traffic.people[incident.start] ?? 0) / LOOPS.ofSessions;
        const looks = 4 * traffic.people[incident.start] * incident.hurt * LOOPS.minutes;
        const otherwise = looks < LOOPS.most ? { likely: loops, lasts: LOOPS.minutes } : BLIPS;
        return [incident, new Evidence(incident.start, { errors: otherwise })];
      }),
    );
    const active = new Array<Incident | undefined>(this.minutes);
    for (const incident of this.incidents) active.fill(incident, incident.start, incident.end);
    const delayOf = (minute: number) => active[minute]?.effects.delay ?? 0;
    const happening = {
      minutes: this.minutes,
      incidentAt: (minute: number) => active[minute],
      evidenceOf: (incident: Incident) => this.evidence.get(incident) as Evidence,
    };
    const rum = {
      ...LATE,
      onTime: publishedAfter(this.minutes, (minute) => RUM_DELAY + delayOf(minute)),
      late: publishedAfter(this.minutes, (minute) => LATE.delay + delayOf(minute)),
      delay: RUM_DELAY,
    };
    const parts = [
      new Shoppers(dice(3), happening, traffic, nuisancesOf(dice(4), this.minutes), rum),
      new Synthetics(dice(5), happening),
      new Backends(dice(6), happening, traffic),
    ];
    for (const { metrics } of parts) for (const [name, source] of metrics) this.metrics.set(name, source);
  }

  /** When the one who knows all is sure of an incident. */
  detectable(incident: Incident): number | undefined {
    return this.evidence.get(incident)?.detectable();
  }

  /** The dimension of custom metrics that are not documented to have one by application stays without data. */
  readonly sourceOf = ({ namespace, name, dimensions }: MetricRead): Source => {
    if ('Transaction' in dimensions && !('application_name' in dimensions)) return NOTHING;
    const journey = dimensions.CanaryName;
    const found = this.metrics.get(journey ? `${namespace} ${name} ${journey}` : `${namespace} ${name}`);
    if (!found) throw new Error(`the simulated site has no metric ${namespace} ${name} ${journey ?? ''}`);
    return found;
  };
}
