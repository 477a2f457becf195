import type { Evidence } from './evidence';
import type { Incident } from './incidents';

/** When incidents are, and where what they leave behind is collected. */
export interface Happening {
  readonly minutes: number;
  readonly incidentAt: (minute: number) => Incident | undefined;
  readonly evidenceOf: (incident: Incident) => Evidence;
}

/** How much of its height an incident has reached, from 0 to 1. */
export function heightAt({ start, ramp }: Incident, minute: number): number {
  return Math.min(1, (minute - start + 1) / (ramp + 1));
}
