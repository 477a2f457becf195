import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { APPLICATION_DIMENSION } from '../../formats/namespaces';

/**
 * Custom metrics of app monitors by both readings of what is documented, to be added up; by one where both would be more
 * metrics than there is room for.
 *
 * The documentation states the dimension `application_name` for the namespace `AWS/RUM` only. Custom metrics may do
 * without; then those of all app monitors of an account and Region are one and the same metric, which is read, too.
 * Whichever does not exist adds nothing.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-RUM-metrics.html
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-RUM-custom-and-extended-metrics.html
 */
export function bothReadings(own: Metric[], most: number): Metric[] {
  const shared = own
    .map(withoutApplication)
    .map((metric) => [JSON.stringify(metric.toMetricConfig()), metric] as const);
  const both = [...own, ...new Map(shared).values()];
  return both.length <= most ? both : own;
}

/** What a custom metric of RUM is if it does without that dimension. */
function withoutApplication(metric: Metric): Metric {
  const { [APPLICATION_DIMENSION]: _, ...dimensionsMap } = metric.dimensions ?? {};
  return metric.with({ dimensionsMap });
}
