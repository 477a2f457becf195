import { Metric, type MetricOptions, Stats, Unit } from 'aws-cdk-lib/aws-cloudwatch';
import type { aws_rum } from 'aws-cdk-lib/interfaces';
import { APPLICATION_DIMENSION, RUM_NAMESPACE } from '../../formats/namespaces';

/** How a metric is to be read. */
export interface MetricReading {
  readonly statistic: string;
  readonly unit: Unit;
}

const COUNT = { statistic: Stats.SUM, unit: Unit.COUNT };
/** Published per session or page view: a sum would only restate the traffic. */
const RATIO = { statistic: Stats.AVERAGE, unit: Unit.COUNT };
const BYTES = { statistic: Stats.SUM, unit: Unit.BYTES };
const P50_MILLISECONDS = { statistic: Stats.percentile(50), unit: Unit.MILLISECONDS };
const P75_MILLISECONDS = { statistic: Stats.percentile(75), unit: Unit.MILLISECONDS };

/** As documented: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-RUM-metrics.html */
const READINGS: Record<string, MetricReading> = {
  ANRCount: COUNT,
  AppHangCount: COUNT,
  ColdAppLaunchFrustratedTransaction: COUNT,
  ColdAppLaunchSatisfiedTransaction: COUNT,
  ColdAppLaunchToleratedTransaction: COUNT,
  ColdLaunchTime: P75_MILLISECONDS,
  CrashCount: COUNT,
  DroppedEventsCount: COUNT,
  DroppedSpansCount: COUNT,
  Http4xxCount: COUNT,
  Http4xxCountPerPageView: RATIO,
  Http4xxCountPerSession: RATIO,
  Http5xxCount: COUNT,
  Http5xxCountPerPageView: RATIO,
  Http5xxCountPerSession: RATIO,
  HttpErrorCount: COUNT,
  HttpStatusCodeCount: COUNT,
  JsErrorCount: COUNT,
  JsErrorCountPerPageView: RATIO,
  JsErrorCountPerSession: RATIO,
  LogPayloadSize: BYTES,
  NavigationFrustratedTransaction: COUNT,
  NavigationSatisfiedTransaction: COUNT,
  NavigationToleratedTransaction: COUNT,
  NetworkLatency: P75_MILLISECONDS,
  PageViewCount: COUNT,
  PageViewCountPerSession: RATIO,
  PerformanceNavigationDuration: P75_MILLISECONDS,
  PerformanceResourceDuration: P75_MILLISECONDS,
  RumEventPayloadSize: BYTES,
  ScreenLoadCount: COUNT,
  ScreenLoadTime: P75_MILLISECONDS,
  ScreenLoadToleratedTransaction: COUNT,
  SessionCount: COUNT,
  SessionDuration: P50_MILLISECONDS,
  SpanPayloadSize: BYTES,
  TimeOnPage: P50_MILLISECONDS,
  UnminifyEventFailureCount: COUNT,
  UnminifyEventSuccessCount: COUNT,
  UnminifyLineFailureCount: COUNT,
  UnminifyLineSuccessCount: COUNT,
  WarmAppLaunchFrustratedTransaction: COUNT,
  WarmAppLaunchSatisfiedTransaction: COUNT,
  WarmAppLaunchToleratedTransaction: COUNT,
  WarmLaunchTime: P75_MILLISECONDS,
  WebVitalsCumulativeLayoutShift: { statistic: Stats.percentile(75), unit: Unit.NONE },
  WebVitalsFirstInputDelay: P75_MILLISECONDS,
  WebVitalsInteractionToNextPaint: P75_MILLISECONDS,
  WebVitalsLargestContentfulPaint: P75_MILLISECONDS,
};

/** What the service puts before the namespace of custom metrics. */
export const CUSTOM_NAMESPACE_PREFIX = 'RUM/CustomMetrics/';

/** The right statistic and unit of a documented metric; undefined for any other name. */
export function readingOf(metricName: string): MetricReading | undefined {
  return Object.hasOwn(READINGS, metricName) ? READINGS[metricName] : undefined;
}

/**
 * A metric of an app monitor in `AWS/RUM`, of any unit: CloudWatch takes a unit for a filter, and data that come with
 * another one than documented would be in no graph and no alarm.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricStat.html
 */
export function rumMetric(
  appMonitor: aws_rum.IAppMonitorRef,
  metricName: string,
  options?: MetricOptions,
  dimensions: Record<string, string> = {},
): Metric {
  return new Metric({
    namespace: RUM_NAMESPACE,
    metricName,
    dimensionsMap: { [APPLICATION_DIMENSION]: appMonitor.appMonitorRef.appMonitorName, ...dimensions },
    statistic: readingOf(metricName)?.statistic,
    ...options,
  }).attachTo(appMonitor);
}
