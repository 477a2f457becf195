import { Transaction } from '../../../src/events';
import { DashboardVariant } from '../../../src/monitoring';
import { AppMonitor, Telemetry } from '../../../src/rum';
import { importMonitor, type Json, widgetsOf } from '../helpers';
import { setUp, titled } from './setup';

const expressions = (widget: Json) =>
  widget.properties.metrics.map(([first]: Json[]) => first.expression).filter(Boolean);

test('shows one number for all of the time that is shown, over all web apps', () => {
  const { stack, dashboard } = setUp();
  dashboard.addAppMonitor('Storefront', importMonitor(stack, 'shop'));
  dashboard.addAppMonitor('Outlet', importMonitor(stack, 'outlet'));
  const users = titled(stack, 'Real users');
  expect(users.properties).toMatchObject({ view: 'singleValue', setPeriodToTimeRange: true });
  expect(expressions(users)).toEqual([
    'SUM([TIME_SERIES(0),sessions0,sessions1])',
    'SUM([TIME_SERIES(0),views0,views1])',
    '100*SUM([TIME_SERIES(0),errors0,errors1])/SUM([TIME_SERIES(0),views0,views1])',
  ]);
  const apdex = titled(stack, 'Apdex of page loads').properties;
  expect(apdex).toMatchObject({ view: 'gauge', setPeriodToTimeRange: true, yAxis: { left: { min: 0, max: 1 } } });
  expect(apdex.annotations.horizontal.map(({ value, fill }: Json) => [value, fill])).toEqual([
    [0.85, 'above'],
    [0.7, 'below'],
  ]);
});

test('counts errors against the page views of those web apps alone that report errors', () => {
  const { stack, dashboard } = setUp();
  dashboard.addAppMonitor('Storefront', importMonitor(stack, 'shop'));
  const silent = new AppMonitor(stack, 'Silent', { domains: ['a.example.com'], telemetries: [Telemetry.HTTP] });
  dashboard.addAppMonitor('Silent', silent);
  expect(expressions(titled(stack, 'Real users')).at(-1)).toBe(
    '100*SUM([TIME_SERIES(0),errors])/SUM([TIME_SERIES(0),seen])',
  );
  const { metrics } = titled(stack, 'Apdex of page loads').properties;
  expect(JSON.stringify(metrics)).not.toContain('Silent');
});

test('has bands of a minimum that all transactions share, and none where they differ', () => {
  const { stack, dashboard } = setUp();
  dashboard.addAppMonitor('Storefront', importMonitor(stack));
  dashboard.addTransaction(new Transaction(stack, 'Checkout', { minimumCompletionRate: 0.6 }));
  const title = 'Transactions: completed of started (%)';
  const { metrics, annotations } = titled(stack, title).properties;
  expect(metrics[0][0]).toMatchObject({ label: 'Checkout' });
  expect(annotations.horizontal).toEqual([expect.objectContaining({ value: 60, fill: 'below' })]);

  const other = setUp();
  other.dashboard.addAppMonitor('Storefront', importMonitor(other.stack));
  other.dashboard.addTransaction(new Transaction(other.stack, 'Checkout', { minimumCompletionRate: 0.6 }));
  other.dashboard.addTransaction(new Transaction(other.stack, 'SignUp'));
  const both = titled(other.stack, title).properties;
  expect(both.annotations).toBeUndefined();
  expect(both.metrics.flat().filter(({ expression }: Json) => expression)).toHaveLength(2);
});

test('leaves more transactions than one sees at a glance to their section', () => {
  const { stack, dashboard } = setUp();
  dashboard.addAppMonitor('Storefront', importMonitor(stack));
  for (let i = 0; i < 15; i++) dashboard.addTransaction(new Transaction(stack, `T${i}`));
  const titles = widgetsOf(stack).map(({ properties }) => properties.title);
  expect(titles).not.toContain('Transactions: completed of started (%)');
  expect(titles).toContain('T14: completed and abandoned of started');
});

test('is all that a summary has, beside alarms and what the user adds', () => {
  const { stack, dashboard } = setUp({ variant: DashboardVariant.SUMMARY });
  dashboard.addAppMonitor('Storefront', importMonitor(stack));
  dashboard.addTransaction(new Transaction(stack, 'Checkout'));
  expect(widgetsOf(stack).map(({ properties }) => properties.title)).toEqual([
    undefined,
    'Real users',
    'Apdex of page loads',
    'Transactions: completed of started (%)',
  ]);
});
