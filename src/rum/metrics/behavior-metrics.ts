import { TransactionOutcome } from '../../events';
import { MetricDefinition } from './metric-definition';

const TRANSACTION_METRICS: Record<TransactionOutcome, string> = {
  [TransactionOutcome.STARTED]: 'TransactionStarted',
  [TransactionOutcome.COMPLETED]: 'TransactionCompleted',
  [TransactionOutcome.ABANDONED]: 'TransactionAbandoned',
};

/** How many users started, completed or abandoned a transaction, as the browser client reports it. */
export function transactionMetric(transactionName: string, outcome: TransactionOutcome): MetricDefinition {
  return MetricDefinition.custom(TRANSACTION_METRICS[outcome], {
    dimensions: { 'event_details.transaction': 'Transaction' },
    eventPattern: {
      event_type: [`user_telemetry.transaction_${outcome}`],
      event_details: { transaction: [transactionName] },
    },
  });
}

/** One metric per outcome. */
export function transactionMetrics(transactionName: string): MetricDefinition[] {
  return Object.values(TransactionOutcome).map((outcome) => transactionMetric(transactionName, outcome));
}

/** How often users used a feature, as the browser client reports it. */
export function featureMetric(featureName: string): MetricDefinition {
  return MetricDefinition.custom('FeatureUsed', {
    dimensions: { 'event_details.feature': 'Feature' },
    eventPattern: { event_type: ['user_telemetry.feature'], event_details: { feature: [featureName] } },
  });
}
