import { App, Duration, Stack, TimeZone } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Expect, Journey, JourneyCanary, JourneySchedule, TimeWindow, WeekDay } from '../../src/canaries';
import { JourneyAlarms } from '../../src/monitoring';
import { Driver } from './telemetry/driver';

const driver = new Driver();
afterAll(() => driver.end());

const MINUTE = 60;
const HOUR = 60 * MINUTE;
/** Of another length than periods, so that they begin at many minutes of the hour. */
const STEP = 7 * MINUTE;
/** A Monday in summer, 00:00 UTC: in New York it is 20:00 on Sunday. */
const MONDAY = Date.UTC(2026, 6, 6) / 1000;

// biome-ignore lint/suspicious/noExplicitAny: templates are JSON of any shape
type Json = any;

interface Deployed {
  /** By the beginnings of their logical ids. */
  readonly alarms: { readonly [id: string]: string };
  readonly canaries: { readonly name: string; readonly cron: string }[];
}

let counter = 0;

/** Deploys the alarms of a journey into the lab, on canaries of their own. */
async function deploy(schedule: JourneySchedule): Promise<Deployed> {
  const stack = new Stack(new App(), 'Stack');
  const journey = new JourneyCanary(stack, 'Buy', {
    journey: Journey.startAt('https://shop.example.com').step('see the shop', Expect.visible('h1')),
    schedule,
    canaryName: `buy-${counter++}`,
  });
  new JourneyAlarms(stack, 'Alarms', { journey });
  const template = Template.fromStack(stack);
  const canaries = template.findResources('AWS::Synthetics::Canary');
  const resolve = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(resolve);
    if (typeof value !== 'object' || value === null) return value;
    if (value.Ref) return canaries[value.Ref].Properties.Name;
    if (value['Fn::Join']) return value['Fn::Join'][1].map(resolve).join('');
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, resolve(each)]));
  };
  const alarms: { [id: string]: string } = {};
  for (const [id, { Properties }] of Object.entries(template.findResources('AWS::CloudWatch::Alarm'))) {
    const properties = { ...resolve(Properties), WarmUpConfiguration: undefined };
    const { ref } = await driver.call('deploy', { type: 'AWS::CloudWatch::Alarm', properties });
    alarms[id.slice('Alarms'.length, -8)] = ref;
  }
  const runs = Object.values(canaries).map(({ Properties }) => ({
    name: Properties.Name,
    cron: Properties.Schedule.Expression,
  }));
  return { alarms, canaries: runs };
}

const NAMES = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

function runsAt(cron: string, at: number): boolean {
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

/** Runs canaries for some hours from Monday on; an outcome is in percent, or undefined for a run without. */
async function run(
  { canaries }: Deployed,
  { from, to }: Hours,
  outcome: (canary: string, hour: number) => number | undefined,
): Promise<void> {
  for (const { name, cron } of canaries) {
    const points: [number, number][] = [];
    for (let at = MONDAY + from * HOUR; at < MONDAY + to * HOUR; at += MINUTE) {
      const percent = runsAt(cron, at) ? outcome(name, (at - MONDAY) / HOUR) : undefined;
      if (percent !== undefined) points.push([at + 20, percent]);
    }
    const dimensions = { CanaryName: name };
    await driver.call('put_series', { namespace: 'CloudWatchSynthetics', name: 'SuccessPercent', dimensions, points });
  }
}

/** Between which hours from Monday on an alarm is on; it is looked at from two hours after the first run. */
async function alarmed(name: string, { from, to }: Hours): Promise<[number, number][]> {
  const times = Array.from({ length: ((to - from - 2) * HOUR) / STEP }, (_, index) => (from + 2) * HOUR + index * STEP);
  const states: (string | null)[] = await driver.call('states_at', { name, times: times.map((at) => MONDAY + at) });
  const found: [number, number][] = [];
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

describe('with an off-peak window', () => {
  test('no alarm goes off while all runs succeed: silence outside of its hours is no failure', async () => {
    const deployed = await deploy(peak.offPeak(nights, Duration.minutes(5)));
    await run(deployed, hours, () => 100);
    for (const name of Object.values(deployed.alarms)) expect(await alarmed(name, hours)).toEqual([]);
  });

  test('silence inside its hours is a failure, and of that canary alone', async () => {
    const deployed = await deploy(peak.offPeak(nights, Duration.minutes(5)));
    const silent = (hour: number) => hour >= 27 && hour < 31;
    await run(deployed, hours, (canary, hour) => (canary.endsWith('off-peak') && silent(hour) ? undefined : 100));
    expect(await alarmed(deployed.alarms.Success, hours)).toEqual([]);
    const [[from, to], ...others] = await alarmed(deployed.alarms.OffPeakSuccess, hours);
    expect(others).toEqual([]);
    expect(from).toBeGreaterThan(27);
    expect(from).toBeLessThan(27.6);
    expect(to).toBeGreaterThan(30.8);
    expect(to).toBeLessThan(31.5);
  });

  test('silence of the other one is a failure outside of the window, and ends with it', async () => {
    const deployed = await deploy(peak.offPeak(nights, Duration.minutes(5)));
    await run(deployed, hours, (canary) => (canary.endsWith('off-peak') ? 100 : undefined));
    expect(await alarmed(deployed.alarms.OffPeakSuccess, hours)).toEqual([]);
    const found = await alarmed(deployed.alarms.Success, hours);
    expect(found.map(([from]) => Math.floor(from))).toEqual([14, 36]); // an hour after 11:00; we look from 14:00 on
    expect(found[0][1]).toBeLessThan(25);
  });

  test('failed runs are found at the pace of their canary', async () => {
    const deployed = await deploy(peak.offPeak(nights, Duration.minutes(5)));
    await run(deployed, hours, (_, hour) => (hour >= 28 && hour < 38 ? 0 : 100));
    const [[night]] = await alarmed(deployed.alarms.OffPeakSuccess, hours);
    const [[day]] = await alarmed(deployed.alarms.Success, hours);
    expect(night - 28).toBeLessThan(0.4);
    expect(day - 35).toBeLessThan(0.75);
  });
});

test('days of a window count', async () => {
  const weekend = TimeWindow.weekly([WeekDay.SATURDAY, WeekDay.SUNDAY], '00:00', '24:00', TimeZone.EUROPE_LONDON);
  const deployed = await deploy(peak.offPeak(weekend, Duration.minutes(5)));
  const friday = { from: 4 * 24 + 16, to: 5 * 24 + 4 };
  await run(deployed, friday, (canary) => (canary.includes('off-peak') ? undefined : 100));
  expect(await alarmed(deployed.alarms.Success, friday)).toEqual([]);
  const [[from, to], ...others] = await alarmed(deployed.alarms.OffPeakSuccess, friday);
  expect(others).toEqual([]);
  expect(from - 4 * 24).toBeGreaterThan(23); // 00:00 on Saturday in London
  expect(from - 4 * 24).toBeLessThan(23.6);
  expect(to).toBeGreaterThan(5 * 24 + 3.5);
});
