import { App, Stack, TimeZone } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Expect, Journey, JourneyCanary, TimeWindow, WeekDay } from '../../src/canaries';
import { JourneyAlarms } from '../../src/monitoring';
import { Driver } from './telemetry/driver';

const driver = new Driver();
afterAll(() => driver.end());

const HOUR = 3600;
/** A Monday in summer, 00:00 UTC: in London it is 01:00. */
const MONDAY = Date.UTC(2026, 6, 6) / 1000;

interface Schedule {
  readonly Expression: string;
  readonly Duration: string;
  readonly Timezone?: string;
}

const deploy = (properties: object) =>
  driver.call('deploy', { type: 'AWS::CloudWatch::AlarmMuteRule', properties: { Name: 'rule', ...properties } });
const rule = (Schedule: Schedule, more: object = {}) => deploy({ Rule: { Schedule }, ...more });
const mutes = (...hours: number[]) =>
  driver.call('mutes', { name: 'rule', times: hours.map((hour) => MONDAY + hour * HOUR) });

/** The schedule that a window of an alarm becomes. */
function scheduleOf(window: TimeWindow): Schedule {
  const stack = new Stack(new App(), 'Stack');
  const journey = new JourneyCanary(stack, 'Buy', {
    journey: Journey.startAt('https://shop.example.com').step('see the shop', Expect.visible('h1')),
  });
  new JourneyAlarms(stack, 'Alarms', { journey, muteDuring: [window] });
  const rules = Object.values(Template.fromStack(stack).findResources('AWS::CloudWatch::AlarmMuteRule'));
  expect(rules).toHaveLength(1);
  return rules[0].Properties.Rule.Schedule;
}

test('a window of muteDuring mutes by the clocks of its place', async () => {
  await rule(scheduleOf(TimeWindow.daily('02:00', '03:30', TimeZone.EUROPE_LONDON)));
  expect(await mutes(0.99, 1, 2.49, 2.5, 25)).toEqual([false, true, true, false, true]);
  const winter = (Date.UTC(2026, 0, 5) / 1000 - MONDAY) / HOUR;
  expect(await mutes(winter + 1.99, winter + 2, winter + 3.49, winter + 3.5)).toEqual([false, true, true, false]);
});

test('a weekly window mutes over midnight, on its days', async () => {
  await rule(scheduleOf(TimeWindow.weekly([WeekDay.SUNDAY], '22:00', '04:00', TimeZone.ETC_UTC)));
  expect(await mutes(-2.01, -2, 3.99, 4, 22, 166)).toEqual([false, true, true, false, false, true]);
});

test('a rule may mute once, and from a day or until a day on', async () => {
  await rule({ Expression: 'at(2026-07-06T12:00)', Duration: 'P1DT1H', Timezone: 'Europe/London' });
  expect(await mutes(10.9, 11, 35.9, 36)).toEqual([false, true, true, false]);
  const daily = { Expression: 'cron(0 2 * JUL MON-FRI)', Duration: 'PT1H' };
  await rule(daily, { StartDate: '2026-07-07T00:00', ExpireDate: '2026-07-08T02:30' });
  expect(await mutes(2, 26, 50, 50.5, 74)).toEqual([false, true, true, false, false]);
});

test('what is muted is made up for after the window if the alarm still is in that state', async () => {
  const name = 'muted';
  await driver.call('deploy', {
    type: 'AWS::CloudWatch::Alarm',
    properties: {
      AlarmName: name,
      AlarmActions: ['arn:aws:sns:us-east-1:123456789012:page'],
      Namespace: 'Test/Mute',
      MetricName: 'Errors',
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'notBreaching',
    },
  });
  const targets = { MuteTargets: { AlarmNames: [name] } };
  await rule({ Expression: 'cron(0 2 * * *)', Duration: 'PT1H' }, targets);
  const bad = [1.5, 2.25, 2.75, 3, 3.25].map((hour) => [MONDAY + hour * HOUR - 30, 5]);
  await driver.call('put_series', { namespace: 'Test/Mute', name: 'Errors', dimensions: {}, points: bad });
  const evaluate = async (...hours: number[]) => {
    const times = hours.map((hour) => MONDAY + hour * HOUR);
    const actions = await driver.call('actions_at', { name, times });
    return actions.map(([at, state, rules]: [number, string, string[]]) => [(at - MONDAY) / HOUR, state, rules]);
  };
  expect(await evaluate(1.25, 1.5, 1.75)).toEqual([[1.5, 'ALARM', []]]);
  expect(await evaluate(2, 2.25, 2.5)).toEqual([[2.25, 'ALARM', ['rule']]]); // and over before the window is
  expect(await evaluate(2.75, 3)).toEqual([
    [2.75, 'ALARM', ['rule']],
    [3, 'ALARM', []],
  ]);
});

const FINE = { Expression: 'cron(0 2 * * *)', Duration: 'PT1H' };

test.each([
  ['a rate', { ...FINE, Expression: 'rate(1 day)' }, {}, 'expected cron(...) or at(...)'],
  ['six fields', { ...FINE, Expression: 'cron(0 2 * * * *)' }, {}, 'has 6 fields'],
  ['steps', { ...FINE, Expression: 'cron(0/5 2 * * *)' }, {}, "'0/5' in a cron expression"],
  ['an hour too late', { ...FINE, Expression: 'cron(0 24 * * *)' }, {}, "'24' in a cron expression, expected 0 to 23"],
  ['days of both kinds', { ...FINE, Expression: 'cron(0 2 1 * MON)' }, {}, 'the lab does not know'],
  ['a date that is none', { ...FINE, Expression: 'at(2026-02-30T00:00)' }, {}, 'is no date'],
  ['no duration', { Expression: FINE.Expression, Duration: '' }, {}, 'ISO 8601'],
  ['seconds', { ...FINE, Duration: 'PT90S' }, {}, 'ISO 8601'],
  ['a duration that is too long', { ...FINE, Duration: 'P15DT1M' }, {}, 'expected PT1M to P15D'],
  ['an unknown time zone', { ...FINE, Timezone: 'Europe/Atlantis' }, {}, 'is not known'],
  [
    'too many alarms',
    FINE,
    { MuteTargets: { AlarmNames: Array.from({ length: 101 }, (_, i) => `a${i}`) } },
    '101 alarms',
  ],
  ['a long description', FINE, { Description: 'x'.repeat(1025) }, 'Description has 1025 characters'],
  ['an end before its beginning', FINE, { StartDate: '2026-07-07T00:00', ExpireDate: '2026-07-06T00:00' }, 'not after'],
  ['what is no property', FINE, { Colour: 'red' }, 'there is no property Colour'],
])('%s fails the deployment', async (_what, schedule, more, message) => {
  await expect(rule(schedule, more)).rejects.toThrow(message);
});
