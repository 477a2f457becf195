import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { UserTelemetry } from '../../../src';
import { Feature } from '../../../src/events';
import { FeatureAlarms, Notifications, type UnusedFeatureAlarmOptions } from '../../../src/monitoring';
import { alarmOf, importMonitor } from '../helpers';

function setUp(unused?: UnusedFeatureAlarmOptions, monitors = ['shop']) {
  const stack = new Stack(new App(), 'Stack');
  const feature = new Feature(stack, 'GiftCards');
  const appMonitors = monitors.map((name) => importMonitor(stack, name));
  const alarms = new FeatureAlarms(stack, 'Alarms', { feature, appMonitors, unused });
  return { stack, alarms };
}

const properties = (...args: Parameters<typeof setUp>) => alarmOf(setUp(...args).stack, 'Unused');

// Custom metrics may or may not have the dimension application_name; what does not exist adds nothing.
test('judges the uses of a week, once enough sessions began in it', () => {
  const { Metrics, ...rest } = properties();
  expect(rest).toMatchObject({ Threshold: 1, ComparisonOperator: 'LessThanThreshold', EvaluationPeriods: 1 });
  expect(Metrics[0]).toMatchObject({
    Expression: 'IF(SUM([TIME_SERIES(0),sessions]) >= 500,SUM([TIME_SERIES(0),uses0,uses1]),1)',
  });
  const stats = Metrics.slice(1).map(({ MetricStat }: { MetricStat: { Metric: object } }) => MetricStat);
  expect(stats).toMatchObject([
    { Period: 604_800, Metric: { MetricName: 'SessionCount' } },
    { Period: 604_800, Metric: { MetricName: 'FeatureUsed' } },
    { Period: 604_800, Metric: { MetricName: 'FeatureUsed' } },
  ]);
});

test('a feature that is new is given the two days that an alarm can wait', () => {
  expect(properties().WarmUpConfiguration).toEqual({
    OnlyStartEvaluatingAfterWarmUpPeriodEnds: true,
    WarmUpPeriodDurationInMinutes: 2_880,
  });
});

test('the time and the sessions can be stated', () => {
  const { Metrics } = properties({ after: Duration.days(3), minimumSessions: 40 });
  expect(Metrics[0].Expression).toContain('>= 40');
  expect(Metrics[1].MetricStat.Period).toBe(259_200);
});

test.each([
  [Duration.days(8), '192, expected'],
  [Duration.hours(30), '30, expected'],
  [Duration.hours(12), '12, expected'],
])('%s, for which CloudWatch does not look back, is refused', (after, message) => {
  expect(() => setUp({ after })).toThrow(`unused.after (in hours): got ${message}`);
});

test('more web apps than an alarm reads metrics of are refused', () => {
  const names = (count: number) => Array.from({ length: count }, (_, i) => `shop${i}`);
  expect(() => setUp({}, names(5))).not.toThrow();
  expect(() => setUp({}, names(6))).toThrow(
    'metrics of the app monitors of feature GiftCards: got 12, expected a number of at most 10',
  );
});

test('is a ticket of UserTelemetry where it is asked for, in all web apps', () => {
  const stack = new Stack(new App(), 'Shop');
  const [page, ticket] = ['Page', 'Ticket'].map((id) => new Topic(stack, id));
  const telemetry = new UserTelemetry(stack, 'Telemetry', {
    applicationName: 'shop',
    notifications: Notifications.toTopics({ page, ticket }),
  });
  telemetry.addWebApp('First', { domains: ['first.example.com'] });
  telemetry.addFeature('Quiet');
  telemetry.addFeature('GiftCards', { alarms: {} });
  telemetry.addWebApp('Second', { domains: ['second.example.com'] });
  const alarms = Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm');
  const unused = Object.entries(alarms).filter(([id]) => id.includes('Unused'));
  expect(unused).toHaveLength(1);
  const [[, { Properties }]] = unused;
  expect(Properties.AlarmActions).toEqual([stack.resolve(ticket.topicArn)]);
  const names = Properties.Metrics.map(({ MetricStat }: { MetricStat?: { Metric: { MetricName: string } } }) => {
    return MetricStat?.Metric.MetricName;
  });
  expect(names.filter((name: string) => name === 'SessionCount')).toHaveLength(2);
});
