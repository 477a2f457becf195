import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Alarm, type CfnDashboard, Metric, TextWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { ContainerImage, FargateTaskDefinition } from 'aws-cdk-lib/aws-ecs';
import { AdotSidecar, CollectorConfig } from '../../../src/collector';
import { Feature, Transaction } from '../../../src/events';
import { TelemetryDashboard, type TelemetryDashboardProps } from '../../../src/monitoring';
import { importMonitor, inFull, type Json, widgetsOf } from '../helpers';

function setUp(props?: TelemetryDashboardProps) {
  const stack = new Stack(new App(), 'Stack');
  return { stack, dashboard: new TelemetryDashboard(stack, 'Dashboard', props) };
}

/** Of a text, its first line. */
const titles = (widgets: Json[]) =>
  widgets.map(({ properties }) => properties.title ?? properties.markdown.split('\n', 1)[0]);
const metricNames = (widget: Json) => widget.properties.metrics.map((metric: Json[]) => metric[1]);
const titled = (stack: Stack, title: string) => {
  const found = widgetsOf(stack).filter(({ properties }) => properties.title === title);
  expect(found).toHaveLength(1);
  return found[0];
};

function alarm(stack: Stack, id: string): Alarm {
  const metric = new Metric({ namespace: 'Shop', metricName: id });
  return new Alarm(stack, id, { metric, threshold: 1, evaluationPeriods: 1 });
}

function sidecar(stack: Stack, id: string, config?: CollectorConfig): AdotSidecar {
  const taskDefinition = new FargateTaskDefinition(stack, `${id}Task`);
  taskDefinition.addContainer('app', { image: ContainerImage.fromRegistry('node:22') });
  return new AdotSidecar(stack, id, { taskDefinition, applicationName: 'retail', config });
}

test('has no content but its title, no name, and opens on 8 hours', () => {
  const { stack } = setUp({ title: 'AnyCompany' });
  const { Properties } = Object.values(Template.fromStack(stack).findResources('AWS::CloudWatch::Dashboard'))[0];
  expect(Properties.DashboardName).toBeUndefined();
  const body = JSON.parse(Properties.DashboardBody);
  expect(body).toMatchObject({ start: '-PT8H', periodOverride: 'inherit' });
  expect(titles(body.widgets)).toEqual(['# AnyCompany']);
});

test('has its sections in one order, whatever the order of the calls', () => {
  const { stack, dashboard } = setUp();
  dashboard.addBackend('Orders', sidecar(stack, 'Orders'));
  dashboard.addAppMonitor('Storefront', importMonitor(stack));
  dashboard.addTransaction(new Transaction(stack, 'Checkout'));
  dashboard.addAlarms([alarm(stack, 'Broken')]);
  expect(titles(widgetsOf(stack))).toEqual([
    '# User telemetry',
    'Real users',
    'Apdex of page loads',
    'Transactions: completed of started (%)',
    'Alarms',
    '## Behavior: what users achieve',
    'Checkout',
    'Checkout: started, completed, abandoned',
    'Checkout: completed and abandoned of started',
    '## Real users',
    'Storefront: sessions and page views',
    'Storefront: JavaScript errors',
    'Storefront: failed HTTP requests',
    'Storefront: Apdex of page loads',
    'Storefront: largest content after, p75 (ms)',
    'Storefront: reacts to input after, p75 (ms)',
    'Storefront: layout shift, p75',
    '## Backends',
    'Orders: requests',
    'Orders: request duration (s)',
    'Checkout: counted by services',
    '## What users cost',
    'The last 30 days (USD)',
    'A month at the pace of the last 7 days (USD)',
    'Each day (USD)',
  ]);
});

test('places widgets without overlap, within 24 columns', () => {
  const { stack, dashboard } = setUp();
  dashboard.addAppMonitor('Storefront', importMonitor(stack));
  for (const id of ['Checkout', 'SignUp', 'Return', 'Search']) dashboard.addTransaction(new Transaction(stack, id));
  dashboard.addBackend('Orders', sidecar(stack, 'Orders'));
  const taken = new Set<string>();
  for (const { x, y, width, height } of widgetsOf(stack)) {
    expect(x + width).toBeLessThanOrEqual(24);
    for (let column = x; column < x + width; column++) {
      for (let row = y; row < y + height; row++) {
        const cell = `${column},${row}`;
        expect(taken).not.toContain(cell);
        taken.add(cell);
      }
    }
  }
});

