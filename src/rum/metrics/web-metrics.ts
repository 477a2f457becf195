import type { MathExpression, MathExpressionOptions, Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';

/**
 * The metrics that only web applications have; each fails for a mobile application.
 *
 * Each comes with its documented dimensions and with a statistic that fits: the sum of counts, the average of
 * ratios, the 75th percentile of web vitals and load times. Without events there is no data, and a rate has none in
 * periods in which nobody visited.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-RUM-metrics.html
 *
 * @example
 * const storefront = new rum.WebApp(this, 'Storefront', { domains: ['shop.example.com'] });
 * storefront.appMonitor.metricNavigationApdex().createAlarm(this, 'Slow', {
 *   threshold: 0.8,
 *   comparisonOperator: cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
 *   evaluationPeriods: 3,
 * });
 */
export interface IWebMetrics {
  /**
   * How long sessions last, in milliseconds: the median.
   */
  metricSessionDuration(options?: MetricOptions): Metric;

  /**
   * Page views: the sum per period.
   */
  metricPageViewCount(options?: MetricOptions): Metric;

  /**
   * Page views per session: the average.
   */
  metricPageViewCountPerSession(options?: MetricOptions): Metric;

  /**
   * How long users stay on a page, in milliseconds: the median.
   */
  metricTimeOnPage(options?: MetricOptions): Metric;

  /**
   * JavaScript errors: the sum per period. Needs the telemetry `errors`.
   */
  metricJsErrorCount(options?: MetricOptions): Metric;

  /**
   * JavaScript errors per session: the average. Needs the telemetry `errors`.
   */
  metricJsErrorCountPerSession(options?: MetricOptions): Metric;

  /**
   * JavaScript errors per page view: the average. Needs the telemetry `errors`.
   */
  metricJsErrorCountPerPageView(options?: MetricOptions): Metric;

  /**
   * Responses with a 4xx status code per session: the average. Needs the telemetry `http`.
   */
  metricHttp4xxCountPerSession(options?: MetricOptions): Metric;

  /**
   * Responses with a 4xx status code per page view: the average. Needs the telemetry `http`.
   */
  metricHttp4xxCountPerPageView(options?: MetricOptions): Metric;

  /**
   * Responses with a 5xx status code per session: the average. Needs the telemetry `http`.
   */
  metricHttp5xxCountPerSession(options?: MetricOptions): Metric;

  /**
   * Responses with a 5xx status code per page view: the average. Needs the telemetry `http`.
   */
  metricHttp5xxCountPerPageView(options?: MetricOptions): Metric;

  /**
   * Page loads below 2 seconds: the sum per period. Needs the telemetry `performance`.
   */
  metricNavigationSatisfiedTransaction(options?: MetricOptions): Metric;

  /**
   * Page loads from 2 to 8 seconds: the sum per period. Needs the telemetry `performance`.
   */
  metricNavigationToleratedTransaction(options?: MetricOptions): Metric;

  /**
   * Page loads above 8 seconds: the sum per period. Needs the telemetry `performance`.
   */
  metricNavigationFrustratedTransaction(options?: MetricOptions): Metric;

  /**
   * How long pages take to load, in milliseconds: the 75th percentile. Needs the telemetry `performance`.
   */
  metricPerformanceNavigationDuration(options?: MetricOptions): Metric;

  /**
   * How long pages' files take to load, in milliseconds: the 75th percentile. Needs the telemetry `performance`.
   */
  metricPerformanceResourceDuration(options?: MetricOptions): Metric;

  /**
   * Largest contentful paint, in milliseconds: the 75th percentile, good up to 2500.
   */
  metricWebVitalsLargestContentfulPaint(options?: MetricOptions): Metric;

  /**
   * Interaction to next paint, in milliseconds: the 75th percentile, good up to 200.
   */
  metricWebVitalsInteractionToNextPaint(options?: MetricOptions): Metric;

  /**
   * Cumulative layout shift, without unit: the 75th percentile, good up to 0.1.
   */
  metricWebVitalsCumulativeLayoutShift(options?: MetricOptions): Metric;

  /**
   * First input delay, in milliseconds: the 75th percentile. Interaction to next paint has replaced it.
   */
  metricWebVitalsFirstInputDelay(options?: MetricOptions): Metric;

  /**
   * The size of all events, in bytes: the sum per period.
   */
  metricRumEventPayloadSize(options?: MetricOptions): Metric;

  /**
   * HTTP responses with one status code, from 100 to 599: the sum per period. Needs the telemetry `http`.
   */
  metricHttpStatusCodeCount(statusCode: number, options?: MetricOptions): Metric;

  /**
   * How long files of one type, such as `script`, take to load, in milliseconds: the 75th percentile.
   */
  metricPerformanceResourceDurationOfFileType(fileType: string, options?: MetricOptions): Metric;

  /**
   * The events that the app monitor took in, which CloudWatch RUM charges for: their number per period.
   */
  metricEventCount(options?: MetricOptions): Metric;

  /**
   * Errors of a release whose stack trace was read by source maps: the sum per period.
   */
  metricUnminifyEventSuccessCount(releaseId: string, options?: MetricOptions): Metric;

  /**
   * Errors of a release whose stack trace could not be read by source maps: the sum per period.
   */
  metricUnminifyEventFailureCount(releaseId: string, options?: MetricOptions): Metric;

  /**
   * Lines of stack traces of a release that were read by source maps: the sum per period.
   */
  metricUnminifyLineSuccessCount(releaseId: string, options?: MetricOptions): Metric;

  /**
   * Lines of stack traces of a release that could not be read by source maps: the sum per period.
   */
  metricUnminifyLineFailureCount(releaseId: string, options?: MetricOptions): Metric;

  /**
   * JavaScript errors per 100 page views. Needs the telemetry `errors`.
   */
  metricJsErrorPercent(options?: MathExpressionOptions): MathExpression;

  /**
   * Responses with a 4xx status code per 100 page views. Needs the telemetry `http`.
   */
  metricHttp4xxPercent(options?: MathExpressionOptions): MathExpression;

  /**
   * Responses with a 5xx status code per 100 page views. Needs the telemetry `http`.
   *
   * Browsers report failed requests only, so that page views are what there is to compare with.
   */
  metricHttp5xxPercent(options?: MathExpressionOptions): MathExpression;

  /**
   * Apdex of page loads, from 0 to 1: those below 2 seconds count whole, those up to 8 seconds half.
   *
   * Needs the telemetry `performance`.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-RUM-view-data.html
   */
  metricNavigationApdex(options?: MathExpressionOptions): MathExpression;

  /**
   * The share of page views whose largest contentful paint is good, at most 2500 ms, in percent.
   */
  metricGoodLargestContentfulPaintPercent(options?: MetricOptions): Metric;

  /**
   * The share of page views whose interaction to next paint is good, at most 200 ms, in percent.
   */
  metricGoodInteractionToNextPaintPercent(options?: MetricOptions): Metric;

  /**
   * The share of page views whose cumulative layout shift is good, at most 0.1, in percent.
   */
  metricGoodCumulativeLayoutShiftPercent(options?: MetricOptions): Metric;
}
