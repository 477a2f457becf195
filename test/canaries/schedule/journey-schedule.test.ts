import { App, CfnParameter, Duration, Stack, TimeZone, Token } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { CronOptions } from 'aws-cdk-lib/aws-synthetics';
import { Expect, Journey, JourneyCanary, JourneySchedule, TimeWindow, WeekDay } from '../../../src/canaries';
import { AppMonitor } from '../../../src/rum';

const journey = Journey.startAt('https://shop.example.com').step('see the shop', Expect.visible('h1'));
const every = (minutes: number) => JourneySchedule.every(Duration.minutes(minutes));
const nights = TimeWindow.daily('20:00', '06:00', TimeZone.AMERICA_NEW_YORK);
const { MONDAY, SATURDAY, SUNDAY } = WeekDay;

function define(schedule: JourneySchedule, stack = new Stack(new App(), 'Stack')): JourneyCanary {
  return new JourneyCanary(stack, 'Buy', { journey, schedule, canaryName: 'buy' });
}

/** The names of the canaries and their cron expressions or rates. */
function expressions(schedule: JourneySchedule): { [name: string]: string } {
  const found = Template.fromStack(Stack.of(define(schedule))).findResources('AWS::Synthetics::Canary');
  return Object.fromEntries(
    Object.values(found).map(({ Properties }) => [Properties.Name, Properties.Schedule.Expression]),
  );
}

describe('an off-peak window', () => {
  test('makes a second canary, and each has hours of its own in UTC', () => {
    expect(expressions(every(15).offPeak(nights, Duration.minutes(5)))).toEqual({
      buy: 'cron(0/15 11-23 * * ? *)',
      'buy-off-peak': 'cron(0/5 0-10 * * ? *)',
    });
  });

  test('leaves the hour around a change of clocks to the canary that runs more often', () => {
    // 20:00 to 06:00 is 00:00 to 10:00 UTC in summer, 01:00 to 11:00 in winter.
    expect(expressions(every(5).offPeak(nights, Duration.minutes(60)))).toEqual({
      buy: 'cron(0/5 0,10-23 * * ? *)',
      'buy-off-peak': 'cron(0 1-9 * * ? *)',
    });
  });

  test('may be on some days only, which takes a canary for each kind of day', () => {
    const weekend = TimeWindow.weekly([SATURDAY, SUNDAY], '00:00', '24:00', TimeZone.EUROPE_LONDON);
    expect(expressions(every(10).offPeak(weekend, Duration.minutes(1)))).toEqual({
      buy: 'cron(0/10 * ? * MON,TUE,WED,THU *)',
      'buy-2': 'cron(0/10 0-22 ? * FRI *)',
      'buy-off-peak': 'cron(* 23 ? * FRI *)',
      'buy-off-peak-2': 'cron(* * ? * SAT,SUN *)',
    });
  });

  test('shares one asset, role and bucket among its canaries', () => {
    const canary = define(every(15).offPeak(nights, Duration.minutes(5)));
    const template = Template.fromStack(Stack.of(canary));
    template.resourceCountIs('AWS::IAM::Role', 1);
    template.resourceCountIs('AWS::S3::Bucket', 1);
    const codes = Object.values(template.findResources('AWS::Synthetics::Canary')).map((each) => each.Properties.Code);
    expect(codes[1]).toEqual(codes[0]);
    expect(canary.canaries).toHaveLength(2);
    expect(canary.canary).toBe(canary.canaries[0]);
    const names = canary.members.map((member) => member.metricSuccessPercent().dimensions?.CanaryName);
    expect(Stack.of(canary).resolve(names)).toEqual([
      { Ref: expect.stringMatching(/^BuyCanary[0-9A-F]{8}$/) },
      { Ref: expect.stringMatching(/^BuyCanaryOffPeak/) },
    ]);
    expect(canary.members[1].metricStepDuration('see the shop').metricName).toBe('Duration');
    expect(() => canary.members[1].metricStepDuration('buy')).toThrow('expected "see the shop"');
  });

  test('leaves the logical id of the first canary as it is', () => {
    const ids = (schedule: JourneySchedule) =>
      Object.keys(Template.fromStack(Stack.of(define(schedule))).findResources('AWS::Synthetics::Canary'));
    expect(ids(every(15).offPeak(nights, Duration.minutes(5)))).toEqual(expect.arrayContaining(ids(every(15))));
  });

  test('gives a run no more time than there is between two runs', () => {
    const template = Template.fromStack(Stack.of(define(every(15).offPeak(nights, Duration.minutes(1)))));
    template.allResourcesProperties('AWS::Synthetics::Canary', { RunConfig: { TimeoutInSeconds: 60 } });
  });
});

