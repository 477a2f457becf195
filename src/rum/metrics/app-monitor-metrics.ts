import { Resource, Tokenization } from 'aws-cdk-lib';
import {
  MathExpression,
  type MathExpressionOptions,
  type Metric,
  type MetricOptions,
  Stats,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { aws_rum } from 'aws-cdk-lib/interfaces';
import type { IConstruct } from 'constructs';
import { BUILT_IN } from '../../formats/browser-events';
import { WEB_VITALS } from '../../formats/web-vitals';
import { checkCount, checkOneOf, checkPattern } from '../../private/checks';
import { sum } from '../../private/metric-math';
import { Platform } from '../platform';
import type { IMobileMetrics } from './mobile-metrics';
import { rumMetric } from './rum-metric';
import type { IWebMetrics } from './web-metrics';

const HTTP_EVENT = { event_type: `${BUILT_IN}http_event` };
const RESOURCE_EVENT = { event_type: `${BUILT_IN}performance_resource_event` };

/**
 * The metrics that app monitors of one platform have in `AWS/RUM`.
 * @internal
 */
export abstract class AppMonitorMetrics
  extends Resource
  implements aws_rum.IAppMonitorRef, IWebMetrics, IMobileMetrics
{
  /**
   * What kind of application is watched.
   */
  public abstract readonly platform: Platform;
  public abstract readonly appMonitorRef: aws_rum.AppMonitorReference;

  public metricSessionDuration(options?: MetricOptions): Metric {
    return this.web('SessionDuration', options);
  }

  public metricPageViewCount(options?: MetricOptions): Metric {
    return this.web('PageViewCount', options);
  }

  public metricPageViewCountPerSession(options?: MetricOptions): Metric {
    return this.web('PageViewCountPerSession', options);
  }

  public metricTimeOnPage(options?: MetricOptions): Metric {
    return this.web('TimeOnPage', options);
  }

  public metricJsErrorCount(options?: MetricOptions): Metric {
    return this.web('JsErrorCount', options);
  }

  public metricJsErrorCountPerSession(options?: MetricOptions): Metric {
    return this.web('JsErrorCountPerSession', options);
  }

  public metricJsErrorCountPerPageView(options?: MetricOptions): Metric {
    return this.web('JsErrorCountPerPageView', options);
  }

  public metricHttp4xxCountPerSession(options?: MetricOptions): Metric {
    return this.web('Http4xxCountPerSession', options);
  }

  public metricHttp4xxCountPerPageView(options?: MetricOptions): Metric {
    return this.web('Http4xxCountPerPageView', options);
  }

  public metricHttp5xxCountPerSession(options?: MetricOptions): Metric {
    return this.web('Http5xxCountPerSession', options);
  }

  public metricHttp5xxCountPerPageView(options?: MetricOptions): Metric {
    return this.web('Http5xxCountPerPageView', options);
  }

  public metricNavigationSatisfiedTransaction(options?: MetricOptions): Metric {
    return this.web('NavigationSatisfiedTransaction', options);
  }

  public metricNavigationToleratedTransaction(options?: MetricOptions): Metric {
    return this.web('NavigationToleratedTransaction', options);
  }

  public metricNavigationFrustratedTransaction(options?: MetricOptions): Metric {
    return this.web('NavigationFrustratedTransaction', options);
  }

  public metricPerformanceNavigationDuration(options?: MetricOptions): Metric {
    return this.web('PerformanceNavigationDuration', options);
  }

  public metricPerformanceResourceDuration(options?: MetricOptions): Metric {
    return this.web('PerformanceResourceDuration', options);
  }

  public metricWebVitalsLargestContentfulPaint(options?: MetricOptions): Metric {
    return this.web('WebVitalsLargestContentfulPaint', options);
  }

  public metricWebVitalsInteractionToNextPaint(options?: MetricOptions): Metric {
    return this.web('WebVitalsInteractionToNextPaint', options);
  }

  public metricWebVitalsCumulativeLayoutShift(options?: MetricOptions): Metric {
    return this.web('WebVitalsCumulativeLayoutShift', options);
  }

  public metricWebVitalsFirstInputDelay(options?: MetricOptions): Metric {
    return this.web('WebVitalsFirstInputDelay', options);
  }

  public metricRumEventPayloadSize(options?: MetricOptions): Metric {
    return this.web('RumEventPayloadSize', options);
  }

  public metricHttpStatusCodeCount(statusCode: number, options?: MetricOptions): Metric {
    const fix = 'pass a status code such as 404';
    checkCount(this, 'statusCode', statusCode, { min: 100, max: 599, fix });
    const dimensions = { 'event_details.response.status': Tokenization.stringifyNumber(statusCode), ...HTTP_EVENT };
    return this.web('HttpStatusCodeCount', options, dimensions);
  }

  public metricPerformanceResourceDurationOfFileType(fileType: string, options?: MetricOptions): Metric {
    checkDimension(this, 'fileType', fileType);
    const dimensions = { 'event_details.file.type': fileType, ...RESOURCE_EVENT };
    return this.web('PerformanceResourceDuration', options, dimensions);
  }

  public metricEventCount(options?: MetricOptions): Metric {
    return this.web('RumEventPayloadSize', { statistic: Stats.SAMPLE_COUNT, ...options });
  }

  public metricUnminifyEventSuccessCount(releaseId: string, options?: MetricOptions): Metric {
    return this.ofRelease('UnminifyEventSuccessCount', releaseId, options);
  }

  public metricUnminifyEventFailureCount(releaseId: string, options?: MetricOptions): Metric {
    return this.ofRelease('UnminifyEventFailureCount', releaseId, options);
  }

  public metricUnminifyLineSuccessCount(releaseId: string, options?: MetricOptions): Metric {
    return this.ofRelease('UnminifyLineSuccessCount', releaseId, options);
  }

  public metricUnminifyLineFailureCount(releaseId: string, options?: MetricOptions): Metric {
    return this.ofRelease('UnminifyLineFailureCount', releaseId, options);
  }

  public metricJsErrorPercent(options?: MathExpressionOptions): MathExpression {
    return this.perHundredPageViews(this.metricJsErrorCount(), 'JavaScript errors per 100 page views', options);
  }

  public metricHttp4xxPercent(options?: MathExpressionOptions): MathExpression {
    return this.perHundredPageViews(rumMetric(this, 'Http4xxCount'), '4xx responses per 100 page views', options);
  }

  public metricHttp5xxPercent(options?: MathExpressionOptions): MathExpression {
    return this.perHundredPageViews(rumMetric(this, 'Http5xxCount'), '5xx responses per 100 page views', options);
  }

  public metricNavigationApdex(options?: MathExpressionOptions): MathExpression {
    return apdex(
      this.metricNavigationSatisfiedTransaction(),
      this.metricNavigationToleratedTransaction(),
      this.metricNavigationFrustratedTransaction(),
      options,
    );
  }

  public metricGoodLargestContentfulPaintPercent(options?: MetricOptions): Metric {
    return this.metricWebVitalsLargestContentfulPaint({
      statistic: Stats.percentileRank(WEB_VITALS.largestContentfulPaint.good),
      ...options,
    });
  }

  public metricGoodInteractionToNextPaintPercent(options?: MetricOptions): Metric {
    return this.metricWebVitalsInteractionToNextPaint({
      statistic: Stats.percentileRank(WEB_VITALS.interactionToNextPaint.good),
      ...options,
    });
  }

  public metricGoodCumulativeLayoutShiftPercent(options?: MetricOptions): Metric {
    return this.metricWebVitalsCumulativeLayoutShift({
      statistic: Stats.percentileRank(WEB_VITALS.cumulativeLayoutShift.good),
      ...options,
    });
  }

  public metricCrashCount(options?: MetricOptions): Metric {
    return this.mobile('CrashCount', options);
  }

  public metricAnrCount(options?: MetricOptions): Metric {
    return this.mobile('ANRCount', options);
  }

  public metricAppHangCount(options?: MetricOptions): Metric {
    return this.mobile('AppHangCount', options);
  }

  public metricColdLaunchTime(options?: MetricOptions): Metric {
    return this.mobile('ColdLaunchTime', options);
  }

  public metricColdAppLaunchSatisfiedTransaction(options?: MetricOptions): Metric {
    return this.mobile('ColdAppLaunchSatisfiedTransaction', options);
  }

  public metricColdAppLaunchToleratedTransaction(options?: MetricOptions): Metric {
    return this.mobile('ColdAppLaunchToleratedTransaction', options);
  }

  public metricColdAppLaunchFrustratedTransaction(options?: MetricOptions): Metric {
    return this.mobile('ColdAppLaunchFrustratedTransaction', options);
  }

  public metricWarmLaunchTime(options?: MetricOptions): Metric {
    return this.mobile('WarmLaunchTime', options);
  }

  public metricWarmAppLaunchSatisfiedTransaction(options?: MetricOptions): Metric {
    return this.mobile('WarmAppLaunchSatisfiedTransaction', options);
  }

  public metricWarmAppLaunchToleratedTransaction(options?: MetricOptions): Metric {
    return this.mobile('WarmAppLaunchToleratedTransaction', options);
  }

  public metricWarmAppLaunchFrustratedTransaction(options?: MetricOptions): Metric {
    return this.mobile('WarmAppLaunchFrustratedTransaction', options);
  }

  public metricScreenLoadCount(options?: MetricOptions): Metric {
    return this.mobile('ScreenLoadCount', options);
  }

  public metricScreenLoadTime(options?: MetricOptions): Metric {
    return this.mobile('ScreenLoadTime', options);
  }

  public metricScreenLoadToleratedTransaction(options?: MetricOptions): Metric {
    return this.mobile('ScreenLoadToleratedTransaction', options);
  }

  public metricNetworkLatency(options?: MetricOptions): Metric {
    return this.mobile('NetworkLatency', options);
  }

  public metricLogPayloadSize(options?: MetricOptions): Metric {
    return this.mobile('LogPayloadSize', options);
  }

  public metricSpanPayloadSize(options?: MetricOptions): Metric {
    return this.mobile('SpanPayloadSize', options);
  }

  public metricDroppedEventsCount(options?: MetricOptions): Metric {
    return this.mobile('DroppedEventsCount', options);
  }

  public metricDroppedSpansCount(options?: MetricOptions): Metric {
    return this.mobile('DroppedSpansCount', options);
  }

  public metricLogEventCount(options?: MetricOptions): Metric {
    return this.mobile('LogPayloadSize', { statistic: Stats.SAMPLE_COUNT, ...options });
  }

  public metricSpanCount(options?: MetricOptions): Metric {
    return this.mobile('SpanPayloadSize', { statistic: Stats.SAMPLE_COUNT, ...options });
  }

  public metricColdAppLaunchApdex(options?: MathExpressionOptions): MathExpression {
    return apdex(
      this.metricColdAppLaunchSatisfiedTransaction(),
      this.metricColdAppLaunchToleratedTransaction(),
      this.metricColdAppLaunchFrustratedTransaction(),
      options,
    );
  }

  public metricWarmAppLaunchApdex(options?: MathExpressionOptions): MathExpression {
    return apdex(
      this.metricWarmAppLaunchSatisfiedTransaction(),
      this.metricWarmAppLaunchToleratedTransaction(),
      this.metricWarmAppLaunchFrustratedTransaction(),
      options,
    );
  }

  private ofRelease(metricName: string, releaseId: string, options?: MetricOptions): Metric {
    checkDimension(this, 'releaseId', releaseId);
    return this.web(metricName, options, { 'aws:releaseId': releaseId });
  }

  private perHundredPageViews(part: Metric, label: string, options?: MathExpressionOptions): MathExpression {
    return new MathExpression({
      expression: `100*${sum('part')}/views`,
      usingMetrics: { part, views: this.metricPageViewCount() },
      label,
      ...options,
    });
  }

  /** Only where the service publishes it: elsewhere it would never have data. */
  private web(metricName: string, options?: MetricOptions, dimensions?: Record<string, string>): Metric {
    const fix = 'read a metric that mobile applications have';
    checkOneOf(this, `metric ${metricName} (platform)`, this.platform, [Platform.WEB], fix);
    return rumMetric(this, metricName, options, dimensions);
  }

  /** As above. */
  private mobile(metricName: string, options?: MetricOptions): Metric {
    const fix = 'read a metric that web applications have, or state the platform of the app monitor';
    checkOneOf(this, `metric ${metricName} (platform)`, this.platform, [Platform.IOS, Platform.ANDROID], fix);
    return rumMetric(this, metricName, options);
  }
}

/** A kind of page load or launch that did not occur has no data, which isn't to hide the others. */
function apdex(
  satisfied: Metric,
  tolerated: Metric,
  frustrated: Metric,
  options?: MathExpressionOptions,
): MathExpression {
  return new MathExpression({
    expression: `(${sum('satisfied')}+${sum('tolerated')}/2)/${sum('satisfied', 'tolerated', 'frustrated')}`,
    usingMetrics: { satisfied, tolerated, frustrated },
    label: 'Apdex',
    ...options,
  });
}

function checkDimension(scope: IConstruct, what: string, value: string): void {
  checkPattern(scope, what, value, {
    pattern: /^(?=.*\S).{1,255}$/,
    expected: '1 to 255 characters on one line, not only blanks',
    fix: 'pass the value that events carry',
  });
}
