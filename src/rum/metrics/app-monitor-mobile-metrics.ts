import { type Metric, type MetricOptions, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { aws_rum } from 'aws-cdk-lib/interfaces';
import { rumMetric } from './metrics';

/**
 * The metrics of a mobile application that CloudWatch RUM publishes in `AWS/RUM` for an app monitor.
 *
 * Each comes with its documented unit and with a statistic that fits: the sum of counts, the 75th percentile of times.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-RUM-metrics.html
 *
 * @example
 * const monitor = new rum.AppMonitor(this, 'Monitor', {
 *   domains: ['app.example.com'],
 *   platform: rum.Platform.ANDROID,
 * });
 * monitor.mobileMetrics.crashCount().createAlarm(this, 'Crashes', { threshold: 5, evaluationPeriods: 1 });
 */
export class AppMonitorMobileMetrics {
  /**
   * Metrics of any app monitor, also of one defined by `CfnAppMonitor`.
   */
  public static fromAppMonitor(appMonitor: aws_rum.IAppMonitorRef): AppMonitorMobileMetrics {
    return new AppMonitorMobileMetrics(appMonitor);
  }

  private constructor(private readonly appMonitor: aws_rum.IAppMonitorRef) {}

  /**
   * New sessions: the sum per period.
   */
  public sessionCount(options?: MetricOptions): Metric {
    return this.count('SessionCount', options);
  }

  /**
   * Crashes: the sum per period. They are reported when the application is next launched.
   */
  public crashCount(options?: MetricOptions): Metric {
    return this.count('CrashCount', options);
  }

  /**
   * Android: how often the application did not respond for more than 5 seconds: the sum per period.
   */
  public anrCount(options?: MetricOptions): Metric {
    return this.count('ANRCount', options);
  }

  /**
   * iOS: how often the application did not respond for more than 250 ms: the sum per period.
   */
  public appHangCount(options?: MetricOptions): Metric {
    return this.count('AppHangCount', options);
  }

  /**
   * How long a launch from scratch takes, in milliseconds: the 75th percentile.
   */
  public coldLaunchTime(options?: MetricOptions): Metric {
    return this.count('ColdLaunchTime', options);
  }

  /**
   * Launches from scratch below 2 seconds: the sum per period.
   */
  public coldAppLaunchSatisfiedTransaction(options?: MetricOptions): Metric {
    return this.count('ColdAppLaunchSatisfiedTransaction', options);
  }

  /**
   * Launches from scratch from 2 to 8 seconds: the sum per period.
   */
  public coldAppLaunchToleratedTransaction(options?: MetricOptions): Metric {
    return this.count('ColdAppLaunchToleratedTransaction', options);
  }

  /**
   * Launches from scratch above 8 seconds: the sum per period.
   */
  public coldAppLaunchFrustratedTransaction(options?: MetricOptions): Metric {
    return this.count('ColdAppLaunchFrustratedTransaction', options);
  }

  /**
   * How long a launch from the background takes, in milliseconds: the 75th percentile.
   */
  public warmLaunchTime(options?: MetricOptions): Metric {
    return this.count('WarmLaunchTime', options);
  }

  /**
   * Launches from the background below 2 seconds: the sum per period.
   */
  public warmAppLaunchSatisfiedTransaction(options?: MetricOptions): Metric {
    return this.count('WarmAppLaunchSatisfiedTransaction', options);
  }

  /**
   * Launches from the background from 2 to 8 seconds: the sum per period.
   */
  public warmAppLaunchToleratedTransaction(options?: MetricOptions): Metric {
    return this.count('WarmAppLaunchToleratedTransaction', options);
  }

  /**
   * Launches from the background above 8 seconds: the sum per period.
   */
  public warmAppLaunchFrustratedTransaction(options?: MetricOptions): Metric {
    return this.count('WarmAppLaunchFrustratedTransaction', options);
  }

  /**
   * Screen loads: the sum per period.
   */
  public screenLoadCount(options?: MetricOptions): Metric {
    return this.count('ScreenLoadCount', options);
  }

  /**
   * How long screens take to load, in milliseconds: the 75th percentile.
   */
  public screenLoadTime(options?: MetricOptions): Metric {
    return this.count('ScreenLoadTime', options);
  }

  /**
   * Screen loads from 2 to 8 seconds: the sum per period.
   */
  public screenLoadToleratedTransaction(options?: MetricOptions): Metric {
    return this.count('ScreenLoadToleratedTransaction', options);
  }

  /**
   * How long requests take, in milliseconds: the 75th percentile.
   */
  public networkLatency(options?: MetricOptions): Metric {
    return this.count('NetworkLatency', options);
  }

  /**
   * Responses with a 4xx status code: the sum per period.
   */
  public http4xxCount(options?: MetricOptions): Metric {
    return this.count('Http4xxCount', options);
  }

  /**
   * Responses with a 5xx status code: the sum per period.
   */
  public http5xxCount(options?: MetricOptions): Metric {
    return this.count('Http5xxCount', options);
  }

  /**
   * The size of all log events, in bytes: the sum per period.
   */
  public logPayloadSize(options?: MetricOptions): Metric {
    return this.count('LogPayloadSize', options);
  }

  /**
   * The size of all spans, in bytes: the sum per period.
   */
  public spanPayloadSize(options?: MetricOptions): Metric {
    return this.count('SpanPayloadSize', options);
  }

  /**
   * Log events above 30 KB, which were dropped: the sum per period.
   */
  public droppedEventsCount(options?: MetricOptions): Metric {
    return this.count('DroppedEventsCount', options);
  }

  /**
   * Spans above 30 KB, which were dropped: the sum per period.
   */
  public droppedSpansCount(options?: MetricOptions): Metric {
    return this.count('DroppedSpansCount', options);
  }

  /**
   * The log events that the app monitor took in: their number per period.
   */
  public logEventCount(options?: MetricOptions): Metric {
    return this.count('LogPayloadSize', { statistic: Stats.SAMPLE_COUNT, ...options });
  }

  /**
   * The spans that the app monitor took in: their number per period.
   */
  public spanCount(options?: MetricOptions): Metric {
    return this.count('SpanPayloadSize', { statistic: Stats.SAMPLE_COUNT, ...options });
  }

  private count(metricName: string, options?: MetricOptions): Metric {
    return rumMetric(this.appMonitor, metricName, options);
  }
}
