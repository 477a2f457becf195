import { NAMESPACE } from '../../../formats/namespaces';
import type { Tick } from './traffic-reconciliation';

export { NAMESPACE };

export const RECONCILER_ERRORS = 'ReconcilerErrors';
export const RECONCILER_STARTS = 'ReconcilerStarts';
export const RECONCILER_STOPS = 'ReconcilerStops';
export const CANARY_WATCHING = 'CanaryWatching';

/**
 * A tick in CloudWatch's embedded metric format: a line of the log that becomes metrics.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function tickRecord(canary: string, now: number, tick: Tick): object {
  const { action, state, errors } = tick;
  const watching = action === 'start' || (action === 'none' && (state === 'RUNNING' || state === 'STARTING'));
  const metrics = {
    [RECONCILER_ERRORS]: errors.length > 0 ? 1 : 0,
    [RECONCILER_STARTS]: action === 'start' ? 1 : 0,
    [RECONCILER_STOPS]: action === 'stop' ? 1 : 0,
    // Where the state could not be read, nothing is said about it.
    ...(state === undefined ? {} : { [CANARY_WATCHING]: watching ? 1 : 0 }),
  };
  return {
    _aws: {
      Timestamp: now,
      CloudWatchMetrics: [
        {
          Namespace: NAMESPACE,
          Dimensions: [['canary']],
          Metrics: Object.keys(metrics).map((Name) => ({ Name, Unit: Name === CANARY_WATCHING ? 'None' : 'Count' })),
        },
      ],
    },
    canary,
    ...metrics,
    ...tick,
  };
}
