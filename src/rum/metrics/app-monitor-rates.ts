import {
  MathExpression,
  type MathExpressionOptions,
  type Metric,
  type MetricOptions,
  Stats,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { aws_rum } from 'aws-cdk-lib/interfaces';
import { rumMetric } from './metrics';

/** @see https://web.dev/articles/vitals */
const GOOD = { largestContentfulPaint: 2500, interactionToNextPaint: 200, cumulativeLayoutShift: 0.1 };

/**
 * What follows from the metrics of an app monitor: rates, Apdex and the share of good web vitals.
 *
 * A rate has no data in periods in which nobody visited.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-RUM-metrics.html
 *
 * @example
 * const storefront = new rum.WebApp(this, 'Storefront', { domains: ['shop.example.com'] });
 * storefront.appMonitor.rates.navigationApdex().createAlarm(this, 'Slow', {
 *   threshold: 0.8,
 *   comparisonOperator: cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
 *   evaluationPeriods: 3,
 * });
 */
export class AppMonitorRates {
  /**
   * Rates of any app monitor, also of one defined by `CfnAppMonitor`.
   */
  public static fromAppMonitor(appMonitor: aws_rum.IAppMonitorRef): AppMonitorRates {
    return new AppMonitorRates(appMonitor);
  }

  private constructor(private readonly appMonitor: aws_rum.IAppMonitorRef) {}

  /**
   * JavaScript errors per 100 page views. Needs the telemetry `errors`.
   */
  public jsErrorPercent(options?: MathExpressionOptions): MathExpression {
    return this.perHundredPageViews('JsErrorCount', 'JavaScript errors per 100 page views', options);
  }

  /**
   * Responses with a 4xx status code per 100 page views. Needs the telemetry `http`.
   */
  public http4xxPercent(options?: MathExpressionOptions): MathExpression {
    return this.perHundredPageViews('Http4xxCount', '4xx responses per 100 page views', options);
  }

  /**
   * Responses with a 5xx status code per 100 page views. Needs the telemetry `http`.
   *
   * Browsers report failed requests only, so that page views are what there is to compare with.
   */
  public http5xxPercent(options?: MathExpressionOptions): MathExpression {
    return this.perHundredPageViews('Http5xxCount', '5xx responses per 100 page views', options);
  }

  /**
   * Apdex of page loads, from 0 to 1: those below 2 seconds count whole, those up to 8 seconds half.
   *
   * Needs the telemetry `performance`.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-RUM-view-data.html
   */
  public navigationApdex(options?: MathExpressionOptions): MathExpression {
    return this.apdex('Navigation', options);
  }

  /**
   * Apdex of a mobile application's launches from scratch, from 0 to 1.
   */
  public coldAppLaunchApdex(options?: MathExpressionOptions): MathExpression {
    return this.apdex('ColdAppLaunch', options);
  }

  /**
   * Apdex of a mobile application's launches from the background, from 0 to 1.
   */
  public warmAppLaunchApdex(options?: MathExpressionOptions): MathExpression {
    return this.apdex('WarmAppLaunch', options);
  }

  /**
   * The share of page views whose largest contentful paint is good, at most 2500 ms, in percent.
   */
  public goodLargestContentfulPaintPercent(options?: MetricOptions): Metric {
    return this.good('WebVitalsLargestContentfulPaint', GOOD.largestContentfulPaint, options);
  }

  /**
   * The share of page views whose interaction to next paint is good, at most 200 ms, in percent.
   */
  public goodInteractionToNextPaintPercent(options?: MetricOptions): Metric {
    return this.good('WebVitalsInteractionToNextPaint', GOOD.interactionToNextPaint, options);
  }

  /**
   * The share of page views whose cumulative layout shift is good, at most 0.1, in percent.
   */
  public goodCumulativeLayoutShiftPercent(options?: MetricOptions): Metric {
    return this.good('WebVitalsCumulativeLayoutShift', GOOD.cumulativeLayoutShift, options);
  }

  private perHundredPageViews(metricName: string, label: string, options?: MathExpressionOptions): MathExpression {
    const part = rumMetric(this.appMonitor, metricName);
    const views = rumMetric(this.appMonitor, 'PageViewCount');
    return new MathExpression({
      expression: '100*FILL(part,0)/views',
      usingMetrics: { part, views },
      label,
      ...options,
    });
  }

  /** A kind of page load or launch that did not occur has no data, which isn't to hide the others. */
  private apdex(of: string, options?: MathExpressionOptions): MathExpression {
    const [satisfied, tolerated, frustrated] = ['Satisfied', 'Tolerated', 'Frustrated'].map((verdict) =>
      rumMetric(this.appMonitor, `${of}${verdict}Transaction`),
    );
    const [s, t, f] = ['satisfied', 'tolerated', 'frustrated'].map((id) => `FILL(${id},0)`);
    return new MathExpression({
      expression: `(${s}+${t}/2)/(${s}+${t}+${f})`,
      usingMetrics: { satisfied, tolerated, frustrated },
      label: 'Apdex',
      ...options,
    });
  }

  private good(metricName: string, limit: number, options?: MetricOptions): Metric {
    return rumMetric(this.appMonitor, metricName, { statistic: Stats.percentileRank(limit), ...options });
  }
}
