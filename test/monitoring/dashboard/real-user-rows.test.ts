import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Feature } from '../../../src/events';
import {
  AppMonitor,
  ExtendedMetric,
  Interactions,
  MetricDefinition,
  MetricDimension,
  Telemetry,
  WebApp,
} from '../../../src/rum';
import { importMonitor, type Json, widgetsOf } from '../helpers';
import { setUp, titled, variablesOf } from './setup';

const DOMAINS = ['shop.example.com'];
const titlesOf = (stack: Parameters<typeof widgetsOf>[0]) => widgetsOf(stack).map(({ properties }) => properties.title);

test('has no widget for what the web app does not report', () => {
  const { stack, dashboard } = setUp();
  dashboard.addAppMonitor(
    'Shop',
    new AppMonitor(stack, 'Monitor', { domains: DOMAINS, telemetries: [Telemetry.HTTP] }),
  );
  expect(titlesOf(stack).filter(Boolean)).toEqual([
    'Real users',
    'Shop: sessions and page views',
    'Shop: failed HTTP requests',
    'The last 30 days (USD)',
    'A month at the pace of the last 7 days (USD)',
    'Each day (USD)',
  ]);
});

test('fills the band of good vitals green and that of poor ones red', () => {
  const { stack, dashboard } = setUp();
  dashboard.addAppMonitor('Shop', importMonitor(stack));
  const { annotations } = titled(stack, 'Shop: layout shift, p75').properties;
  expect(annotations.horizontal).toEqual([
    { value: 0.1, label: 'good up to', color: '#2ca02c', fill: 'below', yAxis: 'left' },
    { value: 0.25, label: 'poor above', color: '#d62728', fill: 'above', yAxis: 'left' },
  ]);
});

test('shows frustration where interactions are told to CloudWatch RUM', () => {
  const { stack, dashboard } = setUp();
  const client = { interactions: Interactions.toRum() };
  dashboard.addAppMonitor('Shop', new WebApp(stack, 'Shop', { domains: DOMAINS, client }).appMonitor);
  expect(titlesOf(stack)).toContain('Shop: clicks in vain per 100 page views');
});

describe('by page, browser, country', () => {
  const metric = (...dimensions: MetricDimension[]) =>
    MetricDefinition.extended(ExtendedMetric.JS_ERROR_COUNT, ...dimensions);

  test('shows what the app monitor was told to publish, whatever values users bring', () => {
    const { stack, dashboard } = setUp();
    const metricDefinitions = [
      metric(MetricDimension.browserName()),
      metric(MetricDimension.countryCode('DE', 'FR'), MetricDimension.browserName()),
    ];
    dashboard.addAppMonitor('Shop', new AppMonitor(stack, 'Monitor', { domains: DOMAINS, metricDefinitions }));
    const [[{ expression }]] = titled(stack, 'Shop: JavaScript errors by browser').properties.metrics;
    expect(expression).toMatch(
      /^SEARCH\('\{AWS\/RUM,BrowserName,"application_name"\} MetricName="JsErrorCount" application_name="<\w+>"', 'Sum'\)$/,
    );
    expect(titled(stack, 'Shop: JavaScript errors by country and browser').properties.metrics).toHaveLength(1);
    expect(variablesOf(stack)).toEqual([]);
  });

  test('lets its reader choose a page', () => {
    const { stack, dashboard } = setUp();
    const metricDefinitions = [
      metric(MetricDimension.pageId('/cart', '/pay')),
      MetricDefinition.firstContentfulPaint(MetricDimension.pageId()),
    ];
    dashboard.addAppMonitor('Shop', new AppMonitor(stack, 'Monitor', { domains: DOMAINS, metricDefinitions }));
    const { metrics } = titled(stack, 'Shop: JavaScript errors by page').properties;
    expect(metrics[1]).toEqual([
      ...['AWS/RUM', 'JsErrorCount', 'PageId', '/cart', 'application_name'],
      expect.any(String),
      expect.objectContaining({ label: 'the chosen page', stat: 'Sum' }),
    ]);
    // By both readings of what is documented of custom metrics.
    const searches = titled(stack, 'Shop: FirstContentfulPaint by page').properties.metrics.flatMap(
      ([{ expression }]: Json[]) => expression ?? [],
    );
    expect(searches.map((search: string) => /\{.*\}/.exec(search)?.[0])).toEqual([
      '{RUM/CustomMetrics/UserTelemetry,PageId,"application_name"}',
      '{RUM/CustomMetrics/UserTelemetry,PageId}',
    ]);
    expect(variablesOf(stack)).toEqual([
      {
        type: 'property',
        property: 'PageId',
        inputType: 'select',
        id: 'page',
        label: 'Page',
        defaultValue: '__FIRST',
        search: '{AWS/RUM,PageId,"application_name"} MetricName="JsErrorCount"',
        populateFrom: 'PageId',
      },
    ]);
  });

  test('leaves out the metrics of transactions, which have a section', () => {
    const { stack, dashboard } = setUp();
    const monitor = new AppMonitor(stack, 'Monitor', { domains: DOMAINS });
    monitor.addFeature(new Feature(stack, 'Wishlist'));
    dashboard.addAppMonitor('Shop', monitor);
    expect(titlesOf(stack).filter((title) => title?.includes(' by '))).toEqual([]);
  });
});

test('asks the log of events where there is one: pages, countries, releases', () => {
  const { stack, dashboard } = setUp();
  const props = { domains: DOMAINS, logRetention: RetentionDays.ONE_WEEK };
  dashboard.addAppMonitor('Shop', new AppMonitor(stack, 'Monitor', props));
  const logs = widgetsOf(stack).filter(({ type }) => type === 'log');
  expect(logs.map(({ properties }) => properties.title)).toEqual([
    'Shop: JavaScript errors by page and release',
    'Shop: Web vitals by page',
    'Shop: Countries and browsers',
    'Shop: Releases, newest first',
  ]);
  for (const { properties } of logs) {
    expect(properties.query).toMatch(/^SOURCE '\/aws\/vendedlogs\/RUMService_.*' \| filter /);
    expect(properties.query).toContain('CloudWatchSynthetics'); // which it leaves out
  }
  expect(logs[3].properties.query).toContain('earliest(@timestamp) as first_seen');
});
