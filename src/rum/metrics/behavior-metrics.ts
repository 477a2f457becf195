import { TransactionOutcome } from '../../events';
import {
  FEATURE_EVENT,
  type FeatureDetails,
  type TransactionDetails,
  transactionEvent,
} from '../../formats/browser-events';
import type { Dimension } from './event-pattern';
import { MetricDefinition } from './metric-definition';

const TRANSACTION_METRICS: Record<TransactionOutcome, string> = {
  [TransactionOutcome.STARTED]: 'TransactionStarted',
  [TransactionOutcome.COMPLETED]: 'TransactionCompleted',
  [TransactionOutcome.ABANDONED]: 'TransactionAbandoned',
};

/** How many users started, completed or abandoned a transaction, as the browser client reports it. */
export function transactionMetric(transactionName: string, outcome: TransactionOutcome): MetricDefinition {
  const dimension = dimensionOf('transaction', 'Transaction', transactionName);
  return MetricDefinition._count(TRANSACTION_METRICS[outcome], transactionEvent(outcome), dimension);
}

/** One metric per outcome. */
export function transactionMetrics(transactionName: string): MetricDefinition[] {
  return Object.values(TransactionOutcome).map((outcome) => transactionMetric(transactionName, outcome));
}

/** How often users used a feature, as the browser client reports it. */
export function featureMetric(featureName: string): MetricDefinition {
  return MetricDefinition._count('FeatureUsed', FEATURE_EVENT, dimensionOf('feature', 'Feature', featureName));
}

function dimensionOf(detail: keyof TransactionDetails | keyof FeatureDetails, name: string, value: string): Dimension {
  return { field: `event_details.${detail}`, name, values: [value] };
}
