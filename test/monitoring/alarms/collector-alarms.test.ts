import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ContainerImage, FargateTaskDefinition } from 'aws-cdk-lib/aws-ecs';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { AdotSidecar, CollectorConfig } from '../../../src/collector';
import { type CollectorAlarmOptions, CollectorAlarms, Notifications } from '../../../src/monitoring';
import { alarmOf } from '../helpers';

function setUp(options: CollectorAlarmOptions = {}, config = new CollectorConfig({ selfTelemetry: true })): Stack {
  const stack = new Stack(new App(), 'Stack');
  const taskDefinition = new FargateTaskDefinition(stack, 'Task');
  taskDefinition.addContainer('App', { image: ContainerImage.fromRegistry('node:22') });
  const collector = new AdotSidecar(stack, 'Orders', { taskDefinition, applicationName: 'shop', config });
  const notifications = Notifications.toTopics({ ticket: new Topic(stack, 'Ticket') });
  new CollectorAlarms(stack, 'Alarms', { collector, notifications, ...options });
  return stack;
}

const DIMENSIONS = [
  { Name: 'application', Value: 'shop' },
  { Name: 'service', Value: 'Orders' },
];

test.each([
  ['FailedExports', 'collector.exports.failed'],
  ['RefusedTelemetry', 'collector.telemetry.refused'],
])('%s is an alarm from the first loss in two of three periods on', (id, name) => {
  const { Metrics, ...alarm } = alarmOf(setUp(), id);
  expect(Metrics).toMatchObject([
    { Expression: 'SUM([TIME_SERIES(0),m])' },
    { MetricStat: { Metric: { MetricName: name, Dimensions: DIMENSIONS }, Period: 300, Stat: 'Sum' } },
  ]);
  expect(alarm).toMatchObject({
    ComparisonOperator: 'GreaterThanThreshold',
    Threshold: 0,
    EvaluationPeriods: 3,
    DatapointsToAlarm: 2,
    TreatMissingData: 'notBreaching',
  });
});

test('takes a number of losses that are tolerated', () => {
  const stack = setUp({ failedExports: { threshold: 100 }, refusedTelemetry: { period: Duration.minutes(10) } });
  expect(alarmOf(stack, 'FailedExports').Threshold).toBe(100);
  expect(alarmOf(stack, 'RefusedTelemetry').Threshold).toBe(0);
  expect(alarmOf(stack, 'RefusedTelemetry').Metrics[1].MetricStat.Period).toBe(600);
});

test('collectors that start again and again are an alarm, those of one deployment are none', () => {
  const { Metrics, ...alarm } = alarmOf(setUp(), 'Restarts');
  expect(Metrics[1].MetricStat).toMatchObject({
    Metric: { MetricName: 'collector.starts', Dimensions: DIMENSIONS },
    Period: 900,
    Stat: 'SampleCount',
  });
  expect(alarm).toMatchObject({ Threshold: 1, EvaluationPeriods: 5, DatapointsToAlarm: 4 });
});

test('what SDKs count past their limit is an alarm', () => {
  const { Metrics, ...alarm } = alarmOf(setUp(), 'Overflow');
  expect(Metrics[1].MetricStat).toMatchObject({
    Metric: { MetricName: 'telemetry.overflow', Dimensions: DIMENSIONS },
    Period: 300,
    Stat: 'SampleCount',
  });
  expect(alarm).toMatchObject({ Threshold: 1, EvaluationPeriods: 3, DatapointsToAlarm: 2 });
});

test('silence is an alarm where that is stated', () => {
  Template.fromStack(setUp()).resourceCountIs('AWS::CloudWatch::Alarm', 4);
  expect(alarmOf(setUp({ silence: { threshold: Duration.minutes(15) } }), 'Silence')).toMatchObject({
    Metrics: [
      { Expression: 'SUM([TIME_SERIES(0),m])' }, // no silence is hidden by what came before it
      { MetricStat: { Metric: { MetricName: 'collector.uptime', Dimensions: DIMENSIONS }, Period: 300, Stat: 'Sum' } },
    ],
    EvaluationPeriods: 3,
    DatapointsToAlarm: 3,
    ComparisonOperator: 'LessThanThreshold',
    Threshold: 1,
    TreatMissingData: 'breaching',
    WarmUpConfiguration: { WarmUpPeriodDurationInMinutes: 20, OnlyStartEvaluatingAfterWarmUpPeriodEnds: true },
  });
});

test('each is a ticket, and says what is lost and what to do', () => {
  const stack = setUp({ silence: { threshold: Duration.minutes(10) } });
  const alarms = Object.values(Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm'));
  expect(alarms).toHaveLength(5);
  for (const { Properties } of alarms) {
    expect(Properties.AlarmActions).toHaveLength(1);
    expect(Properties.AlarmDescription).toMatch(/Orders .*adot-collector/);
    expect(Properties.AlarmDescription.length).toBeLessThan(1024);
  }
});

test.each<[CollectorAlarmOptions, string]>([
  [
    { failedExports: { threshold: -1 } },
    '[Stack/Alarms] failedExports.threshold: got -1, expected a number of at least 0; leave it out',
  ],
  ...[5, 12, 1445].map((minutes): [CollectorAlarmOptions, string] => [
    { silence: { threshold: Duration.minutes(minutes) } },
    `[Stack/Alarms] silence.threshold (in minutes): got ${minutes}, expected a multiple of 5 from 10 to 1440; pass a Duration`,
  ]),
])('fails for %j', (options, message) => {
  expect(() => setUp(options)).toThrow(message);
});

test('fails for collectors that say nothing of themselves', () => {
  expect(() => setUp({}, new CollectorConfig())).toThrow(
    '[Stack/Orders] config.selfTelemetry: got false, expected true',
  );
});
