import { App, Duration, Stack, TimeZone } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Expect, Journey, JourneyCanary, JourneySchedule, TimeWindow, WeekDay } from '../../../src/canaries';
import { JourneyAlarms } from '../../../src/monitoring';
import { type Resource, replay, type Series } from './replay/replay';

// A busy machine takes seconds to start Python and to load moto.
jest.setTimeout(60_000);

const ALARM = 'AWS::CloudWatch::Alarm';
const MINUTE = 60;
const HOUR = 60 * MINUTE;
/** Of another length than periods, so that they begin at many minutes of the hour. */
const STEP = 7 * MINUTE;
/** A Monday in summer, 00:00 UTC: in New York it is 20:00 on Sunday. */
const MONDAY = Date.UTC(2026, 6, 6) / 1000;

// biome-ignore lint/suspicious/noExplicitAny: templates are JSON of any shape
type Json = any;

interface Synthesized {
  /** Their logical ids are only the beginnings of those of the template. */
  readonly alarms: Resource[];
  readonly canaries: { readonly name: string; readonly cron: string }[];
}

/** The alarms of a journey, and the canaries that they watch. */
function synthesize(schedule: JourneySchedule): Synthesized {
  const stack = new Stack(new App(), 'Stack');
  const journey = new JourneyCanary(stack, 'Buy', {
    journey: Journey.startAt('https://shop.example.com').step('see the shop', Expect.visible('h1')),
    schedule,
    canaryName: 'buy',
  });
  new JourneyAlarms(stack, 'Alarms', { journey, duration: { enabled: false } });
  const template = Template.fromStack(stack);
  const canaries = template.findResources('AWS::Synthetics::Canary');
  const resolve = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(resolve);
    if (typeof value !== 'object' || value === null) return value;
    if (value.Ref) return canaries[value.Ref].Properties.Name;
    if (value['Fn::Join']) return value['Fn::Join'][1].map(resolve).join('');
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, resolve(each)]));
  };
  const alarms = Object.entries(template.findResources(ALARM)).map(
    ([id, { Properties }]): Resource => ({
      LogicalId: id.slice('Alarms'.length, -8),
      Type: ALARM,
      Properties: { ...resolve(Properties), WarmUpConfiguration: undefined },
    }),
  );
  const runs = Object.values(canaries).map(({ Properties }) => ({
    name: Properties.Name,
    cron: Properties.Schedule.Expression,
  }));
  return { alarms, canaries: runs };
}

const NAMES = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

function runsAt(cron: string, at: number): boolean {
  const rate = /^rate\((\d+) minutes?\)$/.exec(cron);
  if (rate) return at % (Number(rate[1]) * MINUTE) === 0;
  const [minute, hour, , , weekDay] = cron.slice(5, -1).split(' ');
  const time = new Date(at * 1000);
  const step = minute === '*' ? 1 : Number(minute.split('/')[1] ?? 60);
  const hours = hour.split(',').map((span) => span.split('-').map(Number));
  return (
    time.getUTCMinutes() % step === 0 &&
    (hour === '*' || hours.some(([from, to = from]) => time.getUTCHours() >= from && time.getUTCHours() <= to)) &&
    (weekDay === '?' || weekDay.split(',').includes(NAMES[time.getUTCDay()]))
  );
}

interface Hours {
  readonly from: number;
  readonly to: number;
}

type Outcome = (canary: string, hour: number) => number | undefined;

/** Runs canaries for some hours from Monday on; an outcome is in percent, or undefined for a run without. */
function run({ canaries }: Synthesized, { hours: { from, to }, outcome, late = () => 0 }: Scenario): Series[] {
  return canaries.map(({ name, cron }) => {
    const points: [number, number][] = [];
    for (let at = MONDAY + from * HOUR; at < MONDAY + to * HOUR; at += MINUTE) {
      const hour = (at - MONDAY) / HOUR;
      const percent = runsAt(cron, at) ? outcome(name, hour) : undefined;
      if (percent !== undefined) points.push([at + 20 + late(hour), percent]);
    }
    return { namespace: 'CloudWatchSynthetics', name: 'SuccessPercent', dimensions: { CanaryName: name }, points };
  });
}