test('shows alarms of anyone, at most 100 in a widget', () => {
  const { stack, dashboard } = setUp();
  dashboard.addAlarms(Array.from({ length: 101 }, (_, i) => alarm(stack, `Alarm${i}`)));
  const [, first, second] = widgetsOf(stack);
  expect(first).toMatchObject({ type: 'alarm', width: 24 });
  expect(first.properties.alarms).toHaveLength(100);
  expect(second.properties.alarms).toEqual([expect.stringContaining('Alarm100')]);
});

/** With a value in every period. */
const sum = (...ids: string[]) => `SUM([TIME_SERIES(0),${ids.join(',')}])`;

describe('behavior', () => {
  test('counts one web app, whether or not its metrics have the dimension application_name', () => {
    const { stack, dashboard } = setUp();
    dashboard.addTransaction(new Transaction(stack, 'Checkout', { minimumCompletionRate: 0.6 }));
    dashboard.addAppMonitor('Storefront', importMonitor(stack));
    const counts = titled(stack, 'Checkout');
    const sums = counts.properties.metrics.map(([{ expression }]: Json[]) => expression).filter(Boolean);
    expect(sums).toEqual(['started', 'completed', 'abandoned'].map((outcome) => sum(`${outcome}0`, `${outcome}1`)));
    expect(counts.properties.setPeriodToTimeRange).toBe(true);
    const { metrics, annotations } = titled(stack, 'Checkout: completed and abandoned of started').properties;
    const rate = `100*${sum('completed0', 'completed1')}/${sum('started0', 'started1')}`;
    expect(metrics[0][0]).toMatchObject({ expression: rate });
    const abandoned = `100*${sum('abandoned0', 'abandoned1')}/${sum('started0', 'started1')}`;
    expect(metrics[5][0]).toMatchObject({ expression: abandoned, label: 'abandoned (%)' });
    const own = ['application_name', 'shop'];
    const custom = ['RUM/CustomMetrics/UserTelemetry'];
    const checkout = ['Transaction', 'Checkout'];
    expect(metrics.slice(1, 5).map((metric: Json[]) => metric.slice(0, -1))).toEqual([
      [...custom, 'TransactionCompleted', ...checkout, ...own],
      [...custom, 'TransactionCompleted', ...checkout],
      [...custom, 'TransactionStarted', ...checkout, ...own],
      [...custom, 'TransactionStarted', ...checkout],
    ]);
    expect(metrics.slice(1, 5).map((metric: Json[]) => metric.at(-1).visible)).toEqual([false, false, false, false]);
    expect(annotations.horizontal).toEqual([expect.objectContaining({ value: 60, label: 'minimum' })]);
  });

  test('adds up several web apps, also late ones', () => {
    const { stack, dashboard } = setUp();
    dashboard.addAppMonitor('Storefront', importMonitor(stack, 'shop'));
    dashboard.addTransaction(new Transaction(stack, 'Checkout'));
    dashboard.addAppMonitor('Outlet', importMonitor(stack, 'outlet'));
    const expressions = titled(stack, 'Checkout')
      .properties.metrics.map((metric: Json[]) => metric[0].expression)
      .filter(Boolean);
    expect(expressions).toEqual(
      ['started', 'completed', 'abandoned'].map((outcome) => sum(`${outcome}0`, `${outcome}1`, `${outcome}2`)),
    );
    const { metrics, annotations } = titled(stack, 'Checkout: completed and abandoned of started').properties;
    const [completed, started] = ['completed', 'started'].map((id) => sum(`${id}0`, `${id}1`, `${id}2`));
    expect(metrics[0][0].expression).toBe(`100*${completed}/${started}`);
    expect(annotations).toBeUndefined();
  });

  test('is left out where no web app can show it', () => {
    const { stack, dashboard } = setUp();
    dashboard.addTransaction(new Transaction(stack, 'Checkout'));
    expect(widgetsOf(stack)).toHaveLength(1);
  });
});

