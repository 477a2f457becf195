import { TransactionOutcome } from '../../events';
import {
  FEATURE_EVENT,
  type FeatureDetails,
  type TransactionDetails,
  transactionEvent,
} from '../../formats/browser-events';
import { ENGAGEMENT_EVENT, type EngagementDetails } from '../../formats/interactions';
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

/** Clicks in vain of page views, and those page views: what is seen may be a sample of all. */
export const FRUSTRATED_CLICKS = ofPageViews('FrustratedClickCount', 'frustrated');
export const OBSERVED_PAGE_VIEWS = ofPageViews('ObservedPageViewCount', 'views');

function ofPageViews(metricName: string, detail: keyof EngagementDetails): MetricDefinition {
  return MetricDefinition._sum(metricName, ENGAGEMENT_EVENT, `event_details.${detail}`);
}

function dimensionOf(detail: keyof TransactionDetails | keyof FeatureDetails, name: string, value: string): Dimension {
  return { field: `event_details.${detail}`, name, values: [value] };
}
