import { App, Duration, Stack, Tags, TimeZone } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Expect, Journey, JourneyCanary, JourneySchedule, TimeWindow } from '../../../src/canaries';

const journey = Journey.startAt('https://shop.example.com').step('look', Expect.visible('h1'));
const schedule = JourneySchedule.every(Duration.hours(1)).offPeak(
  TimeWindow.daily('20:00', '06:00', TimeZone.ETC_UTC),
  Duration.minutes(15),
);

/** A stack with a journey, which by its windows is two canaries. */
function stackWith(tags: { [key: string]: string }) {
  const stack = new Stack(new App(), 'Shop', { tags });
  new JourneyCanary(stack, 'Buy', { journey, schedule });
  return stack;
}

test('a tag that canaries do not take is refused at synth, also where the stack has it', () => {
  expect(() => Template.fromStack(stackWith({ 'Cost Center': 'web' }))).toThrow(
    /tags: got "Cost Center", expected keys of 1 to 128 letters.*; rename the tag, or exclude AWS::Synthetics::Canary and aws:cdk:stack from it/,
  );
});

test('others are taken, and those from which canaries are excluded', () => {
  expect(() => Template.fromStack(stackWith({ 'cost-center:1': 'web and more' }))).not.toThrow();
  const stack = stackWith({});
  Tags.of(stack).add('Cost Center', 'web', { excludeResourceTypes: ['AWS::Synthetics::Canary', 'aws:cdk:stack'] });
  expect(() => Template.fromStack(stack)).not.toThrow();
});