type Spans = [from: number, to: number][];

interface Scenario {
  readonly schedule: JourneySchedule;
  readonly hours: Hours;
  readonly outcome: Outcome;
  /** By how many seconds a run ends later than the others. */
  readonly late?: (hour: number) => number;
  /** How often alarms are looked at, in seconds. */
  readonly step?: number;
}

/** Between which hours from Monday on each alarm is on; they are looked at from two hours after the first run. */
function alarmed<K extends string>(scenarios: Record<K, Scenario>): Record<K, Record<string, Spans>> {
  const asked = Object.values<Scenario>(scenarios).map((scenario) => {
    const { hours, step = STEP } = scenario;
    const { from, to } = hours;
    const count = ((to - from - 2) * HOUR) / step;
    const times = Array.from({ length: count }, (_, index) => (from + 2) * HOUR + index * step);
    const synthesized = synthesize(scenario.schedule);
    return { resources: synthesized.alarms, series: run(synthesized, scenario), times };
  });
  const answers = replay<string | null>(
    asked.map((question) => ({ ...question, times: question.times.map((at) => MONDAY + at) })),
  );
  const spans = answers.map((states, index) =>
    Object.fromEntries(Object.entries(states).map(([id, each]) => [id, spansOf(each, asked[index].times)])),
  );
  return Object.fromEntries(Object.keys(scenarios).map((name, index) => [name, spans[index]])) as Record<
    K,
    Record<string, Spans>
  >;
}

function spansOf(states: (string | null)[], times: number[]): Spans {
  const found: Spans = [];
  for (const [index, state] of states.entries()) {
    if (state !== 'ALARM') continue;
    const last = found.at(-1);
    if (last && index > 0 && states[index - 1] === 'ALARM') last[1] = times[index] / HOUR;
    else found.push([times[index] / HOUR, times[index] / HOUR]);
  }
  return found;
}

const nights = TimeWindow.daily('20:00', '06:00', TimeZone.AMERICA_NEW_YORK); // 00:00 to 11:00 UTC, see the unit tests
const peak = JourneySchedule.every(Duration.minutes(15));

/** From noon on Monday to Tuesday's evening: a window with an end and a beginning on both sides. */
const hours = { from: 12, to: 42 };

const friday = { from: 4 * 24 + 16, to: 5 * 24 + 4 };
const weekendHours = { from: 4 * 24 + 16, to: 7 * 24 + 4 };
/** Hourly runs at 01:00, 02:00, 03:00 UTC. */
const threeHours = JourneySchedule.every(Duration.minutes(15)).offPeak(
  TimeWindow.daily('01:00', '04:00', TimeZone.ETC_UTC),
  Duration.minutes(60),
);
const weekend = TimeWindow.weekly([WeekDay.SATURDAY, WeekDay.SUNDAY], '00:00', '24:00', TimeZone.EUROPE_LONDON);

const isOffPeak = (canary: string) => canary.includes('off-peak');
const nightly = { schedule: peak.offPeak(nights, Duration.minutes(5)), hours };
const SCENARIOS = {
  healthy: { ...nightly, outcome: () => 100 },
  silentInside: {
    ...nightly,
    outcome: (canary: string, hour: number) => (isOffPeak(canary) && hour >= 27 && hour < 31 ? undefined : 100),
  },
  silentOutside: { ...nightly, outcome: (canary: string) => (isOffPeak(canary) ? 100 : undefined) },
  failing: { ...nightly, outcome: (_: string, hour: number) => (hour >= 28 && hour < 38 ? 0 : 100) },
  healthyWeekend: { schedule: peak.offPeak(weekend, Duration.minutes(5)), hours: weekendHours, outcome: () => 100 },
  silentShortWindow: {
    schedule: threeHours,
    hours: { from: 16, to: 36 },
    outcome: (canary: string) => (isOffPeak(canary) ? undefined : 100),
  },
  timingOut: {
    schedule: JourneySchedule.every(Duration.minutes(5)),
    hours: { from: 0, to: 8 },
    // Every second run times out from 04:00 on.
    outcome: (_: string, hour: number) => (hour >= 4 && Math.round(hour * 12) % 2 === 0 ? undefined : 100),
  },
  oneFailure: {
    schedule: JourneySchedule.every(Duration.minutes(5)),
    hours: { from: 0, to: 5 },
    outcome: (_: string, hour: number) => (hour === 3 ? 0 : 100),
    late: (hour: number) => (hour === 3 ? -15 : 30), // it fails at once, the others take their time
    step: MINUTE,
  },
  neverRan: {
    schedule: JourneySchedule.every(Duration.minutes(5)),
    hours: { from: 0, to: 4 },
    outcome: () => undefined,
  },
  silentWeekend: {
    schedule: peak.offPeak(weekend, Duration.minutes(5)),
    hours: friday,
    outcome: (canary: string) => (isOffPeak(canary) ? undefined : 100),
  },
};

