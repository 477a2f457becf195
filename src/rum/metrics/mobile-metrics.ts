import type { MathExpression, MathExpressionOptions, Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';

/**
 * The metrics that only mobile applications have; each fails for a web application.
 *
 * Each comes with a statistic that fits: the sum of counts, the 75th percentile of times.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-RUM-metrics.html
 *
 * @example
 * const monitor = new rum.AppMonitor(this, 'Monitor', {
 *   domains: ['app.example.com'],
 *   platform: rum.Platform.ANDROID,
 * });
 * monitor.metricCrashCount().createAlarm(this, 'Crashes', { threshold: 5, evaluationPeriods: 1 });
 */
export interface IMobileMetrics {
  /**
   * Crashes: the sum per period. They are reported when the application is next launched.
   */
  metricCrashCount(options?: MetricOptions): Metric;

  /**
   * Android: how often the application did not respond for more than 5 seconds: the sum per period.
   */
  metricAnrCount(options?: MetricOptions): Metric;

  /**
   * iOS: how often the application did not respond for more than 250 ms: the sum per period.
   */
  metricAppHangCount(options?: MetricOptions): Metric;

  /**
   * How long a launch from scratch takes, in milliseconds: the 75th percentile.
   */
  metricColdLaunchTime(options?: MetricOptions): Metric;

  /**
   * Launches from scratch below 2 seconds: the sum per period.
   */
  metricColdAppLaunchSatisfiedTransaction(options?: MetricOptions): Metric;

  /**
   * Launches from scratch from 2 to 8 seconds: the sum per period.
   */
  metricColdAppLaunchToleratedTransaction(options?: MetricOptions): Metric;

  /**
   * Launches from scratch above 8 seconds: the sum per period.
   */
  metricColdAppLaunchFrustratedTransaction(options?: MetricOptions): Metric;

  /**
   * How long a launch from the background takes, in milliseconds: the 75th percentile.
   */
  metricWarmLaunchTime(options?: MetricOptions): Metric;

  /**
   * Launches from the background below 2 seconds: the sum per period.
   */
  metricWarmAppLaunchSatisfiedTransaction(options?: MetricOptions): Metric;

  /**
   * Launches from the background from 2 to 8 seconds: the sum per period.
   */
  metricWarmAppLaunchToleratedTransaction(options?: MetricOptions): Metric;

  /**
   * Launches from the background above 8 seconds: the sum per period.
   */
  metricWarmAppLaunchFrustratedTransaction(options?: MetricOptions): Metric;

  /**
   * Screen loads: the sum per period.
   */
  metricScreenLoadCount(options?: MetricOptions): Metric;

  /**
   * How long screens take to load, in milliseconds: the 75th percentile.
   */
  metricScreenLoadTime(options?: MetricOptions): Metric;

  /**
   * Screen loads from 2 to 8 seconds: the sum per period.
   */
  metricScreenLoadToleratedTransaction(options?: MetricOptions): Metric;

  /**
   * How long requests take, in milliseconds: the 75th percentile.
   */
  metricNetworkLatency(options?: MetricOptions): Metric;

  /**
   * The size of all log events, in bytes: the sum per period.
   */
  metricLogPayloadSize(options?: MetricOptions): Metric;

  /**
   * The size of all spans, in bytes: the sum per period.
   */
  metricSpanPayloadSize(options?: MetricOptions): Metric;

  /**
   * Log events above 30 KB, which were dropped: the sum per period.
   */
  metricDroppedEventsCount(options?: MetricOptions): Metric;

  /**
   * Spans above 30 KB, which were dropped: the sum per period.
   */
  metricDroppedSpansCount(options?: MetricOptions): Metric;

  /**
   * The log events that the app monitor took in: their number per period.
   */
  metricLogEventCount(options?: MetricOptions): Metric;

  /**
   * The spans that the app monitor took in: their number per period.
   */
  metricSpanCount(options?: MetricOptions): Metric;

  /**
   * Apdex of a mobile application's launches from scratch, from 0 to 1.
   */
  metricColdAppLaunchApdex(options?: MathExpressionOptions): MathExpression;

  /**
   * Apdex of a mobile application's launches from the background, from 0 to 1.
   */
  metricWarmAppLaunchApdex(options?: MathExpressionOptions): MathExpression;
}
