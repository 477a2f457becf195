import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EventPipeline, type EventPipelineProps } from '../../../src/events';
import { type EventPipelineAlarmOptions, EventPipelineAlarms, Notifications } from '../../../src/monitoring';
import { AppMonitor } from '../../../src/rum';
import { alarmOf } from '../helpers';

const PAGES = { allowedOrigins: ['https://shop.example.com'] };

function setUp(
  options: EventPipelineAlarmOptions = {},
  monitors = 0,
  pipelineProps: EventPipelineProps = PAGES,
): Stack {
  const stack = new Stack(new App(), 'Stack');
  const pipeline = new EventPipeline(stack, 'Events', pipelineProps);
  const notifications = Notifications.toTopics({ ticket: new Topic(stack, 'Ticket') });
  const appMonitors = Array.from({ length: monitors }, (_, index) =>
    AppMonitor.fromAppMonitorName(stack, `Shop${index}`, `shop${index}`),
  );
  new EventPipelineAlarms(stack, 'Alarms', { pipeline, notifications, appMonitors, ...options });
  return stack;
}

test('batches that are refused, and calls that fail or are throttled, are an alarm together', () => {
  const { Metrics, ...alarm } = alarmOf(setUp(), 'Refused');
  expect(Metrics[0].Expression).toBe('SUM([TIME_SERIES(0),m0,m1,m2])');
  expect(
    Metrics.slice(1).map(({ MetricStat }: { MetricStat: { Metric: object; Stat: string } }) => MetricStat),
  ).toMatchObject([
    {
      Metric: { Namespace: 'UserTelemetry', MetricName: 'EventBatchesRefused', Dimensions: [{ Name: 'pipeline' }] },
      Stat: 'Sum',
    },
    { Metric: { Namespace: 'AWS/Lambda', MetricName: 'Errors' }, Stat: 'Sum' },
    { Metric: { Namespace: 'AWS/Lambda', MetricName: 'Throttles' }, Stat: 'Sum' },
  ]);
  // Of three attempts that Lambda makes, the first two are a minute apart: what is given up is never overlooked.
  expect(alarm).toMatchObject({
    Threshold: 0,
    EvaluationPeriods: 5,
    DatapointsToAlarm: 2,
    TreatMissingData: 'notBreaching',
  });
  expect(Metrics[1].MetricStat.Period).toBe(60);
});

test('the share of rejected events is judged from 20 events on', () => {
  const { Metrics, ...alarm } = alarmOf(setUp(), 'Rejected');
  const all = 'SUM([TIME_SERIES(0),accepted,rejected])';
  expect(Metrics[0].Expression).toBe(`IF(${all} >= 20,SUM([TIME_SERIES(0),rejected]),0)/IF(${all} >= 20,${all},1)`);
  expect(alarm).toMatchObject({ Threshold: 0.05, ComparisonOperator: 'GreaterThanThreshold' });
});

test('events that are late, or are no Parquet, are alarms of Firehose', () => {
  const stack = setUp({ late: { threshold: Duration.hours(1) } });
  expect(alarmOf(stack, 'Late')).toMatchObject({
    Namespace: 'AWS/Firehose',
    MetricName: 'DeliveryToS3.DataFreshness',
    Statistic: 'Maximum',
    Threshold: 3600,
  });
  expect(alarmOf(stack, 'Unconverted').Metrics[1].MetricStat.Metric).toMatchObject({
    MetricName: 'FailedConversion.Records',
  });
});

test('browsers that are silent are an alarm only while there are sessions', () => {
  const { Metrics, ...alarm } = alarmOf(setUp({}, 2), 'SilentBrowsers');
  const sessions = 'SUM([TIME_SERIES(0),sessions0,sessions1])';
  expect(Metrics[0].Expression).toBe(`IF(SUM([TIME_SERIES(0),events]) > 0, 0, ${sessions})`);
  expect(alarm).toMatchObject({ Threshold: 5, EvaluationPeriods: 2, DatapointsToAlarm: 2 });
  expect(Metrics[1].MetricStat.Period).toBe(1800);
});

test.each<[string, Stack]>([
  ['no app monitor is watched', setUp()],
  ['pages have no way in', setUp({}, 2, {})],
])('there is no such alarm where %s', (_case, stack) => {
  const alarms = Object.keys(Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm'));
  expect(alarms.filter((name) => name.includes('SilentBrowsers'))).toEqual([]);
});

test('all of them read 9 metrics with one web app: below 1 USD a month', () => {
  const alarms = Object.values(Template.fromStack(setUp({}, 1)).findResources('AWS::CloudWatch::Alarm'));
  const metrics = alarms.map(({ Properties }) =>
    Properties.MetricName
      ? 1
      : Properties.Metrics.filter(({ MetricStat }: { MetricStat?: object }) => MetricStat).length,
  );
  expect(metrics.reduce((sum, count) => sum + count)).toBeLessThanOrEqual(9);
});

test.each<[EventPipelineAlarmOptions, number, string]>([
  [{ rejected: { threshold: 5 } }, 0, 'rejected.threshold: got 5, expected a number from 0 to 1'],
  [{ rejected: { minimumEvents: 0 } }, 0, 'rejected.minimumEvents: got 0'],
  [
    { late: { threshold: Duration.minutes(7) } }, // Firehose may take so long while all is well
    0,
    'late.threshold (in minutes): got 7, expected a whole number above 7.5',
  ],
  [{ silentBrowsers: { threshold: Duration.minutes(5) } }, 1, 'silentBrowsers.threshold (in minutes): got 5'],
  [{ silentBrowsers: { minimumSessions: 0 } }, 1, 'silentBrowsers.minimumSessions: got 0'],
  [{}, 10, 'metrics of silentBrowsers: got 11'],
])('refuses %j with %d app monitors', (options, monitors, message) => {
  expect(() => setUp(options, monitors)).toThrow(message);
});
