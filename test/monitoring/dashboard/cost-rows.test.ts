import { Duration } from 'aws-cdk-lib';
import { Expect, Journey, JourneyCanary, JourneySchedule } from '../../../src/canaries';
import { EventPipeline } from '../../../src/events';
import { importMonitor, widgetsOf } from '../helpers';
import { setUp, textBelow, titled } from './setup';

function expressionsOf({ properties }: ReturnType<typeof titled>): string[] {
  return properties.metrics.flatMap(([first]: { expression?: string }[]) => first?.expression ?? []);
}

function shop(region?: string) {
  const { stack, dashboard } = setUp({}, region === undefined ? {} : { env: { region } });
  dashboard.addAppMonitor('Storefront', importMonitor(stack));
  const journey = Journey.startAt('https://shop.example.com').step('see', Expect.visible('h1'));
  const schedule = JourneySchedule.every(Duration.minutes(5));
  dashboard.addJourney('Buy', new JourneyCanary(stack, 'Buy', { journey, schedule }));
  dashboard.addEventPipeline('Events', new EventPipeline(stack, 'Events', {}));
  return stack;
}

test('events, runs and what is stored have their price: of 30 days, and of a month at the pace of a week', () => {
  const stack = shop('us-east-1');
  const month = titled(stack, 'The last 30 days (USD)');
  expect(month.properties).toMatchObject({ start: '-P30D', setPeriodToTimeRange: true });
  const [events, runs, stored] = expressionsOf(month);
  expect(events).toMatch(/^0\.00001\*/);
  expect(runs).toMatch(/^0\.0012\*/);
  // docs/event-pipeline.md: 0.19 for a million.
  expect(Number(/^([\d.]+)\*/.exec(stored)?.[1]) * 1e6).toBeCloseTo(0.19, 2);
  const pace = titled(stack, 'A month at the pace of the last 7 days (USD)');
  expect(pace.properties.start).toBe('-P7D');
  expect(Number(/^([\d.]+)\*/.exec(expressionsOf(pace)[1])?.[1])).toBeCloseTo((0.0012 * 30) / 7, 9);
  expect(titled(stack, 'Each day (USD)').properties).toMatchObject({ start: '-P30D', stacked: true, period: 86_400 });
});

test('runs are counted by a value of each', () => {
  const { metrics } = titled(shop(), 'The last 30 days (USD)').properties;
  const run = metrics.find(([namespace]: string[]) => namespace === 'CloudWatchSynthetics');
  expect(run.slice(0, 2)).toEqual(['CloudWatchSynthetics', 'SuccessPercent']);
  expect(run.at(-1)).toMatchObject({ stat: 'SampleCount' });
});

test('prices are those of the Region, as far as they are known, and it is said whose', () => {
  const tokyo = shop('ap-northeast-1');
  expect(expressionsOf(titled(tokyo, 'The last 30 days (USD)'))[1]).toMatch(/^0\.0019\*/);
  expect(textBelow(tokyo, '## What users cost').join()).toContain('List prices of us-east-1, a lower bound');
  expect(textBelow(shop(), '## What users cost').join()).toContain('List prices of us-east-1, a lower bound');
  expect(textBelow(shop('us-east-2'), '## What users cost').join()).toContain('List prices of us-east-2.');
});

test('what nobody causes has no row', () => {
  const { stack } = setUp();
  expect(JSON.stringify(widgetsOf(stack))).not.toContain('USD');
});
