import type { Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { IConstruct } from 'constructs';

/**
 * Collectors that count what they fail to do, such as those of an `AdotSidecar` whose configuration has
 * `selfTelemetry`.
 */
export interface ICollector extends IConstruct {
  /**
   * The service that the collectors belong to.
   */
  readonly serviceName: string;

  /**
   * What collectors could not send: spans, data points and log records, each time that they tried.
   */
  metricCollectorFailedExports(options?: MetricOptions): Metric;

  /**
   * What collectors refused to take.
   */
  metricCollectorRefusedTelemetry(options?: MetricOptions): Metric;

  /**
   * How many collectors started.
   */
  metricCollectorStarts(options?: MetricOptions): Metric;

  /**
   * For how many seconds collectors ran, together.
   */
  metricCollectorUptime(options?: MetricOptions): Metric;

  /**
   * What SDKs counted past their limit of attribute sets, in no other metric.
   */
  metricTelemetryOverflow(options?: MetricOptions): Metric;
}
