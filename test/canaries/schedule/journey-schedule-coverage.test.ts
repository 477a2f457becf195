import { App, Duration, Stack, TimeZone } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Expect, Journey, JourneyCanary, JourneySchedule, TimeWindow, WeekDay } from '../../../src/canaries';

const { MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY } = WeekDay;

/** The cron expressions of a schedule's canaries. */
function expressions(schedule: JourneySchedule): string[] {
  const stack = new Stack(new App(), 'Stack');
  const journey = Journey.startAt('https://shop.example.com').step('see the shop', Expect.visible('h1'));
  new JourneyCanary(stack, 'Buy', { journey, schedule });
  const found = Object.values(Template.fromStack(stack).findResources('AWS::Synthetics::Canary'));
  return found.map(({ Properties }) => Properties.Schedule.Expression);
}

/** Independent of the code under test: which minutes of the hour, hours and days a cron expression names. */
function runsOf(expression: string): (at: Date) => boolean {
  const [minute, hour, , , weekDay] = /^cron\((.*)\)$/.exec(expression)?.[1].split(' ') ?? [];
  const days = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
  const named = (field: string, value: number) =>
    field.split(',').some((part) => {
      const [from, to = from] = part.split('-').map(Number);
      return part === '*' || part === '?' || (value >= from && value <= to);
    });
  return (at) => {
    const [first, step] = minute.split('/').map(Number);
    const due = minute === '*' || (step ? at.getUTCMinutes() % step === first : at.getUTCMinutes() === first);
    return (
      due && named(hour, at.getUTCHours()) && (weekDay === '?' || weekDay.split(',').includes(days[at.getUTCDay()]))
    );
  };
}

const MINUTE = 60_000;
const WEEK = 7 * 1440;
const YEAR = { from: Date.UTC(2027, 0, 1), to: Date.UTC(2028, 0, 1) };

describe('every minute of a year is watched as stated', () => {
  test.each<[string, string, string, WeekDay[], number, number]>([
    ['America/New_York', '20:00', '06:00', [], 15, 5],
    ['Europe/London', '22:30', '05:15', [], 1, 10],
    ['Australia/Sydney', '20:00', '06:00', [], 15, 5],
    ['Australia/Lord_Howe', '21:00', '05:00', [], 10, 4],
    ['Australia/Adelaide', '20:00', '06:00', [MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY], 30, 7],
    ['America/Santiago', '00:00', '24:00', [SATURDAY, SUNDAY], 5, 20],
    ['Asia/Kolkata', '20:00', '06:00', [], 15, 5],
    ['Asia/Kathmandu', '12:00', '13:00', [SUNDAY], 60, 1],
    ['Asia/Tokyo', '23:00', '24:00', [], 10, 1],
    ['Africa/Casablanca', '20:00', '06:00', [], 5, 15],
    ['Pacific/Kiritimati', '20:00', '06:00', [SATURDAY], 15, 5],
    ['Etc/UTC', '20:00', '06:00', [], 15, 5],
  ])('%s, from %s to %s on %j, every %d and %d minutes', (zone, from, to, days, peak, offPeak) => {
    const timeZone = TimeZone.of(zone);
    const window = days.length > 0 ? TimeWindow.weekly(days, from, to, timeZone) : TimeWindow.daily(from, to, timeZone);
    const crons = expressions(
      JourneySchedule.every(Duration.minutes(peak)).offPeak(window, Duration.minutes(offPeak)),
    ).map(runsOf);
    // Cron expressions are the same every week.
    const week = Array.from({ length: WEEK }, (_, minute) => {
      const at = new Date(YEAR.from + minute * MINUTE);
      return crons.filter((due) => due(at)).length;
    });
    expect(Math.max(...week)).toBe(1); // never two at once: nothing is paid for twice
    const inWindow = weekWindow(from, to, days);
    let lastRun = -1;
    let since = 0; // the beginning of the time in which the rate is the present one
    let before: number | undefined;
    let worst = 0;
    for (const [slot, local] of localMinutes(zone).entries()) {
      for (let minute = slot * 30; minute < slot * 30 + 30; minute++) {
        const rate = inWindow[(local + minute - slot * 30) % WEEK] ? offPeak : peak;
        if (rate !== before) [before, since] = [rate, minute];
        if (week[minute % WEEK] > 0) lastRun = minute;
        if (minute - since + 1 >= rate) worst = Math.max(worst, (minute - Math.max(lastRun, since - 1)) / rate);
      }
    }
    expect(worst).toBeLessThan(1);
  });
});

/** The minutes of a week, by local clocks, that are in a window. */
function weekWindow(from: string, to: string, days: WeekDay[]): boolean[] {
  const minutes = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
  const length = (minutes(to) - minutes(from) + 1440) % 1440 || 1440;
  const order = Object.values(WeekDay);
  const inWindow = new Array<boolean>(WEEK).fill(false);
  for (const day of days.length > 0 ? days : order) {
    for (let at = 0; at < length; at++) inWindow[(order.indexOf(day) * 1440 + minutes(from) + at) % WEEK] = true;
  }
  return inWindow;
}

/** The minute of the week on the clocks of a zone, for each half hour of the year: no offset changes in between. */
function localMinutes(zone: string): number[] {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'long',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const order = Object.values(WeekDay);
  const look = (at: number) => {
    const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
    return (
      order.indexOf(parts.weekday.toUpperCase() as WeekDay) * 1440 + Number(parts.hour) * 60 + Number(parts.minute)
    );
  };
  const found: number[] = [];
  for (let day = YEAR.from; day < YEAR.to; day += 1440 * MINUTE) {
    const first = look(day);
    const changes = look(day + 1440 * MINUTE) !== (first + 1440) % WEEK;
    for (let slot = 0; slot < 48; slot++) {
      found.push(changes ? look(day + slot * 30 * MINUTE) : (first + slot * 30) % WEEK);
    }
  }
  return found;
}
