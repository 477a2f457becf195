import type { Construct } from 'constructs';
import { checkNumber } from '../../private/checks';
import type { EventMatch } from './event-match';
import { Question, type QuestionProps } from './question';
import { PRESENCE } from './sql/model';
import { retention } from './sql/retention';

/**
 * By which stretches of time persons are followed.
 */
export enum RetentionUnit {
  /** Days of the time zone. */
  DAY = 'day',

  /** Weeks that begin on Monday. */
  WEEK = 'week',

  /** Months of the calendar. */
  MONTH = 'month',
}

/**
 * Properties of a `Retention` question.
 */
export interface RetentionProps extends QuestionProps {
  /**
   * What makes a person one to follow: the first such event within the period.
   *
   * @default - all events, but for those of backends that name no session: they tell what was done for the person
   */
  readonly first?: EventMatch;

  /**
   * What shows that a person came back.
   *
   * @default - all events, but for those of backends that name no session: they tell what was done for the person
   */
  readonly returns?: EventMatch;

  /**
   * By which stretches of time persons are followed.
   *
   * @default RetentionUnit.WEEK
   */
  readonly unit?: RetentionUnit;

  /**
   * For how many of them: a whole number from 1 to 90.
   *
   * @default 8
   */
  readonly length?: number;

  /**
   * Whether who comes back later counts as still there in between.
   *
   * @default false - only who came in that very day, week or month
   */
  readonly rolling?: boolean;
}

/**
 * How many come back: of those who came first in the same day, week or month, how many came again in each that followed.
 *
 * A row for each `cohort` and each number of units `later` that has begun: its `size`, the `persons` that were there, their
 * `share`, and whether it is `complete`: of a unit that goes on after the newest event or after the period, more may come.
 * If `rolling`, more may come of each unit, until all of the cohort have.
 *
 * @example
 * declare const pipeline: events.EventPipeline;
 * new events.Retention(this, 'Returning', {
 *   pipeline,
 *   period: events.QuestionPeriod.lastDays(84),
 *   timeZone: 'Europe/Berlin',
 * });
 */
export class Retention extends Question {
  constructor(scope: Construct, id: string, props: RetentionProps) {
    super(scope, id, props);
    const { first, returns, unit = RetentionUnit.WEEK, length = 8 } = props;
    checkNumber(this, 'length', length, { min: 1, max: 90, multipleOf: 1, fix: 'pass how many units to follow' });
    const answer = retention({
      ...this._asked,
      first: first?._in(this, 'first', this._vocabulary) ?? PRESENCE,
      returns: returns?._in(this, 'returns', this._vocabulary) ?? PRESENCE,
      unit,
      length,
      rolling: props.rolling ?? false,
    });
    this._answer('retention', answer);
  }
}
