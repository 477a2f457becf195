/** What other rooms may know of canaries beyond the public API: values, made by the canary itself. */
import type { Construct } from 'constructs';
import type { CanaryFailure, CanaryRate, ICanaryMetrics, IScheduledCanary, Watched } from './canary/canary-metrics';
import type { TimeWindow, WindowClock } from './schedule/time-window';
import type { WeekHours } from './schedule/week-hours';

export type { CanaryFailure, CanaryRate, Watched, WeekHours };

/** What is to be watched of a canary that runs on a schedule; of one that is defined elsewhere, what its interface tells. */
export function watched(canary: IScheduledCanary): Watched {
  return (
    canary._watched ?? {
      steps: [...canary.stepNames],
      rates: canary.schedule._plans(canary).map((plan) => ({ plan, members: [{ canary }] })),
      regions: [],
    }
  );
}

/** The canaries that a dashboard shows as one, with the rate that each runs at; no rate where it is the only one. */
export function members(canary: ICanaryMetrics): { readonly canary: ICanaryMetrics; readonly rate: string }[] {
  const found = (canary._watched?.rates ?? []).flatMap(({ plan, members }) =>
    members.map((member, index) => ({
      canary: member.canary,
      rate: [plan.label, index ? `${index + 1}` : ''].join(' ').trim(),
    })),
  );
  return found.length > 1 ? found : [{ canary, rate: '' }];
}

/** The names of the steps, in their order; none if they are unknown, as of an imported canary. */
export function stepsOf(canary: ICanaryMetrics): string[] {
  return canary._watched?.steps ?? [];
}

/** When a window begins, by the clocks of its place, and how long it lasts. */
export function clockOf(window: TimeWindow, scope: Construct): WindowClock {
  return window._clock(scope);
}
