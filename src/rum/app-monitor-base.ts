import { type IResource, Resource } from 'aws-cdk-lib';
import { Metric, type MetricOptions, Unit } from 'aws-cdk-lib/aws-cloudwatch';
import type { aws_rum } from 'aws-cdk-lib/interfaces';
import type { TransactionOutcome } from '../events';
import { AppMonitorGrants } from './app-monitor-grants';
import { readingOf, TRANSACTION_DIMENSION, TRANSACTION_NAMESPACE, transactionMetricName } from './metrics';

/**
 * An app monitor of Amazon CloudWatch RUM: it receives what the browsers of real users report.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-RUM-metrics.html
 */
export interface IAppMonitor extends IResource, aws_rum.IAppMonitorRef {
  /**
   * The name of the app monitor.
   *
   * @attribute
   */
  readonly appMonitorName: string;

  /**
   * The ID of the app monitor, a UUID; clients send to it.
   *
   * @attribute
   */
  readonly appMonitorId: string;

  /**
   * The ARN of the app monitor.
   *
   * @attribute
   */
  readonly appMonitorArn: string;

  /**
   * Any metric of this app monitor in the namespace `AWS/RUM`.
   *
   * A documented web metric comes with its documented unit and with a statistic that fits: the sum of counts, the
   * average of ratios, the 75th percentile of web vitals and load times. Give a `statistic` for any other metric.
   */
  metric(metricName: string, options?: MetricOptions): Metric;

  /**
   * New sessions: the sum per period.
   */
  metricSessionCount(options?: MetricOptions): Metric;

  /**
   * Page views: the sum per period.
   */
  metricPageViewCount(options?: MetricOptions): Metric;

  /**
   * JavaScript errors: the sum per period. Needs the telemetry `errors`.
   */
  metricJsErrorCount(options?: MetricOptions): Metric;

  /**
   * Responses with a 4xx status code to requests of the page: the sum per period. Needs the telemetry `http`.
   */
  metricHttp4xxCount(options?: MetricOptions): Metric;

  /**
   * Responses with a 5xx status code to requests of the page: the sum per period. Needs the telemetry `http`.
   */
  metricHttp5xxCount(options?: MetricOptions): Metric;

  /**
   * How long pages take to load, in milliseconds: the 75th percentile. Needs the telemetry `performance`.
   */
  metricPerformanceNavigationDuration(options?: MetricOptions): Metric;

  /**
   * Largest contentful paint, in milliseconds: the 75th percentile, good up to 2500. Needs the telemetry `performance`.
   */
  metricWebVitalsLargestContentfulPaint(options?: MetricOptions): Metric;

  /**
   * Interaction to next paint, in milliseconds: the 75th percentile, good up to 200. Needs the telemetry `performance`.
   */
  metricWebVitalsInteractionToNextPaint(options?: MetricOptions): Metric;

  /**
   * Cumulative layout shift, without unit: the 75th percentile, good up to 0.1. Needs the telemetry `performance`.
   */
  metricWebVitalsCumulativeLayoutShift(options?: MetricOptions): Metric;

  /**
   * How many users of the web application started, completed or abandoned a transaction: the sum per period.
   *
   * It has data for transactions that the app monitor was told of. CloudWatch RUM may charge each combination of
   * transaction and outcome as a custom metric.
   */
  metricTransaction(transactionName: string, outcome: TransactionOutcome, options?: MetricOptions): Metric;
}

/**
 * What defined and imported app monitors have in common.
 */
export abstract class AppMonitorBase extends Resource implements IAppMonitor {
  public abstract readonly appMonitorName: string;
  public abstract readonly appMonitorId: string;
  public abstract readonly appMonitorArn: string;

  /**
   * Grants on this app monitor.
   */
  public readonly grants: AppMonitorGrants = AppMonitorGrants.fromAppMonitor(this);

  public get appMonitorRef(): aws_rum.AppMonitorReference {
    return { appMonitorName: this.appMonitorName };
  }

  public metric(metricName: string, options?: MetricOptions): Metric {
    return new Metric({
      namespace: 'AWS/RUM',
      metricName,
      dimensionsMap: { application_name: this.appMonitorName },
      ...readingOf(metricName),
      ...options,
    }).attachTo(this);
  }

  public metricSessionCount(options?: MetricOptions): Metric {
    return this.metric('SessionCount', options);
  }

  public metricPageViewCount(options?: MetricOptions): Metric {
    return this.metric('PageViewCount', options);
  }

  public metricJsErrorCount(options?: MetricOptions): Metric {
    return this.metric('JsErrorCount', options);
  }

  public metricHttp4xxCount(options?: MetricOptions): Metric {
    return this.metric('Http4xxCount', options);
  }

  public metricHttp5xxCount(options?: MetricOptions): Metric {
    return this.metric('Http5xxCount', options);
  }

  public metricPerformanceNavigationDuration(options?: MetricOptions): Metric {
    return this.metric('PerformanceNavigationDuration', options);
  }

  public metricWebVitalsLargestContentfulPaint(options?: MetricOptions): Metric {
    return this.metric('WebVitalsLargestContentfulPaint', options);
  }

  public metricWebVitalsInteractionToNextPaint(options?: MetricOptions): Metric {
    return this.metric('WebVitalsInteractionToNextPaint', options);
  }

  public metricWebVitalsCumulativeLayoutShift(options?: MetricOptions): Metric {
    return this.metric('WebVitalsCumulativeLayoutShift', options);
  }

  public metricTransaction(transactionName: string, outcome: TransactionOutcome, options?: MetricOptions): Metric {
    return new Metric({
      namespace: TRANSACTION_NAMESPACE,
      metricName: transactionMetricName(outcome),
      dimensionsMap: { application_name: this.appMonitorName, [TRANSACTION_DIMENSION]: transactionName },
      statistic: 'Sum',
      unit: Unit.COUNT,
      ...options,
    }).attachTo(this);
  }
}
