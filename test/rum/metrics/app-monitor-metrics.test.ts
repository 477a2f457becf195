import { App, Stack, Token } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnAppMonitor } from 'aws-cdk-lib/aws-rum';
import { Feature, Transaction } from '../../../src/events';
import { AppMonitor, type IAppMonitor, Platform } from '../../../src/rum';

const attributes = { appMonitorName: 'shop', appMonitorId: '123456ab-1234-4ca9-9d2f-a1b2c3456789' };
const stack = new Stack(new App(), 'Shop');
const web = AppMonitor.fromAppMonitorAttributes(stack, 'Web', attributes);
const mobile = AppMonitor.fromAppMonitorAttributes(stack, 'Mobile', { ...attributes, platform: Platform.IOS });
const BASE = { application_name: 'shop' };

/** Metrics as documented, each with the statistic that it is read by. */
const COMMON = `
  SessionCount Sum
  Http4xxCount Sum
  Http5xxCount Sum`;

const WEB = `
  SessionDuration p50
  PageViewCount Sum
  PageViewCountPerSession Average
  TimeOnPage p50
  JsErrorCount Sum
  JsErrorCountPerSession Average
  JsErrorCountPerPageView Average
  Http4xxCountPerSession Average
  Http4xxCountPerPageView Average
  Http5xxCountPerSession Average
  Http5xxCountPerPageView Average
  NavigationSatisfiedTransaction Sum
  NavigationToleratedTransaction Sum
  NavigationFrustratedTransaction Sum
  PerformanceNavigationDuration p75
  PerformanceResourceDuration p75
  WebVitalsLargestContentfulPaint p75
  WebVitalsInteractionToNextPaint p75
  WebVitalsCumulativeLayoutShift p75
  WebVitalsFirstInputDelay p75
  RumEventPayloadSize Sum`;

const MOBILE = `
  CrashCount Sum
  ANRCount Sum
  AppHangCount Sum
  ColdLaunchTime p75
  ColdAppLaunchSatisfiedTransaction Sum
  ColdAppLaunchToleratedTransaction Sum
  ColdAppLaunchFrustratedTransaction Sum
  WarmLaunchTime p75
  WarmAppLaunchSatisfiedTransaction Sum
  WarmAppLaunchToleratedTransaction Sum
  WarmAppLaunchFrustratedTransaction Sum
  ScreenLoadCount Sum
  ScreenLoadTime p75
  ScreenLoadToleratedTransaction Sum
  NetworkLatency p75
  LogPayloadSize Sum
  SpanPayloadSize Sum
  DroppedEventsCount Sum
  DroppedSpansCount Sum`;

const rows = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => line.trim().split(' ') as [string, string]);
const methodOf = (metric: string) => (metric === 'ANRCount' ? 'metricAnrCount' : `metric${metric}`);
const call = (monitor: IAppMonitor, metric: string, options?: object) =>
  (monitor as unknown as Record<string, (options?: object) => Metric>)[methodOf(metric)](options);

/** What takes arguments, is read by another statistic, or follows from others. */
const OTHERS = `
  metric metricOf metricTransaction metricFeatureUsed
  metricFrustratedClickCount metricObservedPageViewCount metricFrustratedClickPercent
  metricHttpStatusCodeCount metricPerformanceResourceDurationOfFileType
  metricUnminifyEventSuccessCount metricUnminifyEventFailureCount
  metricUnminifyLineSuccessCount metricUnminifyLineFailureCount
  metricEventCount metricLogEventCount metricSpanCount
  metricJsErrorPercent metricHttp4xxPercent metricHttp5xxPercent
  metricNavigationApdex metricColdAppLaunchApdex metricWarmAppLaunchApdex
  metricGoodLargestContentfulPaintPercent metricGoodInteractionToNextPaintPercent
  metricGoodCumulativeLayoutShiftPercent`;

describe.each([
  ['web', web, COMMON + WEB],
  ['mobile', mobile, COMMON + MOBILE],
] as const)('metrics of a %s application', (_, monitor, text) => {
  test.each(rows(text))('%s is read by %s, whatever its unit', (metricName, statistic) => {
    const metric = call(monitor, metricName);
    expect(metric).toMatchObject({ namespace: 'AWS/RUM', metricName, statistic, dimensions: BASE });
    expect(metric.unit).toBeUndefined(); // it would be a filter
    expect(call(monitor, metricName, { statistic: 'Maximum' })).toMatchObject({ metricName, statistic: 'Maximum' });
  });
});

