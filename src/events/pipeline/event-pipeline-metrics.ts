import { Duration } from 'aws-cdk-lib';
import { Metric, type MetricOptions, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { NAMESPACE } from '../../formats/namespaces';
import { PIPELINE_DIMENSION } from './run/metrics';

/** A metric that the ingest writes: the sum per period, in the account and Region of the pipeline. */
export function ingestMetric(
  scope: Construct,
  databaseName: string,
  metricName: string,
  options?: MetricOptions,
): Metric {
  return new Metric({
    namespace: NAMESPACE,
    metricName,
    dimensionsMap: { [PIPELINE_DIMENSION]: databaseName },
    statistic: Stats.SUM,
    period: Duration.minutes(5),
    ...options,
  }).attachTo(scope);
}

/**
 * A metric of a Firehose stream.
 *
 * @see https://docs.aws.amazon.com/firehose/latest/dev/cloudwatch-metrics.html
 */
export function deliveryMetric(
  scope: Construct,
  streamName: string,
  metricName: string,
  options?: MetricOptions,
): Metric {
  return new Metric({
    namespace: 'AWS/Firehose',
    metricName,
    dimensionsMap: { DeliveryStreamName: streamName },
    period: Duration.minutes(5),
    ...options,
  }).attachTo(scope);
}
