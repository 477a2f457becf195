import type { Metric, MetricOptions, Unit } from 'aws-cdk-lib/aws-cloudwatch';
import type { IConstruct } from 'constructs';
import type { TransactionOutcome } from '../events';

/**
 * A service that reports requests and transactions, such as `AdotSidecar` and `LambdaInstrumentation`.
 */
export interface IBackend extends IConstruct {
  /**
   * The unit of `metricRequestDuration()`: containers report seconds, functions milliseconds.
   */
  readonly requestDurationUnit: Unit;

  /**
   * How often the application's services reported an outcome of a transaction.
   */
  metricTransactions(transactionName: string, outcome: TransactionOutcome, options?: MetricOptions): Metric;

  /**
   * How long the service took to answer requests.
   */
  metricRequestDuration(options?: MetricOptions): Metric;
}
