import type { IConstruct } from 'constructs';
import { checkNumber } from '../../private/checks';
import { fail } from '../../private/errors';
import { lengthOf } from './sql/days';
import type { Period } from './sql/model';

/** More partitions take longer to list than to read. */
const MAX_DAYS = 400;

/**
 * The days that a question is about, in its time zone.
 *
 * @example
 * const november = events.QuestionPeriod.between('2026-11-01', '2026-11-30');
 */
export class QuestionPeriod {
  /**
   * The last days, up to and with today in UTC.
   *
   * @param days how many: a whole number from 1 to 400
   */
  public static lastDays(days: number): QuestionPeriod {
    return new QuestionPeriod({ days });
  }

  /**
   * The days from one to another, at most 400.
   *
   * @param first the first day, such as `2026-11-01`
   * @param last the last day, which is included
   */
  public static between(first: string, last: string): QuestionPeriod {
    return new QuestionPeriod({ first, last });
  }

  private constructor(private readonly period: Period) {}

  /** @internal */
  public _in(scope: IConstruct): Period {
    const { period } = this;
    const fix = 'pass days such as 2026-11-01 and 2026-11-30';
    if ('days' in period) {
      checkNumber(scope, 'period (in days)', period.days, {
        min: 1,
        max: MAX_DAYS,
        multipleOf: 1,
        fix: 'ask about fewer days',
      });
      return period;
    }
    for (const day of [period.first, period.last]) {
      const isDay = /^20\d\d-\d\d-\d\d$/.test(day) && new Date(`${day}T00:00:00Z`).toJSON()?.startsWith(day);
      if (!isDay) fail(scope, { what: 'period', got: day, expected: 'a day of the calendar, as 2026-11-01', fix });
    }
    const length = lengthOf(period);
    if (length < 1 || length > MAX_DAYS) {
      fail(scope, { what: 'period', got: `${period.first} to ${period.last}`, expected: `1 to ${MAX_DAYS} days`, fix });
    }
    return period;
  }
}
