import { App, Duration, Stack, Token } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Expect, Journey, JourneyCanary, JourneySchedule } from '../../../src/canaries';
import {
  AlarmSeverity,
  JourneyAlarms,
  type JourneyAlarmsProps,
  Notifications,
  TelemetryDashboard,
} from '../../../src/monitoring';
import { alarmOf, type Json, silentAlarms, widgetsOf } from '../helpers';

function setUp(props: Partial<JourneyAlarmsProps> = {}, interval?: Duration) {
  const stack = new Stack(new App(), 'Stack');
  const journey = canary(stack, interval);
  new JourneyAlarms(stack, 'Alarms', { journey, ...props });
  return stack;
}

function canary(stack: Stack, interval = Duration.minutes(5), canaryName?: string): JourneyCanary {
  return new JourneyCanary(stack, 'Buy', {
    canaryName,
    journey: Journey.startAt('https://shop.example.com').step('see the shop', Expect.visible('h1')),
    schedule: JourneySchedule.every(interval),
  });
}

const periodOf = ({ Metrics }: Record<string, Json>) => Metrics.at(-1).MetricStat.Period;

const properties = (...args: Parameters<typeof setUp>) => alarmOf(setUp(...args), 'Success');

test('calls somebody when runs fail or none finishes', () => {
  const found = properties();
  expect(found).toMatchObject({
    Metrics: [
      { Expression: 'SUM([TIME_SERIES(0),m0])' }, // no run: 0
      {
        MetricStat: {
          Metric: {
            Namespace: 'CloudWatchSynthetics',
            MetricName: 'SuccessPercent',
            Dimensions: [{ Name: 'CanaryName', Value: { Ref: expect.stringContaining('Buy') } }],
          },
          Stat: 'Average',
          Period: 360,
        },
      },
    ],
    ComparisonOperator: 'LessThanThreshold',
    Threshold: 90,
    EvaluationPeriods: 3,
    DatapointsToAlarm: 2,
    TreatMissingData: 'breaching',
  });
  expect(JSON.stringify(found.AlarmDescription)).toMatch(/Synthetic users fail: fewer than 90 % .*Open the canary/);
});

test.each([
  [Duration.minutes(1), {}, 2, 3],
  [Duration.minutes(30), {}, 2, 3],
  [Duration.minutes(5), { datapointsToAlarm: 3 }, 3, 3],
  [Duration.minutes(5), { evaluationPeriods: 2 }, 2, 2],
])('where runs are %p apart and %j is stated, %i of %i have to fail', (interval, success, some, all) => {
  expect(properties({ success }, interval)).toMatchObject({ DatapointsToAlarm: some, EvaluationPeriods: all });
});

test('waits for the first runs, so that a deployment pages nobody', () => {
  const warmUp = (...args: Parameters<typeof setUp>) => properties(...args).WarmUpConfiguration;
  const whole = (minutes: number) => ({
    WarmUpPeriodDurationInMinutes: minutes,
    OnlyStartEvaluatingAfterWarmUpPeriodEnds: true, // the expression has values from the beginning
  });
  expect(warmUp()).toEqual(whole(24));
  expect(warmUp({ success: { evaluationPeriods: 5 } }, Duration.minutes(30))).toEqual(whole(186));
  expect(warmUp({ success: { period: Duration.days(1) } })).toEqual(whole(2_880));
});

test('pages', () => {
  const stack = new Stack(new App(), 'Stack');
  const page = new Topic(stack, 'Page');
  const notifications = Notifications.toTopics({ page });
  new JourneyAlarms(stack, 'Alarms', { journey: canary(stack), notifications, duration: { enabled: false } });
  expect(alarmOf(stack, 'Success').AlarmActions).toEqual([stack.resolve(page.topicArn)]);
  expect(silentAlarms(stack)).toEqual([]);
  expect(silentAlarms(setUp())).toHaveLength(1);
});

