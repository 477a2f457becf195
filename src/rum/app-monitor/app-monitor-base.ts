import { Fn, type IResource, Resource } from 'aws-cdk-lib';
import { Metric, type MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { type ILogGroup, LogGroup } from 'aws-cdk-lib/aws-logs';
import type { aws_rum } from 'aws-cdk-lib/interfaces';
import type { TransactionOutcome } from '../../events';
import { fail } from '../../private/errors';
import { AppMonitorMetrics } from '../metrics/app-monitor-metrics';
import { AppMonitorMobileMetrics } from '../metrics/app-monitor-mobile-metrics';
import { AppMonitorRates } from '../metrics/app-monitor-rates';
import { featureMetric, transactionMetric } from '../metrics/behavior-metrics';
import type { MetricDefinition } from '../metrics/metric-definition';
import { APPLICATION_DIMENSION, rumMetric } from '../metrics/metrics';
import { AppMonitorGrants } from './app-monitor-grants';
import { Platform } from './platform';

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
   * What kind of application is watched.
   */
  readonly platform: Platform;

  /**
   * The log group in Amazon CloudWatch Logs that CloudWatch RUM copies events to, if the app monitor says so.
   *
   * CloudWatch RUM creates it, with a name that derives from the app monitor's name and ID, and leaves it behind when
   * the app monitor is deleted.
   */
  readonly logGroup: ILogGroup;

  /**
   * Grants on this app monitor.
   */
  readonly grants: AppMonitorGrants;

  /**
   * The metrics of a web application.
   */
  readonly metrics: AppMonitorMetrics;

  /**
   * The metrics of a mobile application; fails for a web application, which has none of them.
   */
  readonly mobileMetrics: AppMonitorMobileMetrics;

  /**
   * Rates, Apdex and the share of good web vitals.
   */
  readonly rates: AppMonitorRates;

  /**
   * Any metric of this app monitor in the namespace `AWS/RUM`.
   *
   * A documented metric comes with its documented unit and with a statistic that fits: the sum of counts, the
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

  /**
   * How often users of the web application used a feature: the sum per period.
   *
   * It has data for features that the app monitor was told of.
   */
  metricFeatureUsed(featureName: string, options?: MetricOptions): Metric;

  /**
   * A custom or extended metric, which has data once the app monitor was told of its definition.
   *
   * State the values of dimensions that have several as `dimensionsMap`.
   */
  metricOf(definition: MetricDefinition, options?: MetricOptions): Metric;
}

/**
 * What defined and imported app monitors have in common.
 */
export abstract class AppMonitorBase extends Resource implements IAppMonitor {
  public abstract readonly appMonitorName: string;
  public abstract readonly appMonitorId: string;
  public abstract readonly appMonitorArn: string;
  public abstract readonly platform: Platform;

  public readonly grants: AppMonitorGrants = AppMonitorGrants.fromAppMonitor(this);
  public readonly metrics: AppMonitorMetrics = AppMonitorMetrics.fromAppMonitor(this);
  public readonly rates: AppMonitorRates = AppMonitorRates.fromAppMonitor(this);

  private group?: ILogGroup;

  public get appMonitorRef(): aws_rum.AppMonitorReference {
    return { appMonitorName: this.appMonitorName };
  }

  public get mobileMetrics(): AppMonitorMobileMetrics {
    if (this.platform === Platform.WEB) {
      fail(this, {
        what: 'mobileMetrics (platform)',
        got: this.platform,
        expected: `${Platform.IOS} or ${Platform.ANDROID}`,
        fix: 'use metrics, or state the platform of the app monitor',
      });
    }
    return AppMonitorMobileMetrics.fromAppMonitor(this);
  }

  public get logGroup(): ILogGroup {
    this.group ??= this._defineLogGroup();
    return this.group;
  }

  public metric(metricName: string, options?: MetricOptions): Metric {
    return rumMetric(this, metricName, options);
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
    return this.metricOf(transactionMetric(transactionName, outcome), options);
  }

  public metricFeatureUsed(featureName: string, options?: MetricOptions): Metric {
    return this.metricOf(featureMetric(featureName), options);
  }

  public metricOf(definition: MetricDefinition, options?: MetricOptions): Metric {
    const { statistic, unit } = definition._definition;
    const dimensions = definition._dimensionsMap(this, options?.dimensionsMap);
    return new Metric({
      namespace: definition.metricNamespace,
      metricName: definition.metricName,
      statistic,
      unit,
      ...options,
      dimensionsMap: { [APPLICATION_DIMENSION]: this.appMonitorName, ...dimensions },
    }).attachTo(this);
  }

  /**
   * The name that CloudWatch RUM gives the log group.
   *
   * @internal
   */
  protected get _vendedLogGroupName(): string {
    const beginOfId = Fn.select(0, Fn.split('-', this.appMonitorId));
    return `/aws/vendedlogs/RUMService_${this.appMonitorName}${beginOfId}`;
  }

  /** @internal */
  protected _defineLogGroup(): ILogGroup {
    return LogGroup.fromLogGroupName(this, 'LogGroup', this._vendedLogGroupName);
  }
}