test('no metric has a method but those', () => {
  const methods = new Set<string>();
  for (let type = Object.getPrototypeOf(web); type !== Object.prototype; type = Object.getPrototypeOf(type)) {
    for (const name of Object.getOwnPropertyNames(type)) if (name.startsWith('metric')) methods.add(name);
  }
  const documented = rows(COMMON + WEB + MOBILE).map(([metric]) => methodOf(metric));
  expect([...methods].sort()).toEqual([...documented, ...OTHERS.trim().split(/\s+/)].sort());
});

describe('metrics with dimensions of their own', () => {
  test('say which', () => {
    expect(web.metricHttpStatusCodeCount(404)).toMatchObject({
      metricName: 'HttpStatusCodeCount',
      statistic: 'Sum',
      dimensions: { ...BASE, 'event_details.response.status': '404', event_type: 'com.amazon.rum.http_event' },
    });
    expect(web.metricPerformanceResourceDurationOfFileType('script').dimensions).toEqual({
      ...BASE,
      'event_details.file.type': 'script',
      event_type: 'com.amazon.rum.performance_resource_event',
    });
    const ofRelease = [
      web.metricUnminifyEventSuccessCount('r1'),
      web.metricUnminifyEventFailureCount('r1'),
      web.metricUnminifyLineSuccessCount('r1'),
      web.metricUnminifyLineFailureCount('r1'),
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
    expect(() => web.metricHttpStatusCodeCount(99)).toThrow('[Shop/Web] statusCode: got 99');
    expect(() => web.metricHttpStatusCodeCount(600)).toThrow('[Shop/Web] statusCode: got 600');
    expect(() => web.metricHttpStatusCodeCount(404.5)).toThrow('[Shop/Web] statusCode: got 404.5');
    expect(() => web.metricPerformanceResourceDurationOfFileType('')).toThrow('[Shop/Web] fileType: got ""');
    expect(() => web.metricUnminifyEventFailureCount('a'.repeat(256))).toThrow('[Shop/Web] releaseId: got ');
    expect(() => web.metricHttpStatusCodeCount(Token.asNumber({ Ref: 'Code' }))).not.toThrow();
  });
});

test('events are counted by the samples of their sizes', () => {
  expect(web.metricEventCount()).toMatchObject({ metricName: 'RumEventPayloadSize', statistic: 'SampleCount' });
  expect(mobile.metricLogEventCount()).toMatchObject({
    metricName: 'LogPayloadSize',
    statistic: 'SampleCount',
  });
  expect(mobile.metricSpanCount()).toMatchObject({ metricName: 'SpanPayloadSize', statistic: 'SampleCount' });
});

test.each(rows(MOBILE))('a web application has no %s', (metricName) => {
  expect(() => call(web, metricName)).toThrow(
    `[Shop/Web] metric ${metricName} (platform): got "Web", expected one of "iOS", "Android"; `,
  );
});

test.each(rows(WEB))('a mobile application has no %s', (metricName) => {
  expect(() => call(mobile, metricName)).toThrow(
    `[Shop/Mobile] metric ${metricName} (platform): got "iOS", expected "Web"; `,
  );
});

test('rates and numbers of events are of one platform as well', () => {
  const ofWeb = [
    'EventCount',
    'JsErrorPercent',
    'Http5xxPercent',
    'NavigationApdex',
    'GoodCumulativeLayoutShiftPercent',
  ];
  for (const metric of ofWeb) expect(() => call(mobile, metric)).toThrow('(platform): got "iOS"');
  const ofMobile = ['LogEventCount', 'SpanCount', 'ColdAppLaunchApdex', 'WarmAppLaunchApdex'];
  for (const metric of ofMobile) expect(() => call(web, metric)).toThrow('(platform): got "Web"');
});

describe('rates', () => {
  const partsOf = (math: MathExpression) =>
    Object.entries(math.usingMetrics).map(([id, metric]) => [id, (metric as Metric).metricName]);

  test.each([
    ['JsErrorCount', web.metricJsErrorPercent()],
    ['Http4xxCount', web.metricHttp4xxPercent()],
    ['Http5xxCount', web.metricHttp5xxPercent()],
  ])('of %s are per 100 page views', (metricName, math) => {
    expect(math.expression).toBe('100*SUM([TIME_SERIES(0),part])/views');
    expect(partsOf(math)).toEqual([
      ['part', metricName],
      ['views', 'PageViewCount'],
    ]);
  });

  test('of clicks in vain add up what has the dimension application_name and what has not', () => {
    const { expression, usingMetrics } = web.metricFrustratedClickPercent();
    expect(expression).toBe('100*SUM([TIME_SERIES(0),clicks,allClicks])/SUM([TIME_SERIES(0),views,allViews])');
    expect(usingMetrics).toMatchObject({
      clicks: { metricName: 'FrustratedClickCount', dimensions: BASE },
      views: { metricName: 'ObservedPageViewCount', dimensions: BASE },
    });
    const { allClicks, allViews } = usingMetrics as Record<string, Metric>;
    expect([allClicks, allViews].map(({ metricName, dimensions }) => [metricName, dimensions ?? {}])).toEqual([
      ['FrustratedClickCount', {}],
      ['ObservedPageViewCount', {}],
    ]);
  });

  test.each([
    ['Navigation', web.metricNavigationApdex()],
    ['ColdAppLaunch', mobile.metricColdAppLaunchApdex()],
    ['WarmAppLaunch', mobile.metricWarmAppLaunchApdex()],
  ])('Apdex of %s counts tolerated ones half', (of, math) => {
    expect(partsOf(math)).toEqual([
      ['satisfied', `${of}SatisfiedTransaction`],
      ['tolerated', `${of}ToleratedTransaction`],
      ['frustrated', `${of}FrustratedTransaction`],
    ]);
    const apdex = (satisfied: number, tolerated: number, frustrated: number) =>
      new Function('satisfied', 'tolerated', 'frustrated', 'SUM', 'TIME_SERIES', `return ${math.expression}`)(
        satisfied,
        tolerated,
        frustrated,
        (values: number[]) => values.reduce((total, value) => total + value),
        (value: number) => value,
      );
    expect([apdex(8, 0, 0), apdex(0, 8, 0), apdex(0, 0, 8), apdex(6, 1, 1)]).toEqual([1, 0.5, 0, 0.8125]);
  });

  test('take options', () => {
    const math = web.metricJsErrorPercent({ label: 'x' });
    expect(math.label).toBe('x');
  });

  test.each([
    ['WebVitalsLargestContentfulPaint', web.metricGoodLargestContentfulPaintPercent(), 'PR(:2500)'],
    ['WebVitalsInteractionToNextPaint', web.metricGoodInteractionToNextPaintPercent(), 'PR(:200)'],
    ['WebVitalsCumulativeLayoutShift', web.metricGoodCumulativeLayoutShiftPercent(), 'PR(:0.1)'],
  ])('of good %s are percentile ranks', (metricName, metric, statistic) => {
    expect(metric).toMatchObject({ metricName, statistic, dimensions: BASE });
  });
});

test('an L1 has the same', () => {
  const own = new Stack();
  const l1 = new CfnAppMonitor(own, 'L1', { name: 'shop' });
  const monitor = AppMonitor.fromCfnAppMonitor(l1);
  expect(own.resolve(monitor.metricSessionCount().dimensions)).toEqual({ application_name: { Ref: 'L1' } });
  expect(own.resolve(monitor.appMonitorId)).toEqual({ 'Fn::GetAtt': ['L1', 'Id'] });
  expect(monitor.metricNavigationApdex().label).toBe('Apdex');
  expect(AppMonitor.fromCfnAppMonitor(l1)).toBe(monitor);
  const app = new CfnAppMonitor(own, 'App', { name: 'app', platform: 'Android' });
  expect(own.resolve(AppMonitor.fromCfnAppMonitor(app).metricCrashCount().dimensions)).toEqual({
    application_name: { Ref: 'App' },
  });
  expect(Object.keys(Template.fromStack(own).toJSON().Resources)).toEqual(['L1', 'App']);
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
      unit: undefined,
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
