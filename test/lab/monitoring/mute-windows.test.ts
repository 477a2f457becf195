import { App, Stack, TimeZone } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Expect, Journey, JourneyCanary, TimeWindow, WeekDay } from '../../../src/canaries';
import { JourneyAlarms } from '../../../src/monitoring';
import { type Resource, replay } from './replay/replay';

// A busy machine takes seconds to start Python and to load moto.
jest.setTimeout(60_000);

const HOUR = 3600;
const MUTE_RULE = 'AWS::CloudWatch::AlarmMuteRule';
/** A Monday in summer, 00:00 UTC: in London it is 01:00. */
const MONDAY = Date.UTC(2026, 6, 6) / 1000;
const WINTER = (Date.UTC(2026, 0, 5) / 1000 - MONDAY) / HOUR;

/** Whether a window mutes at these hours from Monday on. */
const WINDOWS: [string, TimeWindow, [hour: number, mutes: boolean][]][] = [
  [
    'a window of muteDuring mutes by the clocks of its place',
    TimeWindow.daily('02:00', '03:30', TimeZone.EUROPE_LONDON),
    [
      [0.99, false],
      [1, true],
      [2.49, true],
      [2.5, false],
      [25, true],
      [WINTER + 1.99, false],
      [WINTER + 2, true],
      [WINTER + 3.49, true],
      [WINTER + 3.5, false],
    ],
  ],
  [
    'a weekly window mutes over midnight, on its days',
    TimeWindow.weekly([WeekDay.SUNDAY], '22:00', '04:00', TimeZone.ETC_UTC),
    [
      [-2.01, false],
      [-2, true],
      [3.99, true],
      [4, false],
      [22, false],
      [166, true],
    ],
  ],
];

/** The rule that a window of an alarm becomes, without the alarms that it mutes: they are not deployed here. */
function ruleOf(window: TimeWindow): Resource {
  const stack = new Stack(new App(), 'Stack');
  const journey = new JourneyCanary(stack, 'Buy', {
    journey: Journey.startAt('https://shop.example.com').step('see the shop', Expect.visible('h1')),
  });
  new JourneyAlarms(stack, 'Alarms', { journey, muteDuring: [window] });
  const rules = Object.values(Template.fromStack(stack).findResources(MUTE_RULE));
  expect(rules).toHaveLength(1);
  return { LogicalId: 'Rule', Type: MUTE_RULE, Properties: { Name: 'rule', Rule: rules[0].Properties.Rule } };
}

let answers: boolean[][];
beforeAll(() => {
  const questions = WINDOWS.map(([, window, hours]) => ({
    resources: [ruleOf(window)],
    series: [],
    times: hours.map(([hour]) => MONDAY + hour * HOUR),
  }));
  answers = replay<boolean>(questions).map(({ Rule }) => Rule);
});

test.each(WINDOWS.map(([title, , hours], index) => ({ title, hours, index })))('$title', ({ hours, index }) => {
  expect(hours.map(([hour], at) => [hour, answers[index][at]])).toEqual(hours);
});
