import type { Construct } from 'constructs';
import type { EventMatch } from './event-match';
import { Question, type QuestionProps } from './question';
import { activeUsers } from './sql/active-users';
import { PRESENCE } from './sql/model';

/**
 * Properties of an `ActiveUsers` question.
 */
export interface ActiveUsersProps extends QuestionProps {
  /**
   * What makes a person active.
   *
   * @default - all events, but for those of backends that name no session: they tell what was done for the person
   */
  readonly active?: EventMatch;
}

/**
 * How many persons use the application.
 *
 * A row for each `day` of the period up to the newest event: the persons of that day (`daily`), of the 7 and of the 30 days that end with it
 * (`weekly`, `monthly`), and `stickiness`, the share of the monthly ones that came on the day.
 *
 * @example
 * declare const pipeline: events.EventPipeline;
 * new events.ActiveUsers(this, 'ActiveUsers', { pipeline, timeZone: 'Europe/Berlin' });
 */
export class ActiveUsers extends Question {
  constructor(scope: Construct, id: string, props: ActiveUsersProps) {
    super(scope, id, props);
    const active = props.active?._in(this, 'active', this._vocabulary) ?? PRESENCE;
    this._answer('active-users', activeUsers({ ...this._asked, active }));
  }
}