describe('a cron schedule', () => {
  test.each<[CronOptions, string, number, number]>([
    [{ minute: '0/5' }, 'cron(0/5 * * * ? *)', 5, 8640],
    [{ minute: '0/15', hour: '8-17', weekDay: 'MON-FRI' }, 'cron(0/15 8-17 ? * MON-FRI *)', 15, 855],
    [{ minute: '3,13,23,33', hour: '*' }, 'cron(3,13,23,33 * * * ? *)', 30, 2880],
    [{ minute: '0', hour: '9' }, 'cron(0 9 * * ? *)', 1440, 30],
    [{ minute: '0', hour: '9', day: '1', month: 'JAN/3' }, 'cron(0 9 1 JAN/3 ? *)', 92 * 1440, 0],
  ])('%j', (options, expression, interval, monthlyRuns) => {
    const schedule = JourneySchedule.cron(options);
    expect(expressions(schedule)).toEqual({ buy: expression });
    expect(schedule.interval.toMinutes()).toBe(interval);
    expect(define(schedule).monthlyRuns).toBe(monthlyRuns);
  });

  test('gives a run as much time as there is between the two that are closest', () => {
    const template = Template.fromStack(Stack.of(define(JourneySchedule.cron({ minute: '0,1' }))));
    template.allResourcesProperties('AWS::Synthetics::Canary', { RunConfig: { TimeoutInSeconds: 60 } });
  });

  test('may be known only at deployment', () => {
    const stack = new Stack(new App(), 'Stack');
    const hour = new CfnParameter(stack, 'Hour').valueAsString;
    const canary = define(JourneySchedule.cron({ minute: '0', hour }), stack);
    expect(canary.schedule.interval.toMinutes()).toBe(60);
    expect(canary.monthlyRuns).toBeUndefined();
  });

  test.each<[CronOptions, string]>([
    [{ minute: '60' }, 'minute of a cron schedule: got "60", expected *, or numbers from 0 to 59'],
    [{ hour: '9-8' }, 'hour of a cron schedule: got "9-8"'],
    [{ hour: '1-2-3' }, 'hour of a cron schedule: got "1-2-3"'],
    [{ minute: '0/0' }, 'minute of a cron schedule: got "0/0"'],
    [{ minute: '0/00' }, 'minute of a cron schedule: got "0/00"'],
    [{ minute: '' }, 'minute of a cron schedule: got ""'],
    [{ day: 'L' }, 'day of a cron schedule: got "L"'],
    [{ weekDay: 'MON#2' }, 'weekDay of a cron schedule: got "MON#2"'],
    [{ month: 'SEPT' }, 'month of a cron schedule: got "SEPT"'],
    [{ day: '1', weekDay: 'MON' }, 'expected day or weekDay, not both'],
    [{ minute: '0', hour: '0', day: '30', month: 'FEB' }, 'expected a run at least once a year'],
  ])('is refused: %j', (options, message) => {
    expect(() => define(JourneySchedule.cron(options))).toThrow(message);
  });
});

describe('a schedule that follows the traffic', () => {
  const stack = new Stack(new App(), 'Stack');
  const appMonitor = new AppMonitor(stack, 'Monitor', { domains: ['shop.example.com'] });
  const schedule = every(15).followTraffic(appMonitor, { interval: Duration.minutes(1), quietBelowSessions: 20 });
  const canary = define(schedule, stack);
  const template = Template.fromStack(stack);

  test('starts and stops an extra canary, and lets the first one run all the time', () => {
    const names = Object.values(template.findResources('AWS::Synthetics::Canary')).map(({ Properties }) => [
      Properties.Name,
      Properties.Schedule.Expression,
    ]);
    expect(names).toEqual([
      ['buy', 'rate(15 minutes)'],
      ['buy-when-quiet', 'rate(1 minute)'],
    ]);
    const [reconciler] = Object.values(template.findResources('AWS::Lambda::Function')).filter(({ Properties }) =>
      JSON.stringify(Properties).includes('TRAFFIC'),
    );
    expect(JSON.stringify(reconciler.Properties.Environment)).toContain('BuyCanaryWhenQuiet');
    expect(canary.trafficReconciler?.tick.toMinutes()).toBe(5);
  });

  test('counts what it costs if the extra canary never rests', () => {
    expect(canary.monthlyRuns).toBe(2880 + 43_200);
  });
});

