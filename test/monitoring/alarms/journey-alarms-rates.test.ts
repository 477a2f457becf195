import { App, Duration, Stack, TimeZone } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Expect, Journey, JourneyCanary, JourneySchedule, TimeWindow, WeekDay } from '../../../src/canaries';
import { JourneyAlarms, type JourneyAlarmsProps, Notifications, TelemetryDashboard } from '../../../src/monitoring';
import { AppMonitor } from '../../../src/rum';
import { alarmOf, type Json, widgetsOf } from '../helpers';

const journey = Journey.startAt('https://shop.example.com').step('see the shop', Expect.visible('h1'));
const every = (minutes: number) => JourneySchedule.every(Duration.minutes(minutes));
const nights = TimeWindow.daily('20:00', '06:00', TimeZone.AMERICA_NEW_YORK);
const weekend = TimeWindow.weekly([WeekDay.SATURDAY, WeekDay.SUNDAY], '00:00', '24:00', TimeZone.EUROPE_LONDON);

function setUp(schedule: JourneySchedule, props: Partial<JourneyAlarmsProps> = {}, regions: string[] = []) {
  const stack = new Stack(new App(), 'Stack', { env: { region: 'us-east-1' } });
  const replicas = regions.map((region) => ({ region }));
  const canary = new JourneyCanary(stack, 'Buy', { journey, schedule, replicas });
  new JourneyAlarms(stack, 'Alarms', { journey: canary, ...props });
  return stack;
}

