import { App, Duration, Stack, TimeZone } from 'aws-cdk-lib';
import {
  Expect,
  HealthCheck,
  HealthChecks,
  type IScheduledCanary,
  Journey,
  JourneyCanary,
  JourneySchedule,
  LinkCheck,
  TimeWindow,
  WeekDay,
} from '../../src/canaries';
import { clockOf, members, stepsOf, watched } from '../../src/canaries/door';
import { AppMonitor } from '../../src/rum';

const journey = Journey.startAt('https://shop.example.com').step('see the shop', Expect.visible('h1'));
const nights = TimeWindow.daily('20:00', '06:00', TimeZone.AMERICA_NEW_YORK);
const every = (minutes: number) => JourneySchedule.every(Duration.minutes(minutes));

function define(schedule: JourneySchedule, stack = new Stack(new App(), 'Stack')): JourneyCanary {
  return new JourneyCanary(stack, 'Buy', { journey, schedule });
}

/** The rates without the canaries themselves. */
function ratesOf(canary: IScheduledCanary) {
  return watched(canary).rates.map(({ plan: { id, label, interval, hours }, members: all, traffic }) => {
    return { id, label, interval: interval.toMinutes(), hours: hours?.count, canaries: all.length, traffic };
  });
}

describe('what is watched', () => {
  test('of a journey with a window: a rate for each, with the canaries that run at it', () => {
    const weekend = TimeWindow.weekly([WeekDay.SATURDAY], '00:00', '24:00', TimeZone.EUROPE_LONDON);
    const canary = define(every(10).offPeak(weekend, Duration.minutes(1)));
    expect(ratesOf(canary)).toEqual([
      { id: '', label: 'peak', interval: 10, hours: 143, canaries: 2, traffic: undefined },
      { id: 'OffPeak', label: 'off-peak', interval: 1, hours: 25, canaries: 2, traffic: undefined },
    ]);
    const found = watched(canary).rates.flatMap((rate) => rate.members.map((member) => member.canary));
    expect(found).toEqual(canary.members);
  });

  test('of a journey that follows the traffic: what starts and stops the extra canary', () => {
    const stack = new Stack(new App(), 'Stack');
    const monitor = new AppMonitor(stack, 'Monitor', { domains: ['shop.example.com'] });
    const options = { interval: Duration.minutes(1), quietBelowSessions: 20 };
    const canary = define(every(15).followTraffic(monitor, options), stack);
    const [main, quiet] = watched(canary).rates;
    expect([main.plan.label, main.traffic]).toEqual(['always', undefined]);
    expect(quiet.traffic).toBe(canary.trafficReconciler);
    expect(quiet.members).toEqual([{ canary: canary.members[1] }]);
  });

  test('of checks: their steps, one rate, and what their failure means', () => {
    const stack = new Stack();
    const health = new HealthChecks(stack, 'Health', { checks: [HealthCheck.dns('name', { domain: 'example.com' })] });
    const links = new LinkCheck(stack, 'Links', { startUrls: ['https://shop.example.com/'] });
    expect(watched(health)).toMatchObject({ steps: ['name'], regions: [], failure: { urgent: true } });
    expect(watched(links)).toMatchObject({ steps: ['links'], regions: [], failure: { urgent: false } });
    expect(ratesOf(links)).toMatchObject([{ id: '', label: '', interval: 60, canaries: 1 }]);
  });

  test('of replicas: their Regions, with the own one first', () => {
    const stack = new Stack(new App(), 'Stack', { env: { region: 'us-east-1' } });
    const canary = new JourneyCanary(stack, 'Buy', { journey, replicas: [{ region: 'eu-west-1' }] });
    expect(watched(canary).regions).toEqual(['us-east-1', 'eu-west-1']);
  });

  test('of a canary that somebody else has defined: what its interface tells', () => {
    const imported = JourneyCanary.fromCanaryName(new Stack(), 'Imported', 'sell');
    const foreign = Object.assign(imported, { schedule: every(5), stepNames: ['sell'] });
    expect(watched(foreign)).toMatchObject({ steps: ['sell'], regions: [] });
    expect(watched(foreign).rates[0].members).toEqual([{ canary: foreign }]);
    expect(ratesOf(foreign)).toMatchObject([{ id: '', label: '', interval: 5, canaries: 1 }]);
  });
});

describe('what a dashboard shows as one', () => {
  const rates = (canary: JourneyCanary) => members(canary).map(({ rate }) => rate);

  test('are all canaries of a journey, each with its rate', () => {
    const weekend = TimeWindow.weekly([WeekDay.SATURDAY], '00:00', '24:00', TimeZone.EUROPE_LONDON);
    expect(rates(define(every(10).offPeak(weekend, Duration.minutes(1))))).toEqual([
      'peak',
      'peak 2',
      'off-peak',
      'off-peak 2',
    ]);
  });

  test('is one canary without a rate, where it is the only one', () => {
    const canary = define(every(5));
    expect(members(canary)).toEqual([{ canary, rate: '' }]);
    const [, night] = define(every(15).offPeak(nights, Duration.minutes(5))).members;
    expect(members(night)).toEqual([{ canary: night, rate: '' }]);
  });

  test('are steps, as far as they are known', () => {
    const [first, second] = define(every(15).offPeak(nights, Duration.minutes(5))).members;
    expect([stepsOf(first), stepsOf(second)]).toEqual([['see the shop'], ['see the shop']]);
    expect(stepsOf(JourneyCanary.fromCanaryName(new Stack(), 'Imported', 'sell'))).toEqual([]);
  });
});

test('a window is told by the clocks of its place', () => {
  const window = TimeWindow.weekly([WeekDay.MONDAY, WeekDay.FRIDAY], '22:30', '01:00', TimeZone.EUROPE_LONDON);
  const clock = { hour: '22', minute: '30', weekDays: 'MON,FRI', minutes: 150, timeZone: TimeZone.EUROPE_LONDON };
  expect(clockOf(window, new Stack())).toEqual(clock);
  expect(clockOf(nights, new Stack()).weekDays).toBeUndefined();
  const wrong = TimeWindow.daily('20', '06:00', TimeZone.EUROPE_LONDON);
  expect(() => clockOf(wrong, new Stack())).toThrow('start of a window: got "20"');
});