let found: Record<keyof typeof SCENARIOS, Record<string, Spans>>;
beforeAll(() => {
  found = alarmed(SCENARIOS);
});

describe('with an off-peak window', () => {
  test('no alarm goes off while all runs succeed: silence outside of its hours is no failure', () => {
    expect(found.healthy).toEqual({ Success: [], OffPeakSuccess: [] });
  });

  test('silence inside its hours is a failure, and of that canary alone', () => {
    const { Success, OffPeakSuccess } = found.silentInside;
    expect(Success).toEqual([]);
    const [[from, to], ...others] = OffPeakSuccess;
    expect(others).toEqual([]);
    expect(from).toBeGreaterThan(27);
    expect(from).toBeLessThan(27.6);
    expect(to).toBeGreaterThan(30.8);
    expect(to).toBeLessThan(31.5);
  });

  test('silence of the other one is a failure outside of the window, and ends with it', () => {
    const { Success, OffPeakSuccess } = found.silentOutside;
    expect(OffPeakSuccess).toEqual([]);
    expect(Success.map(([from]) => Math.floor(from))).toEqual([14, 35]); // half an hour after 11:00; we look from 14:00 on
    expect(Success[0][1]).toBeLessThan(25);
  });

  test('failed runs are found at the pace of their canary', () => {
    const { Success, OffPeakSuccess } = found.failing;
    expect(OffPeakSuccess[0][0] - 28).toBeLessThan(0.4);
    expect(Success[0][0] - 35).toBeLessThan(0.75);
  });
});

test('canaries that share a week are no failure of each other: what is missing counts as 0 in AVG', () => {
  expect(found.healthyWeekend).toEqual({ Success: [], OffPeakSuccess: [] });
});

test('a window of three periods in which nothing runs is a failure, although all was well before it', () => {
  const { Success, OffPeakSuccess } = found.silentShortWindow;
  expect(Success).toEqual([]);
  expect(OffPeakSuccess.map(([from]) => Math.floor(from))).toEqual([27]); // two hours after 01:00
});

test('runs that time out now and then count as failed, although enough others have finished', () => {
  const [[from]] = found.timingOut.Success;
  expect(from).toBeGreaterThan(4);
  expect(from).toBeLessThan(4.7);
});

test('a run that fails alone calls nobody, though the next one ends later than it did', () => {
  expect(found.oneFailure).toEqual({ Success: [] });
});

test('a canary that never ran is a failure, also where an alarm finds no data at all', () => {
  expect(found.neverRan.Success).toEqual([[2, expect.closeTo(4, 0)]]); // as long as it was looked at
});

test('days of a window count', () => {
  const { Success, OffPeakSuccess } = found.silentWeekend;
  expect(Success).toEqual([]);
  const [[from, to], ...others] = OffPeakSuccess;
  expect(others).toEqual([]);
  expect(from - 4 * 24).toBeGreaterThan(23); // 00:00 on Saturday in London
  expect(from - 4 * 24).toBeLessThan(23.6);
  expect(to).toBeGreaterThan(5 * 24 + 3.5);
});
