import { App, Duration, Stack } from 'aws-cdk-lib';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Expect, Journey, JourneySchedule } from '../../../src/canaries';
import { Notifications } from '../../../src/monitoring';
import { UserTelemetry } from '../../../src/user-telemetry';
import { alarmsOf } from './replay/alarms-of';
import { type Acted, type Resource, replayTogether, type Series } from './replay/replay';

// A busy machine takes seconds to start Python and to load moto.
jest.setTimeout(120_000);

const MINUTE = 60;
const HOUR = 60 * MINUTE;
/** Midnight. */
const START = Date.UTC(2026, 6, 6) / 1000;
const HOURS = 6;

/** The alarms of a shop with two journeys, composite ones last, and who is told. */
function synthesize(): Resource[] {
  const stack = new Stack(new App(), 'Stack', { env: { account: '111122223333', region: 'us-east-1' } });
  const telemetry = new UserTelemetry(stack, 'Shop', {
    applicationName: 'shop',
    notifications: Notifications.toTopics({ page: new Topic(stack, 'Page'), ticket: new Topic(stack, 'Ticket') }),
  });
  telemetry.addWebApp('Web', { domains: ['shop.example.com'], appMonitorName: 'web' });
  telemetry.addTransaction('Checkout', { minimumCompletionRate: 0.6 });
  for (const id of ['Buy', 'Look']) {
    telemetry.addJourney(id, {
      journey: Journey.startAt('https://shop.example.com').step('see the shop', Expect.visible('h1')),
      schedule: JourneySchedule.every(Duration.minutes(5)),
      canaryName: id.toLowerCase(),
    });
  }
  return alarmsOf(stack, { WarmUpConfiguration: undefined });
}

/** Values every so many minutes of some hours; two weeks ago it began. */
function every(
  minutes: number,
  value: number,
  [namespace, name]: string[],
  dimensions: object,
  spans: number[][],
): Series {
  const points = spans.flatMap(([from, to]) =>
    Array.from(
      { length: ((to - from) * HOUR) / (minutes * MINUTE) },
      (_, index) => [START + from * HOUR + index * minutes * MINUTE + 1, value] as const,
    ),
  );
  return { namespace, name, dimensions: dimensions as Record<string, string>, points };
}

const APP = { application_name: 'web' };
const rum = (name: string) => ['AWS/RUM', name];
const counted = (name: string) => ['RUM/CustomMetrics/UserTelemetry', name];
/** The same hours of each day before. */
const before = Array.from({ length: 14 }, (_, day) => [-(day + 1) * 24, -(day + 1) * 24 + HOURS]);

interface Life {
  /** When nothing works, in hours. */
  readonly outage?: readonly [number, number];
  /** When the slowest quarter of pages takes six seconds. */
  readonly slow?: readonly [number, number];
  /** When browsers are silent, though all is well. */
  readonly silent?: readonly [number, number];
  /** When each page view has a JavaScript error. */
  readonly broken?: readonly [number, number];
  /** Without real users. */
  readonly nobody?: boolean;
}

function life({ outage, slow, silent, broken, nobody }: Life): Series[] {
  const but = (span?: readonly [number, number]) =>
    span
      ? [
          [0, span[0]],
          [span[1], HOURS],
        ]
      : [[0, HOURS]];
  const only = (span?: readonly [number, number]) => (span ? [[...span]] : []);
  const seen = nobody ? [] : [...before, ...but(outage ?? silent)];
  const users = nobody ? [] : but(outage ?? silent);
  const runs = (name: string, failing?: readonly [number, number]) => [
    every(5, 100, ['CloudWatchSynthetics', 'SuccessPercent'], { CanaryName: name }, but(failing)),
    every(5, 0, ['CloudWatchSynthetics', 'SuccessPercent'], { CanaryName: name }, only(failing)),
    every(5, 8_000, ['CloudWatchSynthetics', 'Duration'], { CanaryName: name }, but(failing)),
  ];
  return [
    every(5, 40, rum('SessionCount'), APP, seen),
    every(5, 200, rum('PageViewCount'), APP, users),
    every(5, 200, rum('JsErrorCount'), APP, only(broken)),
    every(5, 180, rum('NavigationSatisfiedTransaction'), APP, users),
    every(5, 20, rum('NavigationToleratedTransaction'), APP, users),
    every(0.25, 1_200, rum('WebVitalsLargestContentfulPaint'), APP, nobody ? [] : but(slow)),
    every(0.25, 6_000, rum('WebVitalsLargestContentfulPaint'), APP, only(slow)),
    every(5, 10, counted('TransactionStarted'), { ...APP, Transaction: 'Checkout' }, users),
    every(5, 9, counted('TransactionCompleted'), { ...APP, Transaction: 'Checkout' }, users),
    ...runs('buy', outage),
    ...runs('look', outage),
  ].filter(({ points }) => points.length > 0);
}

