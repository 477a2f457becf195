import type { SchedulePlan } from '../schedule/schedule-plan';
import type { WeekHours } from '../schedule/week-hours';
import type { TrafficReconciler } from '../traffic/traffic-reconciler';
import type { ICanaryMetrics } from './canary-metrics';

/** The canaries that do the same at one rate. */
export interface CanaryRate {
  readonly plan: SchedulePlan;
  readonly members: { readonly canary: ICanaryMetrics; readonly hours?: WeekHours }[];
  /** What starts and stops them, at times that nobody knows before. */
  readonly traffic?: TrafficReconciler;
}
