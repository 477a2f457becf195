import type { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Question, type QuestionProps } from './question';
import { sessionGap } from './session-gap';
import { sessionsByDay } from './sql/visits';

/**
 * Properties of a `Sessions` question.
 */
export interface SessionsProps extends QuestionProps {
  /**
   * After how long a silence another session begins, where the sender states no session: from 1 minute to 1 day.
   *
   * @default Duration.minutes(30)
   */
  readonly sessionGap?: Duration;
}

/**
 * How many sessions there are, and what they are like.
 *
 * A row for each `day` of the period up to the newest event, of the sessions that began on it: `sessions`, `persons`,
 * `page_views`, the share that saw one page only (`bounce_share`), the time that users were active (`engaged_ms`, of the
 * sessions in the sample of `interactions`), and how long sessions were (`median_ms`, `p90_ms`).
 *
 * @example
 * declare const pipeline: events.EventPipeline;
 * new events.Sessions(this, 'Sessions', { pipeline });
 */
export class Sessions extends Question {
  constructor(scope: Construct, id: string, props: SessionsProps) {
    super(scope, id, props);
    this._answer('sessions', sessionsByDay({ ...this._asked, gapMs: sessionGap(this, props.sessionGap) }));
  }
}
