import { App, Stack, Token } from 'aws-cdk-lib';
import type { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnAppMonitor } from 'aws-cdk-lib/aws-rum';
import { Feature, Transaction } from '../../../src/events';
import { AppMonitor, AppMonitorMetrics, AppMonitorMobileMetrics, AppMonitorRates, Platform } from '../../../src/rum';

const attributes = { appMonitorName: 'shop', appMonitorId: '123456ab-1234-4ca9-9d2f-a1b2c3456789' };
const stack = new Stack(new App(), 'Shop');
const web = AppMonitor.fromAppMonitorAttributes(stack, 'Web', attributes);
const mobile = AppMonitor.fromAppMonitorAttributes(stack, 'Mobile', { ...attributes, platform: Platform.IOS });
const BASE = { application_name: 'shop' };

/** Metric, statistic and unit as documented. */
const WEB = `
  SessionCount Sum Count
  SessionDuration p50 Milliseconds
  PageViewCount Sum Count
  PageViewCountPerSession Average Count
  TimeOnPage p50 Milliseconds
  JsErrorCount Sum Count
  JsErrorCountPerSession Average Count
  JsErrorCountPerPageView Average Count
  Http4xxCount Sum Count
  Http4xxCountPerSession Average Count
  Http4xxCountPerPageView Average Count
  Http5xxCount Sum Count
  Http5xxCountPerSession Average Count
  Http5xxCountPerPageView Average Count
  NavigationSatisfiedTransaction Sum Count
  NavigationToleratedTransaction Sum Count
  NavigationFrustratedTransaction Sum Count
  PerformanceNavigationDuration p75 Milliseconds
  PerformanceResourceDuration p75 Milliseconds
  WebVitalsLargestContentfulPaint p75 Milliseconds
  WebVitalsInteractionToNextPaint p75 Milliseconds
  WebVitalsCumulativeLayoutShift p75 None
  WebVitalsFirstInputDelay p75 Milliseconds
  RumEventPayloadSize Sum Bytes`;

const MOBILE = `
  SessionCount Sum Count
  CrashCount Sum Count
  ANRCount Sum Count
  AppHangCount Sum Count
  ColdLaunchTime p75 Milliseconds
  ColdAppLaunchSatisfiedTransaction Sum Count
  ColdAppLaunchToleratedTransaction Sum Count
  ColdAppLaunchFrustratedTransaction Sum Count
  WarmLaunchTime p75 Milliseconds
  WarmAppLaunchSatisfiedTransaction Sum Count
  WarmAppLaunchToleratedTransaction Sum Count
  WarmAppLaunchFrustratedTransaction Sum Count
  ScreenLoadCount Sum Count
  ScreenLoadTime p75 Milliseconds
  ScreenLoadToleratedTransaction Sum Count
  NetworkLatency p75 Milliseconds
  Http4xxCount Sum Count
  Http5xxCount Sum Count
  LogPayloadSize Sum Bytes
  SpanPayloadSize Sum Bytes
  DroppedEventsCount Sum Count
  DroppedSpansCount Sum Count`;

const rows = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => line.trim().split(' ') as [string, string, string]);
const methodOf = (metric: string) => (metric === 'ANRCount' ? 'anrCount' : metric[0].toLowerCase() + metric.slice(1));
const call = (facade: object, metric: string, options?: object) =>
  (facade as Record<string, (options?: object) => Metric>)[methodOf(metric)](options);

