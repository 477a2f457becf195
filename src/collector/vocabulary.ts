import { Metric, type MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { IConstruct } from 'constructs';
import { NAMESPACE } from '../formats/namespaces';

/** The OpenTelemetry counter of transactions, with the attributes `transaction` and `outcome`. */
export const TRANSACTION_COUNTER = 'user.transactions';

/** The same counter of synthetic users: those data points of it that carry OpenTelemetry's attribute of what a test did. */
export const SYNTHETIC_COUNTER = 'user.transactions.synthetic';

/** OpenTelemetry's histogram of the time that HTTP servers take, in seconds. */
export const REQUEST_DURATION = 'http.server.request.duration';

/** What SDKs counted past their limit of attribute sets, and report without the attributes that are dimensions. */
export const OVERFLOW = 'telemetry.overflow';

/** What a collector could not send, and dropped: spans, data points and log records. */
export const COLLECTOR_FAILED = 'collector.exports.failed';

/** What a collector refused to take, mostly because its memory was full. */
export const COLLECTOR_REFUSED = 'collector.telemetry.refused';

/** One sample for each process of a collector, when it has run for a minute. */
export const COLLECTOR_STARTS = 'collector.starts';

/** The seconds that collectors ran. */
export const COLLECTOR_UPTIME = 'collector.uptime';

/** One of the metrics above. */
export function metricOf(
  scope: IConstruct,
  metricName: string,
  dimensionsMap: { readonly [dimension: string]: string },
  statistic: string,
  options?: MetricOptions,
): Metric {
  return new Metric({ namespace: NAMESPACE, metricName, dimensionsMap, statistic, ...options }).attachTo(scope);
}
