import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { canaries, monitoring, UserTelemetry } from '../src';
import { alarmOf, type Json, widgetsOf } from './monitoring/helpers';

let stack: Stack;
let telemetry: UserTelemetry;
let topics: { page: Topic; ticket: Topic };
beforeEach(() => {
  stack = new Stack(new App(), 'Shop');
  topics = { page: new Topic(stack, 'Page'), ticket: new Topic(stack, 'Ticket') };
  const notifications = monitoring.Notifications.toTopics(topics);
  telemetry = new UserTelemetry(stack, 'Telemetry', { applicationName: 'shop', notifications });
});

const CHECKS = [
  canaries.HealthCheck.http('shop', { url: 'https://shop.example.com/health' }),
  canaries.HealthCheck.tls('certificate', { hostname: 'shop.example.com' }),
];
const LINKS = { startUrls: ['https://shop.example.com/'] };

/** Whom composite alarms notify of an alarm. */
const notified = (id: string) =>
  Object.values(Template.fromStack(stack).findResources('AWS::CloudWatch::CompositeAlarm'))
    .filter(({ Properties }) => JSON.stringify(Properties.AlarmRule).includes(id))
    .map(({ Properties }) => Properties.AlarmActions[0].Ref.slice(0, -8))
    .sort();
const text = (value: Json) => JSON.stringify(value);

function drawn(title: string): { title: string; labels: string[]; width: number }[] {
  const widgets = widgetsOf(stack).filter(({ properties }) => properties.title?.startsWith(`${title}: `));
  return widgets.map(({ properties, width }) => ({
    title: properties.title.slice(title.length + 2),
    labels: properties.metrics.map((metric: Json[]) => metric.at(-1).label),
    width,
  }));
}

test('health checks that fail call somebody', () => {
  const health = telemetry.addHealthChecks('Health', { checks: CHECKS });
  expect(health.stepNames).toEqual(['shop', 'certificate']);
  const alarm = alarmOf(stack, 'HealthAlarmsSuccess');
  expect(alarm).toMatchObject({
    Metrics: [{}, { MetricStat: { Metric: { MetricName: 'SuccessPercent' }, Period: 360 } }],
    EvaluationPeriods: 6,
    DatapointsToAlarm: 3,
    Threshold: 90,
    TreatMissingData: 'breaching',
  });
  expect(text(alarm.AlarmDescription)).toMatch(/Health checks fail: fewer than 90 % of the runs .*which check failed/);
  expect(text(alarm.AlarmDescription)).not.toContain('screenshot');
  expect(notified('HealthAlarmsSuccess')).toEqual(['Page']);
});

test('broken links make a ticket, at the pace of the check', () => {
  telemetry.addLinkCheck('Links', LINKS);
  const alarm = alarmOf(stack, 'LinksAlarmsSuccess');
  expect(alarm).toMatchObject({ Metrics: [{}, { MetricStat: { Period: 3660 } }], TreatMissingData: 'breaching' });
  expect(text(alarm.AlarmDescription)).toContain('Links are broken, or nobody looks: fewer than 90 %');
  expect(notified('LinksAlarmsSuccess')).toEqual(['Ticket']);
});

test('the severity can be stated', () => {
  telemetry.addLinkCheck('Links', {
    ...LINKS,
    alarms: { success: { severity: monitoring.AlarmSeverity.PAGE } },
  });
  telemetry.addHealthChecks('Health', {
    checks: CHECKS,
    alarms: { success: { severity: monitoring.AlarmSeverity.TICKET } },
  });
  expect(notified('LinksAlarmsSuccess')).toEqual(['Page']);
  expect(notified('HealthAlarmsSuccess')).toEqual(['Ticket']);
});

test('options of the canary and of its alarm reach them', () => {
  telemetry.addHealthChecks('Health', {
    checks: CHECKS,
    schedule: canaries.JourneySchedule.every(Duration.minutes(10)),
    alarms: { success: { threshold: 50 } },
  });
  expect(alarmOf(stack, 'HealthAlarmsSuccess')).toMatchObject({
    Metrics: [{}, { MetricStat: { Period: 660 } }],
    Threshold: 50,
  });
  Template.fromStack(stack).hasResourceProperties('AWS::Synthetics::Canary', {
    Schedule: { Expression: 'rate(10 minutes)' },
  });
  expect(() => telemetry.addLinkCheck('Links', { ...LINKS, alarms: { locations: { threshold: 2 } } })).toThrow(
    '[Shop/Telemetry/Links/Alarms] locations: got {"threshold":2}, expected a journey with replicas',
  );
});

