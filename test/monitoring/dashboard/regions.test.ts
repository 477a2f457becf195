import { type App, Stack } from 'aws-cdk-lib';
import { Alarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { EventPipeline } from '../../../src/events';
import { AppMonitor, ExtendedMetric, MetricDefinition, MetricDimension } from '../../../src/rum';
import { type Json, widgetsOf } from '../helpers';
import { setUp } from './setup';

const account = '111122223333';

/** A dashboard in Ireland, and a stack in another Region. */
function acrossRegions() {
  const made = setUp(undefined, { env: { account, region: 'eu-west-1' } });
  const there = new Stack(made.stack.node.root as App, 'There', { env: { account, region: 'us-east-1' } });
  return { ...made, there };
}

const regionsOf = (stack: Stack, type: string) =>
  widgetsOf(stack).flatMap((widget: Json) => (widget.type === type ? [widget.properties.region] : []));

test('logs are asked where they are', () => {
  const { stack, there, dashboard } = acrossRegions();
  const monitor = new AppMonitor(there, 'Monitor', {
    domains: ['shop.example.com'],
    appMonitorName: 'shop',
    logRetention: RetentionDays.ONE_MONTH,
  });
  dashboard.addAppMonitor('Storefront', monitor);
  const regions = regionsOf(stack, 'log');
  expect(regions.length).toBeGreaterThan(1);
  expect(new Set(regions)).toEqual(new Set(['us-east-1']));
});

test('metrics are searched for where they are', () => {
  const { stack, there, dashboard } = acrossRegions();
  const monitor = new AppMonitor(there, 'Monitor', {
    domains: ['shop.example.com'],
    appMonitorName: 'shop',
    metricDefinitions: [MetricDefinition.extended(ExtendedMetric.JS_ERROR_COUNT, MetricDimension.browserName())],
  });
  dashboard.addAppMonitor('Storefront', monitor);
  const searches = widgetsOf(stack)
    .flatMap(({ properties }) => properties.metrics ?? [])
    .flatMap((row: Json[]) => row.filter((part) => String(part?.expression).startsWith('SEARCH')));
  expect(searches.length).toBeGreaterThan(0);
  for (const search of searches) expect(search.region).toBe('us-east-1');
});

test('logs of a pipeline are asked where it is', () => {
  const { stack, dashboard } = setUp(undefined, { env: { account, region: 'eu-west-1' } });
  dashboard.addEventPipeline('Events', new EventPipeline(stack, 'Events'));
  expect(regionsOf(stack, 'log')).toEqual(['eu-west-1', 'eu-west-1']);
});

test('an alarm of another Region, whose state it would not show, is refused', () => {
  const { there, dashboard } = acrossRegions();
  const metric = new Metric({ namespace: 'Shop', metricName: 'Failed' });
  const alarm = new Alarm(there, 'Alarm', { alarmName: 'failed', metric, threshold: 1, evaluationPeriods: 1 });
  expect(() => dashboard.addAlarms([alarm])).toThrow(
    '[Stack/Dashboard] Region of alarm There/Alarm: got "us-east-1", expected eu-west-1, where the dashboard is',
  );
  const arn = `arn:aws:cloudwatch:us-east-1:${account}:alarm:failed`;
  const imported = Alarm.fromAlarmArn(dashboard, 'Imported', arn);
  expect(() => dashboard.addAlarms([imported])).toThrow('Region of alarm Stack/Dashboard/Imported: got "us-east-1"');
});