const names = (stack: Stack) =>
  Object.keys(Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm')).map((id) => id.slice(6, -8));

/** With a value in every period. */
const filled = (...ids: string[]) => `SUM([TIME_SERIES(0),${ids.join(',')}])`;

/** The expression that an alarm watches, those that it builds on, and the canaries whose metrics it reads. */
function watched(stack: Stack, id: string) {
  const queries: Json[] = alarmOf(stack, id).Metrics;
  const expression = queries.find(({ ReturnData }) => ReturnData !== false).Expression;
  const nested = queries.filter(({ Expression, ReturnData }) => Expression && ReturnData === false);
  const helpers = Object.fromEntries(nested.map(({ Id, Expression }) => [Id, Expression]));
  const read = queries.filter(({ MetricStat }) => MetricStat).map(({ MetricStat }) => MetricStat);
  return { expression, helpers, read, canaries: read.map(({ Metric }) => Metric.Dimensions[0].Value.Ref) };
}

describe('with an off-peak window', () => {
  const stack = setUp(every(15).offPeak(nights, Duration.minutes(5)));

  test('each rate has an alarm of its own, judged at its own pace', () => {
    expect(names(stack)).toEqual(['Success', 'Duration', 'OffPeakSuccess', 'OffPeakDuration']);
    expect(watched(stack, 'AlarmsSuccess').read[0].Period).toBe(960);
    expect(watched(stack, 'OffPeakSuccess').read[0].Period).toBe(360);
    expect(alarmOf(stack, 'OffPeakSuccess')).toMatchObject({ TreatMissingData: 'breaching', Threshold: 90 });
    expect(JSON.stringify(alarmOf(stack, 'OffPeakSuccess').AlarmName)).toMatch(/Synthetics-Alarm-.*CanaryOffPeak.*-1/);
    expect(JSON.stringify(alarmOf(stack, 'OffPeakSuccess').AlarmDescription)).toContain(
      'of the off-peak runs of canary',
    );
  });

  test('a canary is judged only in periods that lie within its hours', () => {
    expect(watched(stack, 'OffPeakSuccess')).toMatchObject({
      expression: `IF((minute >= 0 AND minute <= 654), ${filled('m0')}, 100)`, // 00:00 to 11:00
      helpers: { minute: `HOUR(${filled('m0')}) * 60 + MINUTE(${filled('m0')})` },
      canaries: [expect.stringContaining('BuyCanaryOffPeak')],
    });
    expect(watched(stack, 'AlarmsSuccess')).toMatchObject({
      expression: `IF((minute >= 660 AND minute <= 1424), ${filled('m0')}, 100)`, // 11:00 to 24:00
      canaries: [expect.stringMatching(/^BuyCanary[0-9A-F]{8}$/)],
    });
  });

  test('hours that go on after midnight are one stretch', () => {
    const { expression } = watched(setUp(every(5).offPeak(nights, Duration.minutes(60))), 'AlarmsSuccess');
    expect(expression).toContain('>= 600 OR '); // from 10:00
    expect(expression).toContain('<= 54)'); // to 01:00
  });

  test('days count if they differ, and canaries of one rate are judged together', () => {
    const week = setUp(every(10).offPeak(weekend, Duration.minutes(1)));
    expect(names(week)).toEqual(['Success', 'Duration', 'OffPeakSuccess', 'OffPeakDuration']);
    const { expression, helpers, canaries } = watched(week, 'OffPeakSuccess');
    const friday = 4 * 1440 + 23 * 60;
    const count = 'SUM([TIME_SERIES(0),(FILL(m0, -1) >= 0),(FILL(m1, -1) >= 0)])';
    const average = `${filled('m0', 'm1')} / IF(${count} > 0, ${count}, 1)`;
    expect(expression).toBe(`IF((minute >= ${friday} AND minute <= ${7 * 1440 - 5}), ${average}, 100)`);
    expect(helpers.minute).toContain(`(DAY(${filled('m0')}) - 1) * 1440 + HOUR(`);
    expect(canaries).toHaveLength(2);
  });

  test('a window that is too short to judge is refused', () => {
    const hour = TimeWindow.daily('12:00', '13:00', TimeZone.ASIA_TOKYO);
    const schedule = every(5).offPeak(hour, Duration.minutes(60));
    expect(() => setUp(schedule)).toThrow(
      'success.period * datapointsToAlarm (in minutes): got 120, expected at most 60, as long as the journey runs off-peak',
    );
    expect(() => setUp(schedule, { success: { datapointsToAlarm: 1 } })).not.toThrow();
  });

  test('a name is kept apart', () => {
    const named = setUp(every(15).offPeak(nights, Duration.minutes(5)), { alarmName: 'Buy' });
    expect(alarmOf(named, 'AlarmsSuccess').AlarmName).toBe('Buy');
    expect(alarmOf(named, 'OffPeakSuccess').AlarmName).toBe('Buy-OffPeak');
  });

  test('the dashboard shows both canaries', () => {
    const both = setUp(every(15).offPeak(nights, Duration.minutes(5)));
    const dashboard = new TelemetryDashboard(both, 'Dashboard');
    dashboard.addJourney('Buy', both.node.findChild('Buy') as JourneyCanary);
    const [runs, , steps] = widgetsOf(both).filter(({ properties }) => properties.title?.startsWith('Buy: '));
    const labels = (widget: Json) => widget.properties.metrics.map((metric: Json[]) => metric.at(-1).label);
    expect(labels(runs)).toEqual(['successful, peak', 'successful, off-peak']);
    expect(labels(steps)).toEqual(['see the shop, peak', 'see the shop, off-peak']);
  });
});

test('a cron schedule of some hours is judged in these hours', () => {
  const { expression, read } = watched(
    setUp(JourneySchedule.cron({ minute: '0/10', hour: '8-17', weekDay: 'MON-FRI' })),
    'AlarmsSuccess',
  );
  expect(read[0].Period).toBe(660);
  expect(expression.match(/>= \d+ AND/g)).toHaveLength(5);
});

test('a canary that follows the traffic is judged while it is meant to run', () => {
  const stack = new Stack(new App(), 'Stack');
  const appMonitor = new AppMonitor(stack, 'Monitor', { domains: ['shop.example.com'] });
  const schedule = every(15).followTraffic(appMonitor, { interval: Duration.minutes(1), quietBelowSessions: 5 });
  new JourneyAlarms(stack, 'Alarms', { journey: new JourneyCanary(stack, 'Buy', { journey, schedule }) });
  const { expression, read } = watched(stack, 'WhenQuietSuccess');
  expect(expression).toBe(`IF(${filled('watching')} >= 1, ${filled('m0')}, 100)`);
  expect(read.map(({ Metric }) => Metric.MetricName).sort()).toEqual(['CanaryWatching', 'SuccessPercent']);
  expect(watched(stack, 'AlarmsSuccess')).toMatchObject({ expression: filled('m0'), read: [{ Period: 960 }] });
});

describe('with replicas', () => {
  const topics = (stack: Stack) => {
    const page = new Topic(stack, 'Page');
    return { page, ticket: new Topic(stack, 'Ticket') };
  };

  test('somebody is called if several locations fail, and one makes a ticket', () => {
    const stack = new Stack(new App(), 'Stack', { env: { region: 'us-east-1' } });
    const { page, ticket } = topics(stack);
    const replicas = [{ region: 'eu-west-1' }, { region: 'ap-southeast-2' }];
    const canary = new JourneyCanary(stack, 'Buy', { journey, replicas });
    new JourneyAlarms(stack, 'Alarms', { journey: canary, notifications: Notifications.toTopics({ page, ticket }) });
    const locations = alarmOf(stack, 'AlarmsLocations');
    expect(locations).toMatchObject({
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      Threshold: 2,
      AlarmActions: [stack.resolve(page.topicArn)],
    });
    const { expression, read } = watched(stack, 'AlarmsLocations');
    const ids = ['l0m0', 'l1m0', 'l2m0'];
    const [first, second, third] = ids.map((id) => `(${filled(id)} < 90)`);
    const together = `3 * (${filled('m0')} < 90)`;
    expect(expression).toBe(`IF(${filled(...ids)} > 0, ${first} + ${second} + ${third}, ${together})`);
    expect(read.map(({ Metric }) => Metric.Dimensions[1])).toEqual([
      ...['us-east-1', 'eu-west-1', 'ap-southeast-2'].map((Value) => ({ Name: 'Location', Value })),
      undefined,
    ]);
    expect(alarmOf(stack, 'AlarmsSuccess').AlarmActions).toEqual([stack.resolve(ticket.topicArn)]);
  });

  test.each<[string[], number, string]>([
    [['eu-west-1'], 3, 'locations.threshold: got 3, expected a whole number from 1 to 2, the number of locations'],
    [[], 1, 'locations: got {"threshold":1}, expected a journey with replicas'],
    [
      Array.from({ length: 10 }, (_, index) => `eu-west-${index}`),
      2,
      'locations times canaries that an alarm looks at: got 11, expected a number of at most 10, the metrics that CloudWatch reads in an alarm; run the journey',
    ],
  ])('%j and %d are refused', (regions, threshold, message) => {
    expect(() => setUp(every(5), { locations: { threshold } }, regions)).toThrow(message);
  });

  test('runs call somebody if nothing watches locations', () => {
    const stack = new Stack(new App(), 'Stack', { env: { region: 'us-east-1' } });
    const { page, ticket } = topics(stack);
    const canary = new JourneyCanary(stack, 'Buy', { journey, replicas: [{ region: 'eu-west-1' }] });
    const notifications = Notifications.toTopics({ page, ticket });
    new JourneyAlarms(stack, 'Alarms', { journey: canary, notifications, locations: { enabled: false } });
    expect(names(stack)).toEqual(['Success', 'Duration']);
    expect(alarmOf(stack, 'AlarmsSuccess').AlarmActions).toEqual([stack.resolve(page.topicArn)]);
  });

  test('locations of a journey that has one only cannot be watched', () => {
    expect(() => setUp(every(5), { locations: {} })).toThrow(
      '[Stack/Alarms] locations: got {}, expected a journey with replicas; pass replicas to the canary',
    );
  });

  test('where an alarm cannot look at all of them, it looks at them together', () => {
    const regions = Array.from({ length: 10 }, (_, index) => `eu-west-${index}`);
    expect(names(setUp(every(5), {}, regions))).toEqual(['Success', 'Duration']);
  });
});

test('alarms notify nobody in times of maintenance, by the clocks of a place', () => {
  const muteDuring = [TimeWindow.weekly([WeekDay.SUNDAY], '22:30', '02:00', TimeZone.EUROPE_LONDON)];
  const stack = setUp(every(5), { muteDuring, duration: { enabled: false } });
  const [rule] = Object.values(Template.fromStack(stack).findResources('AWS::CloudWatch::AlarmMuteRule'));
  expect(rule.Properties).toMatchObject({
    Rule: { Schedule: { Expression: 'cron(30 22 * * SUN)', Timezone: 'Europe/London', Duration: 'PT3H30M' } },
    MuteTargets: { AlarmNames: [{ Ref: expect.stringContaining('AlarmsSuccess') }] },
  });
});

test('an alarm is muted at each rate', () => {
  const muteDuring = [TimeWindow.daily('02:00', '03:00', TimeZone.ETC_UTC)];
  const stack = setUp(every(15).offPeak(nights, Duration.minutes(5)), { success: { muteDuring } });
  const rules = Object.values(Template.fromStack(stack).findResources('AWS::CloudWatch::AlarmMuteRule'));
  expect(rules.map(({ Properties }) => Properties.MuteTargets.AlarmNames)).toEqual([
    [{ Ref: expect.stringMatching(/^AlarmsSuccess/) }],
    [{ Ref: expect.stringMatching(/^AlarmsOffPeakSuccess/) }],
  ]);
});