const SCENARIOS = {
  healthy: {},
  nightOutage: { outage: [2, 4] },
  nightOutageWithoutUsers: { outage: [2, 4], nobody: true },
  slowPage: { slow: [2, 4] },
  silentBrowsers: { silent: [2, 4] },
  slowThenBroken: { slow: [1.5, 5], broken: [2.5, 4] },
} satisfies Record<string, Life>;

/** Who is told what, at which hour, once the alarms are on their way. */
let told: Record<string, [hour: number, whom: string, state: string][]>;
beforeAll(() => {
  const resources = synthesize();
  const times = Array.from({ length: (HOURS - 1) * 12 }, (_, index) => START + HOUR + index * 5 * MINUTE);
  const answers = replayTogether(
    Object.values<Life>(SCENARIOS).map((scenario) => ({ resources, series: life(scenario), times })),
  );
  const whom = (id: string) => id.replace(/^Shop(Impact)?/, '').slice(0, -8);
  told = Object.fromEntries(
    Object.keys(SCENARIOS).map((name, index) => [
      name,
      answers[index]
        .filter(([at]: Acted) => at > START + 1.4 * HOUR)
        .map(([at, id, state]: Acted) => [(at - START) / HOUR, whom(id), state]),
    ]),
  );
});

const of = (name: keyof typeof SCENARIOS, alarm: string) =>
  told[name].filter(([, whom]) => whom === alarm).map(([, , state]) => state);

test('nobody is told anything while all is well', () => {
  expect(told.healthy).toEqual([]);
});

test('an outage at night pages once, within a quarter of an hour, and is over when it is', () => {
  expect(of('nightOutage', 'UserImpact')).toEqual(['ALARM', 'OK']);
  const [[from], [to]] = told.nightOutage.filter(([, whom]) => whom === 'UserImpact');
  expect(from - 2).toBeLessThan(0.26);
  expect(to).toBeGreaterThan(4);
  expect(to).toBeLessThan(5);
  expect(told.nightOutage.filter(([, whom]) => whom !== 'UserImpact')).toEqual([]);
});

test('it does without any real user', () => {
  expect(of('nightOutageWithoutUsers', 'UserImpact')).toEqual(['ALARM', 'OK']);
});

test('a slow page pages nobody, and makes a ticket', () => {
  expect(told.slowPage.map(([, whom, state]) => [whom, state])).toEqual([
    ['UserDegraded', 'ALARM'],
    ['UserDegraded', 'OK'],
  ]);
});

test('browsers that fall silent while canaries pass make a ticket', () => {
  expect(told.silentBrowsers.map(([, whom, state]) => [whom, state])).toEqual([
    ['UserUnconfirmed', 'ALARM'],
    ['UserUnconfirmed', 'OK'],
  ]);
});

test('a page that is slow for long does not hide that its scripts fail', () => {
  expect(told.slowThenBroken.map(([, whom, state]) => [whom, state])).toEqual([
    ['UserDegraded', 'ALARM'],
    ['UserUnconfirmed', 'ALARM'],
    ['UserUnconfirmed', 'OK'],
    ['UserDegraded', 'OK'],
  ]);
});
