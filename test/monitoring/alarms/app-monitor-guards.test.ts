import { App, Duration, Stack, Token } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AppMonitorGuards, type AppMonitorGuardsProps, Notifications } from '../../../src/monitoring';
import { AppMonitor, Platform } from '../../../src/rum';
import { alarmOf, importMonitor, type Json, silentAlarms } from '../helpers';

const QUOTA = { threshold: 40 };

function setUp(props: Partial<AppMonitorGuardsProps>, stack = new Stack(new App(), 'Stack')) {
  const guards = new AppMonitorGuards(stack, 'Guards', {
    appMonitors: props.appMonitors ?? [importMonitor(stack)],
    ...props,
  });
  return { stack, guards };
}

const metricsOf = (alarm: Json) =>
  alarm.Metrics.slice(1).map(({ Id, MetricStat: { Metric, Stat, Period } }: Json) => [
    Id,
    Metric.MetricName,
    Stat,
    Period,
  ]);

test('the quota is guarded by events per second over all app monitors', () => {
  const stack = new Stack(new App(), 'Stack');
  const ios = AppMonitor.fromAppMonitorAttributes(stack, 'Mobile', {
    appMonitorName: 'shop-ios',
    appMonitorId: '11111111-2222-3333-4444-555555555555',
    platform: Platform.IOS,
  });
  const appMonitors = [importMonitor(stack), importMonitor(stack, 'admin'), ios];
  const { guards } = setUp({ appMonitors, quota: { threshold: 40, period: Duration.minutes(10) } }, stack);
  const alarm = alarmOf(stack, 'Quota');
  expect(alarm).toMatchObject({
    Threshold: 40,
    ComparisonOperator: 'GreaterThanThreshold',
    EvaluationPeriods: 4,
    DatapointsToAlarm: 3,
    TreatMissingData: 'notBreaching',
  });
  expect(alarm.Metrics[0].Expression).toBe('SUM([TIME_SERIES(0),events0,events1,events2,events3])/600');
  expect(metricsOf(alarm)).toEqual([
    ['events0', 'RumEventPayloadSize', 'SampleCount', 600],
    ['events1', 'RumEventPayloadSize', 'SampleCount', 600],
    ['events2', 'LogPayloadSize', 'SampleCount', 600],
    ['events3', 'SpanPayloadSize', 'SampleCount', 600],
  ]);
  expect(alarm.AlarmDescription).toContain('shop, admin, shop-ios');
  expect(guards.alarms).toHaveLength(1);
});

test('the cost is guarded by the pace of a day', () => {
  const { stack } = setUp({ cost: { threshold: 3_000_000 } });
  const alarm = alarmOf(stack, 'Cost');
  expect(alarm).toMatchObject({ Threshold: 3_000_000, EvaluationPeriods: 3, DatapointsToAlarm: 2 });
  expect(alarm.Metrics[0].Expression).toBe('30*SUM([TIME_SERIES(0),events])');
  expect(metricsOf(alarm)).toEqual([['events', 'RumEventPayloadSize', 'SampleCount', 86_400]]);
  Template.fromStack(stack).resourceCountIs('AWS::CloudWatch::Alarm', 1);
});

test('both can be had, and take tokens', () => {
  const Most = Token.asNumber({ Ref: 'Most' });
  const { stack, guards } = setUp({ quota: { threshold: Most }, cost: { threshold: Most } });
  expect(guards.alarms).toHaveLength(2);
  expect(alarmOf(stack, 'Quota').Threshold).toEqual({ Ref: 'Most' });
  expect(JSON.stringify(alarmOf(stack, 'Cost').AlarmDescription)).toContain('{"Ref":"Most"}');
});

test('the quota that every account has is guarded where nothing else is stated', () => {
  expect(alarmOf(setUp({ quota: {} }).stack, 'Quota').Threshold).toBe(40);
});

test('app monitors can come later', () => {
  const { stack, guards } = setUp({ appMonitors: [], quota: QUOTA, cost: { threshold: 1_000 } });
  guards.addAppMonitor(importMonitor(stack));
  guards.addAppMonitor(new AppMonitor(stack, 'Late', { domains: ['late.example.com'] }));
  for (const id of ['Quota', 'Cost']) {
    const alarm = alarmOf(stack, id);
    expect(alarm.Metrics[0].Expression).toContain('SUM([TIME_SERIES(0),events0,events1])');
    expect(JSON.stringify(alarm.AlarmDescription)).toMatch(/\(shop, .*"Ref":"Late/);
  }
});

test('somebody is notified, or a warning says that nobody is', () => {
  expect(silentAlarms(setUp({ quota: QUOTA }).stack)).toHaveLength(1);
  expect(silentAlarms(setUp({ quota: QUOTA, notifications: Notifications.none() }).stack)).toEqual([]);
});

describe('guards fail when', () => {
  test.each<[string, Partial<AppMonitorGuardsProps>]>([
    ['quota, cost', {}],
    ['quota.threshold', { quota: { threshold: 0 } }],
    ['quota.threshold', { quota: { threshold: Number.POSITIVE_INFINITY } }],
    ['cost.threshold', { cost: { threshold: -1 } }],
    ['quota.period (in seconds)', { quota: { threshold: 40, period: Duration.seconds(90) } }],
    ['quota.evaluationPeriods * period (in seconds)', { quota: { threshold: 40, period: Duration.hours(60) } }],
  ])('%s is wrong', (prop, props) => {
    expect(() => setUp(props)).toThrow(`[Stack/Guards] ${prop}: got `);
  });

  test('there is no app monitor at synthesis', () => {
    const { stack } = setUp({ appMonitors: [], quota: QUOTA });
    expect(() => Template.fromStack(stack)).toThrow(
      '[Stack/Guards] app monitors: got 0, expected at least one; add one',
    );
  });

  test('an app monitor is in another Region', () => {
    const app = new App();
    const web = new Stack(app, 'Web', { env: { region: 'eu-west-1' } });
    const stack = new Stack(app, 'Stack', { env: { region: 'us-east-1' } });
    expect(() => setUp({ appMonitors: [importMonitor(web)], quota: QUOTA }, stack)).toThrow(
      '[Stack/Guards] Region of app monitor Web/Monitor-shop: got "eu-west-1", expected us-east-1',
    );
  });

  test('there are more than 10 metrics', () => {
    const stack = new Stack(new App(), 'Stack');
    const appMonitors = Array.from({ length: 11 }, (_, index) => importMonitor(stack, `shop${index}`));
    expect(() => setUp({ appMonitors, quota: QUOTA }, stack)).toThrow(
      '[Stack/Guards] metrics of the app monitors: got 11, expected a number of at most 10, the metrics that CloudWatch reads in an alarm; split them',
    );
  });
});
