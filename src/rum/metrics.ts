import { Stats, Unit } from 'aws-cdk-lib/aws-cloudwatch';
import { TransactionOutcome } from '../events';

/** How a metric is to be read. */
export interface MetricReading {
  readonly statistic: string;
  readonly unit: Unit;
}

const COUNT = { statistic: Stats.SUM, unit: Unit.COUNT };
/** Published per session or page view: a sum would only restate the traffic. */
const RATIO = { statistic: Stats.AVERAGE, unit: Unit.COUNT };
const P75_MILLISECONDS = { statistic: Stats.percentile(75), unit: Unit.MILLISECONDS };

/** Web metrics as documented: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-RUM-metrics.html */
const READINGS: Record<string, MetricReading> = {
  Http4xxCount: COUNT,
  Http4xxCountPerPageView: RATIO,
  Http4xxCountPerSession: RATIO,
  Http5xxCount: COUNT,
  Http5xxCountPerPageView: RATIO,
  Http5xxCountPerSession: RATIO,
  HttpStatusCodeCount: COUNT,
  JsErrorCount: COUNT,
  JsErrorCountPerPageView: RATIO,
  JsErrorCountPerSession: RATIO,
  NavigationFrustratedTransaction: COUNT,
  NavigationSatisfiedTransaction: COUNT,
  NavigationToleratedTransaction: COUNT,
  PageViewCount: COUNT,
  PageViewCountPerSession: RATIO,
  PerformanceNavigationDuration: P75_MILLISECONDS,
  PerformanceResourceDuration: P75_MILLISECONDS,
  RumEventPayloadSize: { statistic: Stats.SUM, unit: Unit.BYTES },
  SessionCount: COUNT,
  SessionDuration: { statistic: Stats.percentile(50), unit: Unit.MILLISECONDS },
  TimeOnPage: { statistic: Stats.percentile(50), unit: Unit.MILLISECONDS },
  WebVitalsCumulativeLayoutShift: { statistic: Stats.percentile(75), unit: Unit.NONE },
  WebVitalsFirstInputDelay: P75_MILLISECONDS,
  WebVitalsInteractionToNextPaint: P75_MILLISECONDS,
  WebVitalsLargestContentfulPaint: P75_MILLISECONDS,
};

/** The right statistic and unit of a documented web metric; undefined for any other name. */
export function readingOf(metricName: string): MetricReading | undefined {
  return Object.hasOwn(READINGS, metricName) ? READINGS[metricName] : undefined;
}

/** The custom namespace as the app monitor is told; the service puts `RUM/CustomMetrics/` before it. */
const CUSTOM_NAMESPACE = 'UserTelemetry';

/** Where CloudWatch shows the transactions of browsers. */
export const TRANSACTION_NAMESPACE = `RUM/CustomMetrics/${CUSTOM_NAMESPACE}`;

/** The dimension that holds the transaction's name. */
export const TRANSACTION_DIMENSION = 'Transaction';

const TRANSACTION_METRICS: Record<TransactionOutcome, string> = {
  [TransactionOutcome.STARTED]: 'TransactionStarted',
  [TransactionOutcome.COMPLETED]: 'TransactionCompleted',
  [TransactionOutcome.ABANDONED]: 'TransactionAbandoned',
};

export function transactionMetricName(outcome: TransactionOutcome): string {
  return TRANSACTION_METRICS[outcome];
}

/** One definition per outcome. A dimension must appear in the event pattern, or the service refuses them all. */
export function transactionMetricDefinitions(transactionName: string) {
  return Object.values(TransactionOutcome).map((outcome) => ({
    namespace: CUSTOM_NAMESPACE,
    name: transactionMetricName(outcome),
    unitLabel: Unit.COUNT,
    dimensionKeys: { 'event_details.transaction': TRANSACTION_DIMENSION },
    eventPattern: JSON.stringify({
      event_type: [`user_telemetry.transaction_${outcome}`],
      event_details: { transaction: [transactionName] },
    }),
  }));
}