describe('refused at synth:', () => {
  const five = Duration.minutes(5);
  const zone = TimeZone.EUROPE_LONDON;
  const window = (from: string, to: string) => every(15).offPeak(TimeWindow.daily(from, to, zone), five);
  test.each<[string, () => JourneySchedule, string]>([
    [
      'a time that is none',
      () => window('24:00', '06:00'),
      '[Stack/Buy] start of a window: got "24:00", expected a time',
    ],
    ['a time without minutes', () => window('20', '06:00'), 'start of a window: got "20"'],
    ['an end that is none', () => window('20:00', '25:00'), 'end of a window: got "25:00"'],
    [
      'a zone that does not exist',
      () => every(15).offPeak(TimeWindow.daily('20:00', '06:00', TimeZone.of('Mars/Olympus')), five),
      'time zone of a window: got "Mars/Olympus", expected the name of a time zone in the IANA database',
    ],
    [
      'a zone that is known only at deployment',
      () => every(15).offPeak(TimeWindow.daily('20:00', '06:00', TimeZone.of(Token.asString({ Ref: 'Zone' }))), five),
      'expected the name of a time zone in the IANA database, known at synthesis',
    ],
    [
      'no day',
      () => every(15).offPeak(TimeWindow.weekly([], '20:00', '06:00', zone), five),
      'days of a window: got []',
    ],
    [
      'a day twice',
      () => every(15).offPeak(TimeWindow.weekly([MONDAY, MONDAY], '20:00', '06:00', zone), five),
      'none twice',
    ],
    [
      'a window that is all of the day',
      () => window('06:00', '06:00'),
      'off-peak window: got "168 of the 168 hours of the week in UTC"',
    ],
    [
      'a window of which daylight saving time leaves no hour',
      () => every(5).offPeak(TimeWindow.daily('20:00', '21:00', zone), Duration.minutes(10)),
      'off-peak window: got "0 of the 168 hours',
    ],
    ['the same interval', () => every(5).offPeak(nights, five), 'expected another interval than 5 minutes'],
    ['90 seconds', () => every(5).offPeak(nights, Duration.seconds(90)), 'schedule interval (in minutes): got 1.5'],
    [
      'an interval that is known only at deployment',
      () => every(Token.asNumber({ Ref: 'Minutes' })).offPeak(nights, five),
      'expected two intervals that are known at synthesis',
    ],
    [
      'a window of a cron schedule',
      () => JourneySchedule.cron({ minute: '0/5' }).offPeak(nights, Duration.minutes(1)),
      'off-peak schedule: got "a cron schedule", expected a schedule that runs day and night',
    ],
    [
      'two windows',
      () => every(5).offPeak(nights, Duration.minutes(1)).offPeak(nights, Duration.minutes(2)),
      'schedule for offPeak: got "2 rates", expected one that runs the same day and night',
    ],
  ])('%s', (_, schedule, message) => {
    expect(() => define(schedule())).toThrow(message);
  });

  test('a name that leaves no room for those of further canaries', () => {
    const schedule = every(15).offPeak(nights, five);
    const canaryName = 'a'.repeat(250);
    const stack = new Stack(new App(), 'Stack');
    expect(() => new JourneyCanary(stack, 'Buy', { journey, schedule, canaryName })).toThrow('at most 246 characters');
  });
});

describe('an interval', () => {
  const monitor = AppMonitor.fromAppMonitorName(new Stack(), 'Shop', 'shop');
  const quiet = { interval: Duration.minutes(1), quietBelowSessions: 20 };

  test.each<[string, JourneySchedule, number]>([
    ['is what is stated', every(5), 5],
    ['is the longest that there is', every(5).offPeak(nights, Duration.minutes(15)), 15],
    ['is that of the canary that never rests', every(15).followTraffic(monitor, quiet), 15],
    [
      'is what a cron expression comes to, also where it follows the traffic',
      JourneySchedule.cron({ minute: '0/10' }).followTraffic(monitor, quiet),
      10,
    ],
  ])('%s', (_, schedule, minutes) => {
    expect(schedule.interval.toMinutes()).toBe(minutes);
  });

  test('is there before anything is defined, also of a schedule that will be refused', () => {
    expect(every(90).interval.toMinutes()).toBe(90);
    expect(JourneySchedule.cron({ minute: '60' }).interval.toMinutes()).toBe(60);
    expect(every(5).offPeak(TimeWindow.daily('20', '06', TimeZone.ETC_UTC), Duration.minutes(7)).interval).toEqual(
      Duration.minutes(7),
    );
  });
});

test('what is wrong first is told, whatever was added to it', () => {
  const schedule = every(90).offPeak(TimeWindow.daily('20', '06', TimeZone.ETC_UTC), Duration.minutes(7));
  expect(() => define(schedule)).toThrow('[Stack/Buy] schedule interval (in minutes): got 90');
});

test.each<[string, JourneySchedule, number]>([
  ['every 5 minutes', every(5), 8640],
  ['every 7 minutes', every(7), 6171],
  ['with a window', every(15).offPeak(nights, Duration.minutes(5)), 30 * (13 * 4 + 11 * 12)],
])('counts the runs of 30 days: %s', (_, schedule, runs) => {
  expect(define(schedule).monthlyRuns).toBe(runs);
});