test('checks by cron are judged in their hours only', () => {
  const schedule = canaries.JourneySchedule.cron({ minute: '0/15', hour: '6-17' });
  telemetry.addLinkCheck('Links', { ...LINKS, schedule });
  const { Metrics } = alarmOf(stack, 'LinksAlarmsSuccess');
  const [{ Expression }] = Metrics.filter((metric: Json) => metric.Expression);
  expect(Expression).toMatch(/^IF\(\(minute >= 360 .*, SUM\(\[TIME_SERIES\(0\),m0\]\), 100\)$/);
});

test('checks once a week are judged week by week', () => {
  const schedule = canaries.JourneySchedule.cron({ minute: '0', hour: '4', weekDay: 'MON' });
  expect(() => telemetry.addLinkCheck('Refused', { ...LINKS, schedule })).toThrow('evaluate fewer periods');
  telemetry.addLinkCheck('Weekly', {
    ...LINKS,
    schedule,
    alarms: { success: { evaluationPeriods: 1, datapointsToAlarm: 1 } },
  });
  expect(alarmOf(stack, 'WeeklyAlarmsSuccess')).toMatchObject({
    Metrics: [{}, { MetricStat: { Period: 604800 } }],
    EvaluationPeriods: 1,
  });
});

test('the dashboard shows checks and their alarms among synthetic users', () => {
  telemetry.addHealthChecks('Health', { checks: CHECKS });
  telemetry.addLinkCheck('Links', LINKS);
  expect(drawn('Health')).toEqual([
    { title: 'successful runs (%)', labels: ['successful'], width: 8 },
    { title: 'duration (ms)', labels: ['duration'], width: 8 },
    { title: 'successful steps (%)', labels: ['shop', 'certificate'], width: 8 },
  ]);
  expect(drawn('Links').at(-1)).toEqual({ title: 'successful steps (%)', labels: ['links'], width: 8 });
  expect(widgetsOf(stack).find(({ type }) => type === 'alarm').properties.alarms).toHaveLength(8);
});

test('the dashboard shows an imported canary without its steps, which nobody knows', () => {
  telemetry.dashboard.addJourney('Old', canaries.JourneyCanary.fromCanaryName(stack, 'Old', 'buy'));
  expect(drawn('Old')).toEqual([
    { title: 'successful runs (%)', labels: ['successful'], width: 12 },
    { title: 'duration (ms)', labels: ['duration'], width: 12 },
  ]);
});

test('a journey that follows the traffic has a ticket for when it cannot', () => {
  const { appMonitor } = telemetry.addWebApp('Storefront', { domains: ['shop.example.com'] });
  const schedule = canaries.JourneySchedule.every(Duration.minutes(15)).followTraffic(appMonitor, {
    interval: Duration.minutes(1),
    quietBelowSessions: 20,
    tick: Duration.minutes(10),
  });
  const journey = canaries.Journey.startAt('https://shop.example.com').step('look', canaries.Expect.visible('h1'));
  telemetry.addJourney('Buy', { journey, schedule });
  expect(alarmOf(stack, 'BuyAlarmsTraffic')).toMatchObject({
    MetricName: 'ReconcilerErrors',
    Statistic: 'Sum',
    Period: 600,
    EvaluationPeriods: 3,
    DatapointsToAlarm: 3,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    TreatMissingData: 'breaching',
    WarmUpConfiguration: { WarmUpPeriodDurationInMinutes: 40 },
  });
  expect(notified('BuyAlarmsTraffic')).toEqual(['Ticket']);
});

test.each<[string, (id: string) => unknown]>([
  ['addWebApp()', (id) => telemetry.addWebApp(id, { domains: ['shop.example.com'] })],
  ['addLinkCheck()', (id) => telemetry.addLinkCheck(id, LINKS)],
  ['addHealthChecks()', (id) => telemetry.addHealthChecks(id, { checks: CHECKS })],
])('%s refuses an id that a canary has, or a part of UserTelemetry itself', (method, add) => {
  telemetry.addLinkCheck('Storefront', LINKS);
  for (const id of ['Storefront', 'Dashboard', 'Transactions', 'Features', 'Guards', 'Objectives', 'Impact']) {
    expect(() => add(id)).toThrow(
      `[Shop/Telemetry] ${method} (id): got "${id}", expected an id that no other web app, canary or backend has, and none ` +
        `of Dashboard, Features, Guards, Impact, Objectives, Transactions, which are parts of UserTelemetry itself; pass another one, such as "${id}`,
    );
  }
});

test('transactions and features have ids of their own', () => {
  telemetry.addLinkCheck('Buy', LINKS);
  expect(() => [telemetry.addTransaction('Buy'), telemetry.addFeature('Buy')]).not.toThrow();
});
