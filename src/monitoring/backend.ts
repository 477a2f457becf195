import type { Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { IConstruct } from 'constructs';
import type { TransactionOutcome } from '../events';

/**
 * A service that reports requests and transactions, such as `AdotSidecar` and `LambdaInstrumentation`.
 */
export interface IBackend extends IConstruct {
  /**
   * How often the application's services reported an outcome of a transaction.
   */
  metricTransactions(transactionName: string, outcome: TransactionOutcome, options?: MetricOptions): Metric;

  /**
   * How long the service took to answer requests.
   */
  metricRequestDuration(options?: MetricOptions): Metric;
}
