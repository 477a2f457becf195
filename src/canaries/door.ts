/** What other rooms may know of canaries beyond the public API: values, made by the canary itself. */
import type { Construct } from 'constructs';
import type { CanaryFailure, ICanaryMetrics, IScheduledCanary } from './canary/canary-metrics';
import type { CanaryRate } from './canary/canary-rate';
import type { TimeWindow } from './schedule/time-window';

export type { CanaryFailure, CanaryRate };

/** What is to be watched of a canary. */
export interface Watched {
  /** The names of its steps, in their order; none if they are unknown, as of an imported canary. */
  readonly steps: string[];
  /** The rates at which it runs, at least one. */
  readonly rates: CanaryRate[];
  /** Its own Region and those of its replicas; none if it has no replicas. */
  readonly regions: string[];
  /** What it means that it fails; undefined: what it means for a journey. */
  readonly failure?: CanaryFailure;
}

/** What is to be watched of a canary that runs on a schedule. */
export function watched(canary: IScheduledCanary): Watched {
  return {
    steps: canary._steps ?? [],
    rates: canary._rates ?? canary.schedule._plan(canary).plans.map((plan) => ({ plan, members: [{ canary }] })),
    regions: canary._regions ?? [],
    failure: canary._failure,
  };
}

/** The canaries that a dashboard shows as one, with the rate that each runs at; no rate where it is the only one. */
export function members(canary: ICanaryMetrics): { readonly canary: ICanaryMetrics; readonly rate: string }[] {
  const found = canary._rates?.flatMap(({ plan, members }) =>
    members.map((member, index) => ({
      canary: member.canary,
      rate: [plan.label, index ? `${index + 1}` : ''].join(' ').trim(),
    })),
  );
  return found ?? [{ canary, rate: '' }];
}

/** The names of the steps, in their order; none if they are unknown. */
export function stepsOf(canary: ICanaryMetrics): string[] {
  return canary._steps ?? [];
}

/** When a window begins, by the clocks of its place, and how long it lasts. */
export function clockOf(window: TimeWindow, scope: Construct) {
  return window._clock(scope);
}
