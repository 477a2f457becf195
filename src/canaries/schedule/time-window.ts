import { type TimeZone, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { fail } from '../../private/errors';
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

  /**
   * Its minutes of the week in UTC, or those of the rest of the week: each that it has under any of the offsets that
   * the time zone has in the course of the year.
   * @internal
   */
  public _utcMinutes(scope: Construct, rest: boolean): Set<number> {
    const { local, offsets } = this._check(scope);
    const minutes = range(0, WEEK).filter((minute) => local.has(minute) !== rest);
    return new Set(offsets.flatMap((offset) => minutes.map((minute) => (minute - offset + WEEK) % WEEK)));
  }

  /**
   * For a schedule that knows time zones.
   * @internal
   */
  public _clock(scope: Construct) {
    const { from, to } = this._check(scope);
    const stretch = clockStretch(from, to);
    return {
      hour: `${Math.floor(from / 60)}`,
      minute: `${from % 60}`,
      weekDays: this.days.length === 7 ? undefined : this.days.map((day) => day.slice(0, 3)).join(','),
      minutes: stretch.to - stretch.from,
      timeZone: this.timeZone,
    };
  }

  private _check(scope: Construct) {
    const from = this.minuteOfDay(scope, 'start', this.start);
    const to = this.minuteOfDay(scope, 'end', this.end);
    const { timezoneName } = this.timeZone;
    const offsets = Token.isUnresolved(timezoneName) ? undefined : utcOffsets(timezoneName);
    if (!offsets) {
      return fail(scope, {
        what: 'time zone of a window',
        got: timezoneName,
        expected: 'the name of a time zone in the IANA database, known at synthesis',
        fix: 'pass one such as TimeZone.EUROPE_LONDON',
      });
    }
    if (this.days.length === 0 || new Set(this.days).size !== this.days.length) {
      fail(scope, {
        what: 'days of a window',
        got: this.days,
        expected: 'at least one day of the week, and none twice',
        fix: 'pass days such as WeekDay.SATURDAY, or use TimeWindow.daily()',
      });
    }
    const stretch = clockStretch(from, to);
    const local = new Set<number>();
    for (const day of this.days) {
      const start = WEEK_DAYS.indexOf(day) * DAY;
      for (const minute of range(stretch.from, stretch.to)) local.add((start + minute) % WEEK);
    }
    return { from, to, offsets, local };
  }

  private minuteOfDay(scope: Construct, what: string, text: string): number {
    const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text) ?? [];
    if (hours !== undefined) return Number(hours) * 60 + Number(minutes);
    if (what === 'end' && text === '24:00') return DAY;
    return fail(scope, {
      what: `${what} of a window`,
      got: text,
      expected: `a time of the day from 00:00 to ${what === 'end' ? '24:00' : '23:59'}, hours and minutes in two digits each`,
      fix: 'write it as "06:00"',
    });
  }
}