describe('a run that takes long', () => {
  test('makes a ticket before its timeout ends it', () => {
    const { Metrics, ...rest } = alarmOf(setUp({}, Duration.minutes(10)), 'AlarmsDuration');
    expect(Metrics[0].Expression).toBe('SUM([TIME_SERIES(0),m])');
    expect(Metrics[1].MetricStat).toMatchObject({ Metric: { MetricName: 'Duration' }, Stat: 'Average', Period: 660 });
    expect(rest).toMatchObject({
      AlarmName: { 'Fn::Join': ['', ['Synthetics-Alarm-', expect.anything(), '-4']] },
      ComparisonOperator: 'GreaterThanThreshold',
      Threshold: 96_000,
      EvaluationPeriods: 5,
      DatapointsToAlarm: 3,
      TreatMissingData: 'notBreaching',
    });
  });

  test('takes a threshold, which a canary of another library needs', () => {
    const imported = (duration?: JourneyAlarmsProps['duration']) => {
      const stack = new Stack(new App(), 'Stack');
      const hidden = (key: PropertyKey) => key === '_watched';
      const journey = new Proxy(canary(stack), {
        get: (known, key) => (hidden(key) ? undefined : Reflect.get(known, key)),
      });
      new JourneyAlarms(stack, 'Alarms', { journey, duration });
      return stack;
    };
    expect(
      imported()
        .node.findAll()
        .filter(({ node }) => node.id === 'Duration'),
    ).toEqual([]);
    expect(alarmOf(imported({ threshold: Duration.seconds(20) }), 'AlarmsDuration').Threshold).toBe(20_000);
    expect(() => imported({})).toThrow('duration.threshold: got undefined, expected a threshold, as the timeout');
  });

  test('of a weekly canary is looked at week by week', () => {
    const stack = new Stack(new App(), 'Stack');
    const schedule = JourneySchedule.cron({ weekDay: 'MON', hour: '4', minute: '0' });
    const journey = new JourneyCanary(stack, 'Buy', { journey: journeyOf(), schedule });
    new JourneyAlarms(stack, 'Alarms', { journey, success: { enabled: false } });
    expect(alarmOf(stack, 'AlarmsDuration')).toMatchObject({ EvaluationPeriods: 1, DatapointsToAlarm: 1 });
  });
});

test('has the name by which the Synthetics console lists it', () => {
  const { AlarmName } = properties();
  expect(AlarmName).toEqual({
    'Fn::Join': ['', ['Synthetics-Alarm-', { Ref: expect.stringContaining('Buy') }, '-1']],
  });
  expect(properties({ alarmName: 'Buy' }).AlarmName).toBe('Buy');
  expect(() => properties({ alarmName: 'B'.repeat(256) })).toThrow(
    /alarmName: got "B+", expected at most 255 characters/,
  );
});

test.each([
  ['takes', 236],
  ['refuses', 237],
])('%s a canary whose name of %d characters its own name derives from', (verdict, length) => {
  const stack = new Stack(new App(), 'Stack');
  const journey = canary(stack, undefined, 'b'.repeat(length));
  const alarms = () => new JourneyAlarms(stack, 'Alarms', { journey });
  if (verdict === 'takes') expect(alarms).not.toThrow();
  else
    expect(alarms).toThrow(/alarmName: got "Synthetics-Alarm-b+-1", expected at most 255 .* shorten canaryName to 236/);
});

test.each([
  [1, 300],
  [5, 360],
  [7, 480],
  [60, 3660],
])(
  'judges a journey of every %d minutes over %d seconds, in which a run ends though it is late',
  (minutes, seconds) => {
    expect(periodOf(properties({}, Duration.minutes(minutes)))).toBe(seconds);
  },
);

test('judges over the interval where a minute more would be beyond what an alarm looks back', () => {
  expect(periodOf(properties({ success: { evaluationPeriods: 288 } }))).toBe(300);
});

