import type { ICanaryMetrics } from './canary-metrics';
import type { SchedulePlan } from './schedule-plan';
import type { TrafficReconciler } from './traffic-reconciler';
import type { WeekHours } from './week-hours';

/** The canaries that do the same at one rate. */
export interface CanaryRate {
  readonly plan: SchedulePlan;
  readonly members: { readonly canary: ICanaryMetrics; readonly hours?: WeekHours }[];
  /** What starts and stops them, at times that nobody knows before. */
  readonly traffic?: TrafficReconciler;
}
