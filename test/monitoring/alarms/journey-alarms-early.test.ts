import { App, Duration, Stack, TimeZone } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Expect, Journey, JourneyCanary, JourneySchedule, LinkCheck, TimeWindow } from '../../../src/canaries';
import {
  AlarmSeverity,
  ImpactAlarms,
  type ImpactAlarmsProps,
  JourneyAlarms,
  type JourneyAlarmsProps,
  Notifications,
} from '../../../src/monitoring';
import type { Json } from '../helpers';

const journey = Journey.startAt('https://shop.example.com').step('see the shop', Expect.visible('h1'));
const every = (minutes: number) => JourneySchedule.every(Duration.minutes(minutes));
const night = (from: string, to: string) => TimeWindow.daily(from, to, TimeZone.ETC_UTC);

interface Given {
  readonly schedule?: JourneySchedule;
  readonly regions?: string[];
  readonly impact?: ImpactAlarmsProps;
  readonly alarms?: Partial<JourneyAlarmsProps>;
}

function newStack() {
  const stack = new Stack(new App(), 'Stack', { env: { account: '111122223333', region: 'us-east-1' } });
  const topics = { page: new Topic(stack, 'Page'), ticket: new Topic(stack, 'Ticket') };
  return { stack, notifications: Notifications.toTopics(topics) };
}

function setUp({ schedule = every(5), regions = [], impact, alarms }: Given = {}): Stack {
  const { stack, notifications } = newStack();
  new JourneyAlarms(stack, 'Alarms', {
    journey: new JourneyCanary(stack, 'Buy', { journey, schedule, replicas: regions.map((region) => ({ region })) }),
    notifications: new ImpactAlarms(stack, 'Impact', { notifications, ...impact }).notifications,
    ...alarms,
  });
  return stack;
}

/** By the ends of their ids. */
function alarmsOf(stack: Stack, type = 'Alarm'): Record<string, Json> {
  const found = Template.fromStack(stack).findResources(`AWS::CloudWatch::${type}`);
  return Object.fromEntries(
    Object.entries<Json>(found).map(([id, { Properties }]) => [id.slice(0, -8).replace(/^Alarms/, ''), Properties]),
  );
}

/** How many of how many periods. */
const periods = ({ DatapointsToAlarm, EvaluationPeriods }: Json) => [DatapointsToAlarm, EvaluationPeriods];

test('with composite alarms a journey tells them early what chance may be, and later what it is not', () => {
  const { Early, Success } = alarmsOf(setUp());
  expect([Early, Success].map(periods)).toEqual([
    [2, 3],
    [3, 6], // of every second run that ends without a result, too
  ]);
  expect(Early.Metrics).toEqual(Success.Metrics);
  expect([Early, Success].map(({ AlarmActions }) => AlarmActions)).toEqual([undefined, undefined]);
  expect(JSON.stringify(Early.AlarmName)).toContain('-5');
  expect(JSON.stringify(Early.AlarmDescription)).toContain(
    'Synthetic users fail, if it is no accident: fewer than 90 %',
  );
  const { ImpactUserUnconfirmed } = alarmsOf(setUp(), 'CompositeAlarm');
  expect(JSON.stringify(ImpactUserUnconfirmed.AlarmRule)).toContain('AlarmsEarly');
});

test.each<[string, Given]>([
  ['alone', { alarms: { notifications: Notifications.none() } }],
  ['where nothing says that users are hurt', { impact: { userImpact: { enabled: false } } }],
  ['where runs are far apart', { schedule: every(30) }],
  ['where it is switched off', { alarms: { early: { enabled: false } } }],
  [
    'where it would be muted, which a composite alarm does not see',
    { alarms: { muteDuring: [night('02:00', '03:00')] } },
  ],
  ['where success is muted', { alarms: { success: { muteDuring: [night('02:00', '03:00')] } } }],
  ['where success is a ticket', { alarms: { success: { severity: AlarmSeverity.TICKET } } }],
  ['where success is one of several locations', { regions: ['eu-west-1'] }],
])('%s there is no early alarm, and success is as quick as it', (_, given) => {
  const { Early, Success } = alarmsOf(setUp(given));
  expect(Early).toBeUndefined();
  expect(periods(Success)).toEqual([2, 3]);
});

test('links that are broken are a ticket, and no early one', () => {
  const { stack, notifications } = newStack();
  new JourneyAlarms(stack, 'Alarms', {
    journey: new LinkCheck(stack, 'Links', { startUrls: ['https://shop.example.com'], schedule: every(5) }),
    notifications: new ImpactAlarms(stack, 'Impact', { notifications }).notifications,
  });
  const { Early, Success } = alarmsOf(stack);
  expect([Early, periods(Success)]).toEqual([undefined, [2, 3]]);
});

test('what success states holds, and needs no early alarm', () => {
  const { Early, Success } = alarmsOf(setUp({ alarms: { success: { evaluationPeriods: 4, datapointsToAlarm: 4 } } }));
  expect([Early, periods(Success)]).toEqual([undefined, [4, 4]]);
});

test('an early alarm is what is stated of it, and stands alone as a ticket', () => {
  const early = { evaluationPeriods: 2, period: Duration.minutes(10) };
  const alone = alarmsOf(setUp({ alarms: { early, notifications: Notifications.none() } }));
  expect(periods(alone.Early)).toEqual([2, 2]);
  expect(alone.Early.Metrics.at(-1).MetricStat.Period).toBe(600);
  expect(() => setUp({ alarms: { early: { period: Duration.minutes(3) } } })).toThrow('early.period');
});

test('each rate has an early alarm, and both count as one journey', () => {
  const stack = setUp({ schedule: every(15).offPeak(night('00:00', '06:00'), Duration.minutes(5)) });
  expect(Object.keys(alarmsOf(stack)).sort()).toEqual(
    ['', 'OffPeak'].flatMap((rate) => ['Duration', 'Early', 'Success'].map((id) => rate + id)).sort(),
  );
  const { FailingEarly } = alarmsOf(stack, 'CompositeAlarm');
  expect(JSON.stringify(FailingEarly.AlarmRule)).toMatch(/AlarmsEarly.* OR .*AlarmsOffPeakEarly/);
});

test('hours that are too few for six periods are judged in three', () => {
  const stack = setUp({ schedule: every(5).offPeak(night('00:00', '01:00'), Duration.minutes(15)) });
  const { Early, OffPeakEarly, OffPeakSuccess } = alarmsOf(stack);
  expect([Early === undefined, OffPeakEarly, periods(OffPeakSuccess)]).toEqual([false, undefined, [2, 3]]);
});