test('takes its own evaluation', () => {
  const success = {
    threshold: Token.asNumber({ Ref: 'Percent' }),
    period: Duration.hours(1),
    evaluationPeriods: 168,
    datapointsToAlarm: 1,
  };
  expect(properties({ success })).toMatchObject({
    Threshold: { Ref: 'Percent' },
    Metrics: [{}, { MetricStat: { Period: 3600 } }],
    EvaluationPeriods: 168,
    DatapointsToAlarm: 1,
  });
});

test.each<[Partial<JourneyAlarmsProps>, string]>([
  [
    { success: { threshold: 101 } },
    'success.threshold: got 101, expected a number above 0 and at most 100; pass a percentage',
  ],
  [
    { success: { threshold: 0 } },
    'success.threshold: got 0, expected a number above 0 and at most 100; pass a percentage such as 90',
  ],
  [
    { success: { period: Duration.minutes(4) } },
    "success.period (in seconds): got 240, expected a number of at least 300, the interval of the journey's schedule; lengthen the period or run the journey more often",
  ],
  [
    { success: { period: Duration.seconds(310) } },
    'success.period (in seconds): got 310, expected a multiple of 60 above 0',
  ],
  [
    { success: { evaluationPeriods: 289 } },
    'success.evaluationPeriods * period (in seconds): got 86700, expected a number of at most 86400, the limit for periods below 1 hour',
  ],
  [
    { success: { datapointsToAlarm: 4 } },
    'success.datapointsToAlarm: got 4, expected a whole number from 1 to 3; a period has at most one datapoint',
  ],
])('fails for %j', (props, message) => {
  expect(() => setUp(props)).toThrow(`[Stack/Alarms] ${message}`);
});

test('the dashboard shows a journey step by step', () => {
  const stack = new Stack(new App(), 'Stack');
  const dashboard = new TelemetryDashboard(stack, 'Dashboard');
  dashboard.addJourney('Buy', canary(stack));
  const texts = widgetsOf(stack).map(({ properties }) => properties.markdown);
  expect(texts).toContainEqual(expect.stringContaining('## Synthetic users'));
  const widgets = widgetsOf(stack).filter(({ properties }) => properties.title?.startsWith('Buy: '));
  expect(widgets.map(({ properties }) => properties.title)).toEqual([
    'Buy: successful runs (%)',
    'Buy: duration (ms)',
    'Buy: successful steps (%)',
  ]);
  const steps = widgets[2].properties.metrics.map((metric: Json[]) => metric.slice(-3));
  expect(steps).toEqual([['StepName', 'see the shop', { label: 'see the shop' }]]);
});

test('two of them coexist', () => {
  const stack = setUp();
  new JourneyAlarms(stack, 'Other', { journey: new JourneyCanary(stack, 'Sell', { journey: journeyOf() }) });
  Template.fromStack(stack).resourceCountIs('AWS::CloudWatch::Alarm', 4);
});

function journeyOf(): Journey {
  return Journey.startAt('https://shop.example.com').step('see the shop', Expect.visible('h1'));
}

test('a schedule that is too seldom for an alarm can do without one', () => {
  const weekly = (props: Partial<JourneyAlarmsProps>) => {
    const stack = new Stack(new App(), 'Stack');
    const journey = new JourneyCanary(stack, 'Buy', {
      journey: Journey.startAt('https://shop.example.com').step('see the shop', Expect.visible('h1')),
      schedule: JourneySchedule.cron({ weekDay: 'MON', hour: '4', minute: '0' }),
    });
    return new JourneyAlarms(stack, 'Alarms', { journey, ...props }).alarms;
  };
  expect(() => weekly({})).toThrow('success.evaluationPeriods * period');
  expect(weekly({ success: { enabled: false }, duration: { enabled: false } })).toEqual([]);
});

test('an alarm on traffic is refused where no schedule follows it', () => {
  expect(() => setUp({ traffic: { severity: AlarmSeverity.PAGE } })).toThrow('[Stack/Alarms] traffic: got ');
  expect(() => setUp({ traffic: { enabled: false } })).not.toThrow();
});
