import { Tokenization } from 'aws-cdk-lib';
import { type Metric, type MetricOptions, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { aws_rum } from 'aws-cdk-lib/interfaces';
import { checkNumber, checkPattern } from '../../private/checks';
import { rumMetric } from './metrics';

const HTTP_EVENT = { event_type: 'com.amazon.rum.http_event' };
const RESOURCE_EVENT = { event_type: 'com.amazon.rum.performance_resource_event' };

/**
 * The metrics of a web application that CloudWatch RUM publishes in `AWS/RUM` for an app monitor.
 *
 * Each comes with its documented unit and dimensions and with a statistic that fits: the sum of counts, the average of
 * ratios, the 75th percentile of web vitals and load times. Without events there is no data.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-RUM-metrics.html
 *
 * @example
 * const storefront = new rum.WebApp(this, 'Storefront', { domains: ['shop.example.com'] });
 * storefront.appMonitor.metrics.http5xxCountPerSession().createAlarm(this, 'Failures', {
 *   threshold: 0.5,
 *   evaluationPeriods: 3,
 * });
 */
export class AppMonitorMetrics {
  /**
   * Metrics of any app monitor, also of one defined by `CfnAppMonitor`.
   */
  public static fromAppMonitor(appMonitor: aws_rum.IAppMonitorRef): AppMonitorMetrics {
    return new AppMonitorMetrics(appMonitor);
  }

  private constructor(private readonly appMonitor: aws_rum.IAppMonitorRef) {}

  /**
   * New sessions: the sum per period.
   */
  public sessionCount(options?: MetricOptions): Metric {
    return this.count('SessionCount', options);
  }

  /**
   * How long sessions last, in milliseconds: the median.
   */
  public sessionDuration(options?: MetricOptions): Metric {
    return this.count('SessionDuration', options);
  }

  /**
   * Page views: the sum per period.
   */
  public pageViewCount(options?: MetricOptions): Metric {
    return this.count('PageViewCount', options);
  }

  /**
   * Page views per session: the average.
   */
  public pageViewCountPerSession(options?: MetricOptions): Metric {
    return this.count('PageViewCountPerSession', options);
  }

  /**
   * How long users stay on a page, in milliseconds: the median.
   */
  public timeOnPage(options?: MetricOptions): Metric {
    return this.count('TimeOnPage', options);
  }

  /**
   * JavaScript errors: the sum per period. Needs the telemetry `errors`.
   */
  public jsErrorCount(options?: MetricOptions): Metric {
    return this.count('JsErrorCount', options);
  }

  /**
   * JavaScript errors per session: the average. Needs the telemetry `errors`.
   */
  public jsErrorCountPerSession(options?: MetricOptions): Metric {
    return this.count('JsErrorCountPerSession', options);
  }

  /**
   * JavaScript errors per page view: the average. Needs the telemetry `errors`.
   */
  public jsErrorCountPerPageView(options?: MetricOptions): Metric {
    return this.count('JsErrorCountPerPageView', options);
  }

  /**
   * Responses with a 4xx status code: the sum per period. Needs the telemetry `http`.
   */
  public http4xxCount(options?: MetricOptions): Metric {
    return this.count('Http4xxCount', options);
  }

  /**
   * Responses with a 4xx status code per session: the average. Needs the telemetry `http`.
   */
  public http4xxCountPerSession(options?: MetricOptions): Metric {
    return this.count('Http4xxCountPerSession', options);
  }

  /**
   * Responses with a 4xx status code per page view: the average. Needs the telemetry `http`.
   */
  public http4xxCountPerPageView(options?: MetricOptions): Metric {
    return this.count('Http4xxCountPerPageView', options);
  }

  /**
   * Responses with a 5xx status code: the sum per period. Needs the telemetry `http`.
   */
  public http5xxCount(options?: MetricOptions): Metric {
    return this.count('Http5xxCount', options);
  }

  /**
   * Responses with a 5xx status code per session: the average. Needs the telemetry `http`.
   */
  public http5xxCountPerSession(options?: MetricOptions): Metric {
    return this.count('Http5xxCountPerSession', options);
  }

  /**
   * Responses with a 5xx status code per page view: the average. Needs the telemetry `http`.
   */
  public http5xxCountPerPageView(options?: MetricOptions): Metric {
    return this.count('Http5xxCountPerPageView', options);
  }

  /**
   * Page loads below 2 seconds: the sum per period. Needs the telemetry `performance`.
   */
  public navigationSatisfiedTransaction(options?: MetricOptions): Metric {
    return this.count('NavigationSatisfiedTransaction', options);
  }

  /**
   * Page loads from 2 to 8 seconds: the sum per period. Needs the telemetry `performance`.
   */
  public navigationToleratedTransaction(options?: MetricOptions): Metric {
    return this.count('NavigationToleratedTransaction', options);
  }

  /**
   * Page loads above 8 seconds: the sum per period. Needs the telemetry `performance`.
   */
  public navigationFrustratedTransaction(options?: MetricOptions): Metric {
    return this.count('NavigationFrustratedTransaction', options);
  }

  /**
   * How long pages take to load, in milliseconds: the 75th percentile. Needs the telemetry `performance`.
   */
  public performanceNavigationDuration(options?: MetricOptions): Metric {
    return this.count('PerformanceNavigationDuration', options);
  }

  /**
   * How long pages' files take to load, in milliseconds: the 75th percentile. Needs the telemetry `performance`.
   */
  public performanceResourceDuration(options?: MetricOptions): Metric {
    return this.count('PerformanceResourceDuration', options);
  }

  /**
   * Largest contentful paint, in milliseconds: the 75th percentile, good up to 2500.
   */
  public webVitalsLargestContentfulPaint(options?: MetricOptions): Metric {
    return this.count('WebVitalsLargestContentfulPaint', options);
  }

  /**
   * Interaction to next paint, in milliseconds: the 75th percentile, good up to 200.
   */
  public webVitalsInteractionToNextPaint(options?: MetricOptions): Metric {
    return this.count('WebVitalsInteractionToNextPaint', options);
  }

  /**
   * Cumulative layout shift, without unit: the 75th percentile, good up to 0.1.
   */
  public webVitalsCumulativeLayoutShift(options?: MetricOptions): Metric {
    return this.count('WebVitalsCumulativeLayoutShift', options);
  }

  /**
   * First input delay, in milliseconds: the 75th percentile. Interaction to next paint has replaced it.
   */
  public webVitalsFirstInputDelay(options?: MetricOptions): Metric {
    return this.count('WebVitalsFirstInputDelay', options);
  }

  /**
   * The size of all events, in bytes: the sum per period.
   */
  public rumEventPayloadSize(options?: MetricOptions): Metric {
    return this.count('RumEventPayloadSize', options);
  }

  /**
   * HTTP responses with one status code, from 100 to 599: the sum per period. Needs the telemetry `http`.
   */
  public httpStatusCodeCount(statusCode: number, options?: MetricOptions): Metric {
    const fix = 'pass a status code such as 404';
    checkNumber(this.appMonitor, 'statusCode', statusCode, { min: 100, max: 599, fix });
    const dimensions = { 'event_details.response.status': Tokenization.stringifyNumber(statusCode), ...HTTP_EVENT };
    return this.count('HttpStatusCodeCount', options, dimensions);
  }

  /**
   * How long files of one type, such as `script`, take to load, in milliseconds: the 75th percentile.
   */
  public performanceResourceDurationOfFileType(fileType: string, options?: MetricOptions): Metric {
    this.checkDimension('fileType', fileType);
    const dimensions = { 'event_details.file.type': fileType, ...RESOURCE_EVENT };
    return this.count('PerformanceResourceDuration', options, dimensions);
  }

  /**
   * The events that the app monitor took in, which CloudWatch RUM charges for: their number per period.
   */
  public eventCount(options?: MetricOptions): Metric {
    return this.count('RumEventPayloadSize', { statistic: Stats.SAMPLE_COUNT, ...options });
  }

  /**
   * Errors of a release whose stack trace was read by source maps: the sum per period.
   */
  public unminifyEventSuccessCount(releaseId: string, options?: MetricOptions): Metric {
    return this.ofRelease('UnminifyEventSuccessCount', releaseId, options);
  }

  /**
   * Errors of a release whose stack trace could not be read by source maps: the sum per period.
   */
  public unminifyEventFailureCount(releaseId: string, options?: MetricOptions): Metric {
    return this.ofRelease('UnminifyEventFailureCount', releaseId, options);
  }

  /**
   * Lines of stack traces of a release that were read by source maps: the sum per period.
   */
  public unminifyLineSuccessCount(releaseId: string, options?: MetricOptions): Metric {
    return this.ofRelease('UnminifyLineSuccessCount', releaseId, options);
  }

  /**
   * Lines of stack traces of a release that could not be read by source maps: the sum per period.
   */
  public unminifyLineFailureCount(releaseId: string, options?: MetricOptions): Metric {
    return this.ofRelease('UnminifyLineFailureCount', releaseId, options);
  }

  private count(metricName: string, options?: MetricOptions, dimensions?: Record<string, string>): Metric {
    return rumMetric(this.appMonitor, metricName, options, dimensions);
  }

  private ofRelease(metricName: string, releaseId: string, options?: MetricOptions): Metric {
    this.checkDimension('releaseId', releaseId);
    return this.count(metricName, options, { 'aws:releaseId': releaseId });
  }

  private checkDimension(what: string, value: string): void {
    checkPattern(this.appMonitor, what, value, {
      pattern: /^(?=.*\S).{1,255}$/,
      expected: '1 to 255 characters on one line, not only blanks',
      fix: 'pass the value that events carry',
    });
  }
}