test.each([
  ['largest content after, p75 (ms)', 'WebVitalsLargestContentfulPaint', [2500, 4000]],
  ['reacts to input after, p75 (ms)', 'WebVitalsInteractionToNextPaint', [200, 500]],
  ['layout shift, p75', 'WebVitalsCumulativeLayoutShift', [0.1, 0.25]],
])('marks what is good and poor in %s', (title, metricName, values) => {
  const { stack, dashboard } = setUp();
  dashboard.addAppMonitor('Storefront', importMonitor(stack));
  const { metrics, annotations } = titled(stack, `Storefront: ${title}`).properties;
  expect(metrics).toEqual([
    ['AWS/RUM', metricName, 'application_name', 'shop', expect.objectContaining({ stat: 'p75' })],
  ]);
  expect(annotations.horizontal.map(({ value }: Json) => value)).toEqual(values);
});

test('shows what services count once, though each of them reports it', () => {
  const { stack, dashboard } = setUp();
  dashboard.addTransaction(new Transaction(stack, 'Checkout'));
  dashboard.addBackend('Orders', sidecar(stack, 'Orders'));
  dashboard.addBackend('Payment', sidecar(stack, 'Payment'));
  const { metrics } = titled(stack, 'Checkout: counted by services').properties;
  expect(metrics).toHaveLength(3);
  expect(metrics[0].slice(0, 2)).toEqual(['UserTelemetry', 'user.transactions']);
  const { metrics: requests } = titled(stack, 'Payment: requests').properties;
  expect(requests).toEqual([
    expect.arrayContaining(['service', 'Payment', expect.objectContaining({ stat: 'SampleCount' })]),
  ]);
  const durations = titled(stack, 'Payment: request duration (s)').properties.metrics;
  expect(durations.map((metric: Json[]) => metric.at(-1).stat ?? 'Average')).toEqual(['Average', 'Maximum']);
});

