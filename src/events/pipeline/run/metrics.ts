import type { RejectionReason } from '../../../formats/events/batch';
import { NAMESPACE } from '../../../formats/namespaces';

/** What the ingest counts, each a metric with one dimension: few, because CloudWatch bills each by the month. */
export const ACCEPTED = 'EventsAccepted';
export const REJECTED = 'EventsRejected';
/** Batches that could not be stored, so that their senders send them again. */
export const REFUSED = 'EventBatchesRefused';
/** What browsers sent themselves: their silence is not made up for by backends. */
export const FROM_BROWSERS = 'BrowserEventsAccepted';

/** The dimension: the database of the pipeline. */
export const PIPELINE_DIMENSION = 'pipeline';

export interface Tally {
  accepted: number;
  fromBrowsers: number;
  readonly rejected: Map<RejectionReason, number>;
  refused: number;
}

/**
 * A line of the log from which CloudWatch makes metrics. Why events were rejected is in it, too, for queries of the log:
 * a metric for each reason would cost more than it tells.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function metricRecord(pipeline: string, time: number, { accepted, fromBrowsers, rejected, refused }: Tally) {
  return {
    _aws: {
      Timestamp: time,
      CloudWatchMetrics: [
        {
          Namespace: NAMESPACE,
          Dimensions: [[PIPELINE_DIMENSION]],
          Metrics: [ACCEPTED, REJECTED, REFUSED, FROM_BROWSERS].map((Name) => ({ Name, Unit: 'Count' })),
        },
      ],
    },
    [PIPELINE_DIMENSION]: pipeline,
    [ACCEPTED]: accepted,
    [REJECTED]: [...rejected.values()].reduce((sum, count) => sum + count, 0),
    [REFUSED]: refused,
    [FROM_BROWSERS]: fromBrowsers,
    ...(rejected.size > 0 && { reasons: Object.fromEntries(rejected) }),
  };
}
