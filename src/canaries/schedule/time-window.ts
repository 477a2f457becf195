import { type TimeZone, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { repeated } from '../../private/checks';
import { fail, type Problem } from '../../private/errors';
import { utcOffsets } from './utc-offsets';
import { clockStretch, range, WEEK } from './week-hours';

const DAY = 24 * 60;

/**
 * A day of the week.
 */
export enum WeekDay {
  /** Monday. */
  MONDAY = 'MONDAY',
  /** Tuesday. */
  TUESDAY = 'TUESDAY',
  /** Wednesday. */
  WEDNESDAY = 'WEDNESDAY',
  /** Thursday. */
  THURSDAY = 'THURSDAY',
  /** Friday. */
  FRIDAY = 'FRIDAY',
  /** Saturday. */
  SATURDAY = 'SATURDAY',
  /** Sunday. */
  SUNDAY = 'SUNDAY',
}

const WEEK_DAYS = Object.values(WeekDay);

/**
 * When a window begins, by the clocks of its place, and how long it lasts: for a schedule that knows time zones.
 * @internal
 */
export interface WindowClock {
  readonly hour: string;
  readonly minute: string;
  /** As cron names them; undefined: all. */
  readonly weekDays?: string;
  /** How long it lasts. */
  readonly minutes: number;
  readonly timeZone: TimeZone;
}

/**
 * A window as it is understood, or why it can't be.
 * @internal
 */
export interface WindowTimes {
  readonly problem?: Problem;
  readonly clock: WindowClock;
  /** Its minutes of the week by local clocks. */
  readonly local: ReadonlySet<number>;
  /** The offsets of the time zone from UTC in the course of the year, in minutes. */
  readonly offsets: number[];
}

/**
 * A time that comes back every day or every week, by the clocks of a place.
 *
 * @example
 * canaries.TimeWindow.daily('20:00', '06:00', TimeZone.AMERICA_NEW_YORK);
 * canaries.TimeWindow.weekly([canaries.WeekDay.SATURDAY, canaries.WeekDay.SUNDAY], '00:00', '24:00', TimeZone.EUROPE_LONDON);
 */
export class TimeWindow {
  /**
   * Every day from one time to another.
   *
   * @param start when it begins, such as `20:00`
   * @param end when it ends, such as `06:00`: on the next day, unless it is later than the beginning
   * @param timeZone whose clocks count, with their daylight saving time
   */
  public static daily(start: string, end: string, timeZone: TimeZone): TimeWindow {
    return new TimeWindow(start, end, timeZone, WEEK_DAYS);
  }

  /**
   * On some days of the week from one time to another.
   *
   * @param days the days on which it begins
   * @param start when it begins, such as `20:00`
   * @param end when it ends, such as `06:00`: on the next day, unless it is later than the beginning; `24:00` is the end
   * of the day
   * @param timeZone whose clocks count, with their daylight saving time
   */
  public static weekly(days: WeekDay[], start: string, end: string, timeZone: TimeZone): TimeWindow {
    return new TimeWindow(start, end, timeZone, [...days]);
  }

  private constructor(
    private readonly start: string,
    private readonly end: string,
    private readonly timeZone: TimeZone,
    private readonly days: WeekDay[],
  ) {}

  /** @internal */
  public get _times(): WindowTimes {
    const from = minuteOfDay(this.start);
    const to = this.end === '24:00' ? DAY : minuteOfDay(this.end);
    const { timezoneName } = this.timeZone;
    const offsets = Token.isUnresolved(timezoneName) ? undefined : utcOffsets(timezoneName);
    const stretch = clockStretch(from ?? 0, to ?? 0);
    const local = new Set<number>();
    for (const day of this.days) {
      const start = WEEK_DAYS.indexOf(day) * DAY;
      for (const minute of range(stretch.from, stretch.to)) local.add((start + minute) % WEEK);
    }
    const clock = {
      hour: `${Math.floor(stretch.from / 60)}`,
      minute: `${stretch.from % 60}`,
      weekDays: this.days.length === 7 ? undefined : this.days.map((day) => day.slice(0, 3)).join(','),
      minutes: stretch.to - stretch.from,
      timeZone: this.timeZone,
    };
    return { problem: this.problem(from, to, offsets), clock, local, offsets: offsets ?? [] };
  }

  /** @internal */
  public _clock(scope: Construct): WindowClock {
    const { clock, problem } = this._times;
    return problem ? fail(scope, problem) : clock;
  }

  private problem(from: number | undefined, to: number | undefined, offsets?: number[]): Problem | undefined {
    if (from === undefined) return timeProblem('start', this.start, '23:59');
    if (to === undefined) return timeProblem('end', this.end, '24:00');
    if (!offsets) {
      return {
        what: 'time zone of a window',
        got: this.timeZone.timezoneName,
        expected: 'the name of a time zone in the IANA database, known at synthesis',
        fix: 'pass one such as TimeZone.EUROPE_LONDON',
      };
    }
    if (this.days.length > 0 && repeated(this.days) === undefined) return undefined;
    return {
      what: 'days of a window',
      got: this.days,
      expected: 'at least one day of the week, and none twice',
      fix: 'pass days such as WeekDay.SATURDAY, or use TimeWindow.daily()',
    };
  }
}

function minuteOfDay(text: string): number | undefined {
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text) ?? [];
  return hours === undefined ? undefined : Number(hours) * 60 + Number(minutes);
}

function timeProblem(which: string, got: string, last: string): Problem {
  return {
    what: `${which} of a window`,
    got,
    expected: `a time of the day from 00:00 to ${last}, hours and minutes in two digits each`,
    fix: 'write it as "06:00"',
  };
}