test('keeps to the metric math that alarms and graphs share', () => {
  const { stack, dashboard } = setUp();
  dashboard.addAppMonitor('Storefront', importMonitor(stack, 'shop'));
  dashboard.addAppMonitor('Outlet', importMonitor(stack, 'outlet'));
  dashboard.addTransaction(new Transaction(stack, 'Checkout'));
  expect(JSON.stringify(widgetsOf(stack))).not.toMatch(/SEARCH|METRICS\(|RATE\(/);
});

test('takes widgets of the user below its sections', () => {
  const { stack, dashboard } = setUp({ dashboardName: 'retail' });
  dashboard.dashboard.addWidgets(new TextWidget({ markdown: 'mine' }));
  dashboard.addAppMonitor('Storefront', importMonitor(stack));
  const last = widgetsOf(stack).at(-1);
  expect(last.properties.markdown).toBe('mine');
  expect(last.y).toBeGreaterThan(10);
  Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::Dashboard', { DashboardName: 'retail' });
});

test('shows what is added after somebody looked at it', () => {
  const { stack, dashboard } = setUp();
  stack.resolve((dashboard.dashboard.node.defaultChild as CfnDashboard).dashboardBody);
  dashboard.addAppMonitor('Storefront', importMonitor(stack));
  expect(titles(widgetsOf(stack))).toContain('Storefront: JavaScript errors');
});

test('two of them coexist', () => {
  const { stack } = setUp();
  new TelemetryDashboard(stack, 'Other');
  Template.fromStack(stack).resourceCountIs('AWS::CloudWatch::Dashboard', 2);
});

test('fails for a name with other characters', () => {
  expect(() => setUp({ dashboardName: 'any company' })).toThrow(
    '[Stack/Dashboard] dashboardName: got "any company", expected 1 to 255 letters, digits, "-" or "_"; rename it or leave it out',
  );
});

describe('limits', () => {
  const bodies = (stack: Stack): Json[][] =>
    Object.values(Template.fromStack(stack).findResources('AWS::CloudWatch::Dashboard')).map(({ Properties }) =>
      JSON.parse(text(Properties.DashboardBody)).widgets.map(inFull),
    );
  /** References are written as the names of what they refer to. */
  const text = (value: unknown): string => {
    if (typeof value === 'string') return value;
    const { 'Fn::Join': join, Ref: ref = '' } = value as { 'Fn::Join'?: [string, unknown[]]; Ref?: string };
    return join ? join[1].map(text).join('') : ref;
  };
  const metricsOf = (widgets: Json[]) =>
    widgets.reduce((sum, { properties }) => sum + (properties.metrics?.length ?? 0), 0);

  test('goes on in further dashboards above 500 widgets, with each section under its heading', () => {
    const { stack, dashboard } = setUp({ dashboardName: 'shop' });
    dashboard.addAppMonitor('Storefront', importMonitor(stack));
    dashboard.addBackend('Orders', sidecar(stack, 'Orders'));
    for (let i = 0; i < 170; i++) dashboard.addTransaction(new Transaction(stack, `T${i}`));
    const [first, second, ...others] = bodies(stack);
    expect(others).toHaveLength(0);
    expect(first.length).toBeLessThanOrEqual(500);
    expect(first[0].properties.markdown).toMatch(/It goes on in \[2\]\(#dashboards:name=DashboardResource2\w+\)\.$/);
    expect(titles(second).slice(0, 2)).toEqual(['# User telemetry (2)', '## Behavior: what users achieve']);
    const all = [...titles(first), ...titles(second)];
    for (let i = 0; i < 170; i++) {
      expect(all.filter((title) => title === `T${i}`)).toHaveLength(1);
      expect(all.filter((title) => title === `T${i}: counted by services`)).toHaveLength(1);
    }
    expect(all.filter((title) => title.startsWith('## Backends'))).toHaveLength(1);
    Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::Dashboard', { DashboardName: 'shop-2' });
  });

  test('goes on in further dashboards above 2500 metrics', () => {
    const { stack, dashboard } = setUp();
    for (let i = 0; i < 20; i++) dashboard.addAppMonitor(`App${i}`, importMonitor(stack, `app${i}`));
    for (let i = 0; i < 15; i++) dashboard.addTransaction(new Transaction(stack, `T${i}`));
    const all = bodies(stack);
    expect(all).toHaveLength(2);
    for (const widgets of all) expect(metricsOf(widgets)).toBeLessThanOrEqual(2_500);
  });

  test('shows many features in several widgets', () => {
    const { stack, dashboard } = setUp();
    for (let i = 0; i < 9; i++) dashboard.addAppMonitor(`App${i}`, importMonitor(stack, `app${i}`));
    for (let i = 0; i < 60; i++) dashboard.addFeature(new Feature(stack, `F${i}`));
    const widgets = bodies(stack).flat();
    expect(titles(widgets).filter((title) => title === 'Features: how often they are used')).toHaveLength(2);
  });

  test('reads the metrics of 165 web apps with their dimension alone, as both would be too many for a widget', () => {
    const { stack, dashboard } = setUp();
    dashboard.addTransaction(new Transaction(stack, 'Checkout'));
    dashboard.addFeature(new Feature(stack, 'Wishlist'));
    for (let i = 0; i < 165; i++) dashboard.addAppMonitor(`App${i}`, importMonitor(stack, `app${i}`));
    const metricsOfTitle = (title: string) =>
      bodies(stack)
        .flat()
        .find(({ properties }) => properties.title === title)?.properties.metrics.length;
    expect(metricsOfTitle('Checkout')).toBe(3 * (165 + 1));
    expect(metricsOfTitle('Features: how often they are used')).toBe(165 + 1 + 1);
  });

  test('fails for more than 500 metrics in a widget', () => {
    const { stack, dashboard } = setUp();
    for (let i = 0; i < 170; i++) dashboard.addAppMonitor(`App${i}`, importMonitor(stack, `app${i}`));
    dashboard.addTransaction(new Transaction(stack, 'Checkout'));
    expect(() => Template.fromStack(stack)).toThrow('metrics of one widget: got 513, expected at most 500; show fewer');
  });
});

test('shows what collectors lose, and how many run, below the backends', () => {
  const { stack, dashboard } = setUp();
  const orders = sidecar(stack, 'Orders', new CollectorConfig({ selfTelemetry: true }));
  dashboard.addCollector('Orders', orders);
  dashboard.addBackend('Orders', orders);
  expect(titles(widgetsOf(stack)).slice(1)).toEqual([
    '## Backends',
    'Orders: requests',
    'Orders: request duration (s)',
    'Orders: telemetry that is lost (spans, data points, log records)',
    'Orders: collectors',
  ]);
  const lost = titled(stack, 'Orders: telemetry that is lost (spans, data points, log records)');
  expect(metricNames(lost)).toEqual(['collector.exports.failed', 'collector.telemetry.refused']);
  const { metrics, period } = titled(stack, 'Orders: collectors').properties;
  expect(metrics[0]).toMatchObject([{ expression: 'uptime/300', label: 'running, on average' }]);
  expect(metrics.slice(1).map(([, name]: Json[]) => name)).toEqual(['collector.uptime', 'collector.starts']);
  expect(period).toBe(300);
});
