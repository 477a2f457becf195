import { App, Stack, TimeZone } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Expect, Journey, JourneyCanary, TimeWindow, WeekDay } from '../../../src/canaries';
import { JourneyAlarms } from '../../../src/monitoring';
import { replay } from './replay/replay';

// A busy machine takes seconds to start Python and to load moto.
jest.setTimeout(60_000);

const HOUR = 3600;
const MUTE_RULE = 'AWS::CloudWatch::AlarmMuteRule';
/** A Monday in summer, 00:00 UTC: in London it is 01:00. */
const MONDAY = Date.UTC(2026, 6, 6) / 1000;

/** Whether the rule that a window of an alarm becomes mutes at these hours from Monday on. */
function mutes(window: TimeWindow, ...hours: number[]): boolean[] {
  const stack = new Stack(new App(), 'Stack');
  const journey = new JourneyCanary(stack, 'Buy', {
    journey: Journey.startAt('https://shop.example.com').step('see the shop', Expect.visible('h1')),
  });
  new JourneyAlarms(stack, 'Alarms', { journey, muteDuring: [window] });
  const rules = Object.values(Template.fromStack(stack).findResources(MUTE_RULE));
  expect(rules).toHaveLength(1);
  // Not the alarms that it mutes, which are not deployed here.
  const Properties = { Name: 'rule', Rule: rules[0].Properties.Rule };
  const times = hours.map((hour) => MONDAY + hour * HOUR);
  return replay<boolean>({ resources: [{ LogicalId: 'Rule', Type: MUTE_RULE, Properties }], series: [], times }).Rule;
}

test('a window of muteDuring mutes by the clocks of its place', () => {
  const window = TimeWindow.daily('02:00', '03:30', TimeZone.EUROPE_LONDON);
  const winter = (Date.UTC(2026, 0, 5) / 1000 - MONDAY) / HOUR;
  expect(mutes(window, 0.99, 1, 2.49, 2.5, 25, winter + 1.99, winter + 2, winter + 3.49, winter + 3.5)).toEqual([
    false,
    true,
    true,
    false,
    true,
    false,
    true,
    true,
    false,
  ]);
});

test('a weekly window mutes over midnight, on its days', () => {
  const window = TimeWindow.weekly([WeekDay.SUNDAY], '22:00', '04:00', TimeZone.ETC_UTC);
  expect(mutes(window, -2.01, -2, 3.99, 4, 22, 166)).toEqual([false, true, true, false, false, true]);
});
