import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { TransactionOutcome } from '../../events';
import { APPLICATION_DIMENSION } from '../../formats/namespaces';
import type { IAppMonitor } from '../../rum';
import { MAX_METRICS } from './limits';

/**
 * What counts an outcome of a transaction in some web apps, to be added up.
 *
 * The documentation states the dimension `application_name` for the namespace `AWS/RUM` only. Custom metrics may do
 * without; then those of all app monitors of the account and Region are one and the same metric, which is read, too.
 * Whichever does not exist adds nothing. For five web apps there is no room for it in an alarm.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-RUM-metrics.html
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-RUM-custom-and-extended-metrics.html
 */
export function transactionCounts(name: string, outcome: TransactionOutcome, appMonitors: IAppMonitor[]): Metric[] {
  const own = appMonitors.map((monitor) => monitor.metricTransaction(name, outcome));
  return own.length > 0 && 2 * (own.length + 1) <= MAX_METRICS ? [...own, withoutApplication(own[0])] : own;
}

/** What a custom metric of RUM is if it does without that dimension. */
export function withoutApplication({ namespace, metricName, statistic, dimensions }: Metric): Metric {
  const { [APPLICATION_DIMENSION]: _, ...dimensionsMap } = dimensions ?? {};
  return new Metric({ namespace, metricName, statistic, dimensionsMap });
}
