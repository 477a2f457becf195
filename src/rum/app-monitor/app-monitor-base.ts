import { Fn, type IResource } from 'aws-cdk-lib';
import { MathExpression, type MathExpressionOptions, Metric, type MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { type ILogGroup, LogGroup } from 'aws-cdk-lib/aws-logs';
import type { aws_rum } from 'aws-cdk-lib/interfaces';
import type { TransactionOutcome } from '../../events';
import { APPLICATION_DIMENSION } from '../../formats/namespaces';
import { sum } from '../../private/metric-math';
import { AppMonitorMetrics } from '../metrics/app-monitor-metrics';
import { bothReadings } from '../metrics/application-dimension';
import { FRUSTRATED_CLICKS, featureMetric, OBSERVED_PAGE_VIEWS, transactionMetric } from '../metrics/behavior-metrics';
import type { MetricDefinition } from '../metrics/metric-definition';
import type { IMobileMetrics } from '../metrics/mobile-metrics';
import { rumMetric } from '../metrics/rum-metric';
import type { IWebMetrics } from '../metrics/web-metrics';
import type { Platform } from '../platform';
import { AppMonitorGrants } from './app-monitor-grants';
import type { Telemetry } from './telemetry';

/**
 * An app monitor of Amazon CloudWatch RUM: it receives what the browsers of real users report.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-RUM-metrics.html
 */
export interface IAppMonitor extends IResource, aws_rum.IAppMonitorRef, IWebMetrics, IMobileMetrics {
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
   * What is reported; undefined if that is not known.
   *
   * @internal
   */
  readonly _telemetries?: Telemetry[];

  /**
   * Whether interactions are told to it; undefined if that is not known.
   *
   * @internal
   */
  readonly _seesInteractions?: boolean;

  /**
   * What it was told to publish besides its own metrics; undefined if that is not known.
   *
   * @internal
   */
  readonly _metricDefinitions?: MetricDefinition[];

  /**
   * The name of the log group of its events; undefined if there is none, or nobody knows.
   *
   * @internal
   */
  readonly _eventLog?: string;

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
   * Responses with a 4xx status code to requests of the application: the sum per period.
   *
   * A web application needs the telemetry `http`.
   */
  metricHttp4xxCount(options?: MetricOptions): Metric;

  /**
   * Responses with a 5xx status code to requests of the application: the sum per period.
   *
   * A web application needs the telemetry `http`.
   */
  metricHttp5xxCount(options?: MetricOptions): Metric;

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
   * Clicks in vain: the sum of dead, rage and error clicks per period, of those page views whose interactions are seen.
   *
   * It has data for a `WebApp` whose client tells `interactions` to CloudWatch RUM.
   */
  metricFrustratedClickCount(options?: MetricOptions): Metric;

  /**
   * Page views whose interactions are seen, which may be a sample of all: the sum per period, counted when they end.
   *
   * It has data for a `WebApp` whose client tells `interactions` to CloudWatch RUM.
   */
  metricObservedPageViewCount(options?: MetricOptions): Metric;

  /**
   * Clicks in vain per 100 page views: dead, rage and error clicks.
   *
   * It has data for a `WebApp` whose client tells `interactions` to CloudWatch RUM.
   */
  metricFrustratedClickPercent(options?: MathExpressionOptions): MathExpression;

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
export abstract class AppMonitorBase extends AppMonitorMetrics implements IAppMonitor {
  public abstract readonly appMonitorName: string;
  public abstract readonly appMonitorId: string;
  public abstract readonly appMonitorArn: string;

  public readonly grants: AppMonitorGrants = AppMonitorGrants.fromAppMonitor(this);

  private group?: ILogGroup;

  public get appMonitorRef(): aws_rum.AppMonitorReference {
    return { appMonitorName: this.appMonitorName };
  }

  public get logGroup(): ILogGroup {
    this.group ??= this._importLogGroup();
    return this.group;
  }

  public metric(metricName: string, options?: MetricOptions): Metric {
    return rumMetric(this, metricName, options);
  }

  public metricSessionCount(options?: MetricOptions): Metric {
    return this.metric('SessionCount', options);
  }

  public metricHttp4xxCount(options?: MetricOptions): Metric {
    return this.metric('Http4xxCount', options);
  }

  public metricHttp5xxCount(options?: MetricOptions): Metric {
    return this.metric('Http5xxCount', options);
  }

  public metricTransaction(transactionName: string, outcome: TransactionOutcome, options?: MetricOptions): Metric {
    return this.metricOf(transactionMetric(transactionName, outcome), options);
  }

  public metricFeatureUsed(featureName: string, options?: MetricOptions): Metric {
    return this.metricOf(featureMetric(featureName), options);
  }

  public metricFrustratedClickCount(options?: MetricOptions): Metric {
    return this.metricOf(FRUSTRATED_CLICKS, options);
  }

  public metricObservedPageViewCount(options?: MetricOptions): Metric {
    return this.metricOf(OBSERVED_PAGE_VIEWS, options);
  }

  public metricFrustratedClickPercent(options?: MathExpressionOptions): MathExpression {
    const [clicks, allClicks] = bothReadings([this.metricFrustratedClickCount()], 2);
    const [views, allViews] = bothReadings([this.metricObservedPageViewCount()], 2);
    return new MathExpression({
      expression: `100*${sum('clicks', 'allClicks')}/${sum('views', 'allViews')}`,
      usingMetrics: { clicks, allClicks, views, allViews },
      label: 'clicks in vain per 100 page views',
      ...options,
    });
  }

  public metricOf(definition: MetricDefinition, options?: MetricOptions): Metric {
    const { statistic } = definition._definition;
    const dimensions = definition._dimensionsMap(this, options?.dimensionsMap);
    return new Metric({
      namespace: definition.metricNamespace,
      metricName: definition.metricName,
      statistic,
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
  protected _importLogGroup(): ILogGroup {
    return LogGroup.fromLogGroupName(this, 'LogGroup', this._vendedLogGroupName);
  }
}