describe.each([
  ['web', web.metrics, WEB],
  ['mobile', mobile.mobileMetrics, MOBILE],
] as const)('metrics of a %s application', (_, facade, text) => {
  test.each(rows(text))('%s is read by %s, in %s', (metricName, statistic, unit) => {
    const metric = call(facade, metricName);
    expect(metric).toMatchObject({ namespace: 'AWS/RUM', metricName, statistic, unit, dimensions: BASE });
    expect(call(facade, metricName, { statistic: 'Maximum' })).toMatchObject({ metricName, statistic: 'Maximum' });
  });

  test('are as many as there are methods of that kind', () => {
    const others = ['constructor', 'count', 'ofRelease', 'checkDimension', 'logEventCount', 'spanCount', 'eventCount'];
    const withArguments = ['httpStatusCodeCount', 'performanceResourceDurationOfFileType'];
    const methods = Object.getOwnPropertyNames(Object.getPrototypeOf(facade)).filter(
      (name) => ![...others, ...withArguments].includes(name) && !name.startsWith('unminify'),
    );
    expect(methods.sort()).toEqual(
      rows(text)
        .map(([metric]) => methodOf(metric))
        .sort(),
    );
  });
});

describe('metrics with dimensions of their own', () => {
  test('say which', () => {
    expect(web.metrics.httpStatusCodeCount(404)).toMatchObject({
      metricName: 'HttpStatusCodeCount',
      statistic: 'Sum',
      dimensions: { ...BASE, 'event_details.response.status': '404', event_type: 'com.amazon.rum.http_event' },
    });
    expect(web.metrics.performanceResourceDurationOfFileType('script').dimensions).toEqual({
      ...BASE,
      'event_details.file.type': 'script',
      event_type: 'com.amazon.rum.performance_resource_event',
    });
    const { metrics } = web;
    const ofRelease = [
      metrics.unminifyEventSuccessCount('r1'),
      metrics.unminifyEventFailureCount('r1'),
      metrics.unminifyLineSuccessCount('r1'),
      metrics.unminifyLineFailureCount('r1'),
    ];
    expect(ofRelease.map(({ metricName, statistic }) => `${metricName} ${statistic}`)).toEqual([
      'UnminifyEventSuccessCount Sum',
      'UnminifyEventFailureCount Sum',
      'UnminifyLineSuccessCount Sum',
      'UnminifyLineFailureCount Sum',
    ]);
    expect(ofRelease[3].dimensions).toEqual({ ...BASE, 'aws:releaseId': 'r1' });
  });

  test('fail when the value cannot be', () => {
    expect(() => web.metrics.httpStatusCodeCount(99)).toThrow('[Shop/Web] statusCode: got 99');
    expect(() => web.metrics.httpStatusCodeCount(600)).toThrow('[Shop/Web] statusCode: got 600');
    expect(() => web.metrics.performanceResourceDurationOfFileType('')).toThrow('[Shop/Web] fileType: got ""');
    expect(() => web.metrics.unminifyEventFailureCount('a'.repeat(256))).toThrow('[Shop/Web] releaseId: got ');
    expect(() => web.metrics.httpStatusCodeCount(Token.asNumber({ Ref: 'Code' }))).not.toThrow();
  });
});

test('events are counted by the samples of their sizes', () => {
  expect(web.metrics.eventCount()).toMatchObject({ metricName: 'RumEventPayloadSize', statistic: 'SampleCount' });
  expect(mobile.mobileMetrics.logEventCount()).toMatchObject({
    metricName: 'LogPayloadSize',
    statistic: 'SampleCount',
  });
  expect(mobile.mobileMetrics.spanCount()).toMatchObject({ metricName: 'SpanPayloadSize', statistic: 'SampleCount' });
});

test('a web application has no metrics of mobile ones', () => {
  expect(() => web.mobileMetrics).toThrow('[Shop/Web] mobileMetrics (platform): got "Web", expected iOS or Android');
});

