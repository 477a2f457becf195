import { App, Stack } from 'aws-cdk-lib';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Notifications, ServiceLevelIndicator, ServiceLevelObjective } from '../../../src/monitoring';
import { AppMonitor } from '../../../src/rum';
import { alarmsOf } from './replay/alarms-of';
import { type Resource, replayTogether, type Series } from './replay/replay';

// A busy machine takes seconds to start Python and to load moto.
jest.setTimeout(120_000);

const MINUTE = 60;
const HOUR = 60 * MINUTE;
/** Midnight. */
const START = Date.UTC(2026, 6, 6) / 1000;
const HOURS = 10;

/** The alarms of an objective on page loads, composite ones last, and who is told. */
function synthesize(goal: number): Resource[] {
  const stack = new Stack(new App(), 'Stack', { env: { account: '111122223333', region: 'us-east-1' } });
  const attributes = { appMonitorName: 'shop', appMonitorId: '11111111-2222-3333-4444-555555555555' };
  const appMonitor = AppMonitor.fromAppMonitorAttributes(stack, 'Monitor', attributes);
  new ServiceLevelObjective(stack, 'Pages', {
    indicator: ServiceLevelIndicator.pageLoads(appMonitor),
    goal,
    notifications: Notifications.toTopics({ page: new Topic(stack, 'Page'), ticket: new Topic(stack, 'Ticket') }),
  });
  return alarmsOf(stack);
}

/** So many page loads an hour, evenly, in some hours. */
function loads(good: boolean, anHour: number, [from, to]: readonly [number, number]): Series {
  const points = Array.from(
    { length: Math.round((to - from) * anHour) },
    (_, index) => [START + (from + (index + 0.5) / anHour) * HOUR, 1] as const,
  );
  return {
    namespace: 'AWS/RUM',
    name: `Navigation${good ? 'Satisfied' : 'Frustrated'}Transaction`,
    dimensions: { application_name: 'shop' },
    points,
  };
}

/** Hours of a busy shop: each point stands for many loads, all the more of those that are long ago. */
function busy(good: boolean, anHour: number, [from, to]: readonly [number, number]): Series {
  const spread = (points: number, span: readonly [number, number]) =>
    loads(good, points, span).points.map(([at]) => [at, anHour / points] as const);
  const points = [...spread(1, [Math.min(from, 0), Math.min(to, 0)]), ...spread(12, [Math.max(from, 0), to])];
  return { ...loads(good, 1, [0, 0]), points };
}

interface Scenario {
  readonly goal?: number;
  readonly series: Series[];
}

const SCENARIOS = {
  healthy: { series: [busy(true, 12_000, [-72, HOURS])] },
  outage: {
    series: [
      busy(true, 12_000, [-72, 2]),
      busy(true, 6_000, [2, 3]),
      busy(false, 6_000, [2, 3]),
      busy(true, 12_000, [3, HOURS]),
    ],
  },
  leak: { series: [busy(true, 12_000, [-72, HOURS]), busy(false, 300, [-20, HOURS])] },
  tenAnHourAndOneFails: { series: [loads(true, 10, [-6, HOURS]), loads(false, 1, [2, 3])] },
  tenAnHourAndOneFailsAtThreeNines: {
    goal: 0.999,
    series: [loads(true, 10, [-6, HOURS]), loads(false, 1, [2, 3])],
  },
  tenAnHourAndAllFail: {
    series: [loads(true, 10, [-6, 2]), loads(false, 10, [2, 4]), loads(true, 10, [4, HOURS])],
  },
  tenAnHourAndFourFail: {
    series: [loads(true, 10, [-6, 2]), loads(false, 4, [2, 3]), loads(true, 10, [2, HOURS])],
  },
  everybodyLeaves: { series: [busy(true, 12_000, [-72, 2]), busy(false, 12_000, [2, 3])] },
} satisfies Record<string, Scenario>;

/** Who is told what, at which hour. */
let told: Record<string, [hour: number, whom: string, state: string][]>;
beforeAll(() => {
  const times = Array.from({ length: (HOURS - 1) * 10 }, (_, index) => START + HOUR + index * 6 * MINUTE);
  const questions = Object.values<Scenario>(SCENARIOS).map(({ goal = 0.99, series }) => {
    return { resources: synthesize(goal), series, times };
  });
  const answers = replayTogether(questions);
  told = Object.fromEntries(
    Object.keys(SCENARIOS).map((name, index) => [
      name,
      answers[index]
        // At first each alarm tells that it is OK.
        .filter(([at]) => at > START + HOUR)
        .map(([at, id, state]) => [(at - START) / HOUR, id.slice('Pages'.length, -8), state]),
    ]),
  );
});

const what = (name: keyof typeof SCENARIOS) => told[name].map(([, whom, state]) => `${whom} ${state}`);
const hours = (name: keyof typeof SCENARIOS) => told[name].map(([hour]) => hour);

test('nobody is told anything while all is well', () => {
  expect(told.healthy).toEqual([]);
});

test('an outage pages within a quarter of an hour, and is over minutes after it is', () => {
  expect(what('outage')).toEqual(['FastBurn ALARM', 'FastBurn OK']);
  const [from, to] = hours('outage');
  expect(from).toBeLessThanOrEqual(2.4);
  expect(to).toBeGreaterThan(3);
  expect(to).toBeLessThanOrEqual(3.6);
});

test('a leak makes a ticket, and pages nobody', () => {
  expect(what('leak')).toEqual(['SlowBurn ALARM']);
});

test.each(['tenAnHourAndOneFails', 'tenAnHourAndOneFailsAtThreeNines', 'tenAnHourAndFourFail'] as const)(
  'rare events: %s pages nobody',
  (name) => {
    expect(what(name).filter((each) => each.startsWith('FastBurn'))).toEqual([]);
  },
);

test('rare events: an outage pages once, as soon as five are bad, until enough are good', () => {
  expect(what('tenAnHourAndAllFail').filter((each) => each.startsWith('FastBurn'))).toEqual([
    'FastBurn ALARM',
    'FastBurn OK',
  ]);
  const [from] = told.tenAnHourAndAllFail.filter(([, whom]) => whom === 'FastBurn').map(([hour]) => hour);
  expect(from).toBeLessThanOrEqual(2.6);
});

test('users who leave end it: within 6 hours, as nobody can tell whether it goes on', () => {
  const fast = told.everybodyLeaves.filter(([, whom]) => whom === 'FastBurn');
  expect(fast.map(([, , state]) => state)).toEqual(['ALARM', 'OK']);
  expect(fast[1][0]).toBeLessThanOrEqual(9.3);
});