describe('rates', () => {
  const partsOf = (math: MathExpression) =>
    Object.entries(math.usingMetrics).map(([id, metric]) => [id, (metric as Metric).metricName]);

  test.each([
    ['JsErrorCount', web.rates.jsErrorPercent()],
    ['Http4xxCount', web.rates.http4xxPercent()],
    ['Http5xxCount', web.rates.http5xxPercent()],
  ])('of %s are per 100 page views', (metricName, math) => {
    expect(math.expression).toBe('100*FILL(part,0)/views');
    expect(partsOf(math)).toEqual([
      ['part', metricName],
      ['views', 'PageViewCount'],
    ]);
  });

  test.each([
    ['Navigation', web.rates.navigationApdex()],
    ['ColdAppLaunch', mobile.rates.coldAppLaunchApdex()],
    ['WarmAppLaunch', mobile.rates.warmAppLaunchApdex()],
  ])('Apdex of %s counts tolerated ones half', (of, math) => {
    expect(partsOf(math)).toEqual([
      ['satisfied', `${of}SatisfiedTransaction`],
      ['tolerated', `${of}ToleratedTransaction`],
      ['frustrated', `${of}FrustratedTransaction`],
    ]);
    const apdex = (satisfied: number, tolerated: number, frustrated: number) =>
      new Function('satisfied', 'tolerated', 'frustrated', 'FILL', `return ${math.expression}`)(
        satisfied,
        tolerated,
        frustrated,
        (value: number) => value,
      );
    expect([apdex(8, 0, 0), apdex(0, 8, 0), apdex(0, 0, 8), apdex(6, 1, 1)]).toEqual([1, 0.5, 0, 0.8125]);
  });

  test('take options', () => {
    const math = web.rates.jsErrorPercent({ label: 'x' });
    expect(math.label).toBe('x');
  });

  test.each([
    ['WebVitalsLargestContentfulPaint', web.rates.goodLargestContentfulPaintPercent(), 'PR(:2500)'],
    ['WebVitalsInteractionToNextPaint', web.rates.goodInteractionToNextPaintPercent(), 'PR(:200)'],
    ['WebVitalsCumulativeLayoutShift', web.rates.goodCumulativeLayoutShiftPercent(), 'PR(:0.1)'],
  ])('of good %s are percentile ranks', (metricName, metric, statistic) => {
    expect(metric).toMatchObject({ metricName, statistic, dimensions: BASE });
  });
});

test('an L1 has the same', () => {
  const own = new Stack();
  const l1 = new CfnAppMonitor(own, 'L1', { name: 'shop' });
  const dimensions = { application_name: { Ref: 'L1' } };
  expect(own.resolve(AppMonitorMetrics.fromAppMonitor(l1).sessionCount().dimensions)).toEqual(dimensions);
  expect(own.resolve(AppMonitorMobileMetrics.fromAppMonitor(l1).crashCount().dimensions)).toEqual(dimensions);
  expect(AppMonitorRates.fromAppMonitor(l1).navigationApdex().label).toBe('Apdex');
});

describe('features', () => {
  const define = (platform?: Platform) =>
    new AppMonitor(new Stack(new App(), 'Shop'), 'Monitor', { domains: ['shop.example.com'], platform });

  test('are counted under their names', () => {
    const monitor = define();
    monitor.addFeature(new Feature(monitor, 'GiftCards'));
    monitor.addFeature(new Feature(monitor, 'Wishlist'));
    expect(monitor.features.map(({ featureName }) => featureName)).toEqual(['GiftCards', 'Wishlist']);
    expect(web.metricFeatureUsed('GiftCards')).toMatchObject({
      namespace: 'RUM/CustomMetrics/UserTelemetry',
      metricName: 'FeatureUsed',
      dimensions: { ...BASE, Feature: 'GiftCards' },
      statistic: 'Sum',
      unit: 'Count',
    });
  });

  test('fail when one of that name is counted already', () => {
    const monitor = define();
    monitor.addFeature(new Feature(monitor, 'GiftCards'));
    const other = new Feature(monitor, 'Other', { featureName: 'GiftCards' });
    expect(() => monitor.addFeature(other)).toThrow('[Shop/Monitor] addFeature() (featureName): got "GiftCards"');
  });

  test('and transactions fail for a mobile application, whose events are others', () => {
    const monitor = define(Platform.ANDROID);
    expect(() => monitor.addFeature(new Feature(monitor, 'GiftCards'))).toThrow(
      'addFeature() (platform): got "Android"',
    );
    expect(() => monitor.addTransaction(new Transaction(monitor, 'Buy'))).toThrow('addTransaction() (platform): got ');
  });
});
