import type { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { checkNumber } from '../../private/checks';
import { fail } from '../../private/errors';
import type { EventMatch } from './event-match';
import { Question, type QuestionProps } from './question';
import { sessionGap } from './session-gap';
import { links, type PathsSpec, paths } from './sql/paths';

/**
 * Properties of a `Paths` question.
 */
export interface PathsProps extends QuestionProps {
  /**
   * Where the paths begin: at the first such page view or click of a session.
   *
   * @default - with the session
   */
  readonly startingAt?: EventMatch;

  /**
   * Where the paths end: at the last such page view or click of a session. Not together with `startingAt`.
   *
   * @default - nowhere in particular
   */
  readonly endingAt?: EventMatch;

  /**
   * Whether clicks are points of a path as well as pages.
   *
   * @default false
   */
  readonly clicks?: boolean;

  /**
   * How many points a path has: a whole number from 2 to 20.
   *
   * @default 5
   */
  readonly length?: number;

  /**
   * How many paths the answer has: a whole number from 1 to 1,000.
   *
   * @default 50
   */
  readonly top?: number;

  /**
   * After how long a silence another session begins, where the sender states no session: from 1 minute to 1 day.
   *
   * @default Duration.minutes(30)
   */
  readonly sessionGap?: Duration;
}

/**
 * The ways that most sessions took.
 *
 * A row for each path: `step_1` and so on, how many `sessions` took it, and their `share`. The same page again and again is
 * one point. A second named query, `links`, has the moves between points for a Sankey diagram: `step`, `source`, `target`,
 * `sessions`.
 *
 * @example
 * declare const pipeline: events.EventPipeline;
 * new events.Paths(this, 'FromTheCart', { pipeline, startingAt: events.EventMatch.page('/cart'), clicks: true });
 */
export class Paths extends Question {
  constructor(scope: Construct, id: string, props: PathsProps) {
    super(scope, id, props);
    const { startingAt, endingAt, clicks = false, length = 5, top = 50 } = props;
    checkNumber(this, 'length', length, { min: 2, max: 20, multipleOf: 1, fix: 'pass how many points a path has' });
    checkNumber(this, 'top', top, { min: 1, max: 1000, multipleOf: 1, fix: 'pass how many paths to tell' });
    if (startingAt && endingAt) {
      fail(this, {
        what: 'endingAt',
        got: 'together with startingAt',
        expected: 'one of them',
        fix: 'ask a funnel for ways between two',
      });
    }
    const anchor = startingAt ?? endingAt;
    const spec: PathsSpec = {
      ...this._asked,
      clicks,
      anchor: anchor && {
        at: startingAt ? 'from' : 'to',
        match: this.point(anchor, startingAt ? 'startingAt' : 'endingAt', clicks),
      },
      length,
      top,
      gapMs: sessionGap(this, props.sessionGap),
    };
    this._answer('paths', paths(spec), { links: links(spec) });
  }

  private point(event: EventMatch, what: string, clicks: boolean) {
    const match = event._in(this, what, this._vocabulary);
    const points = ['page_view', ...(clicks ? ['click'] : [])];
    if (match.name === undefined || !points.includes(match.name)) {
      fail(this, {
        what,
        got: match.name ?? 'all events',
        expected: `a point of the paths: ${clicks ? 'a page or a click' : 'a page'}`,
        fix: match.name === 'click' ? 'set clicks' : 'pass EventMatch.page() or EventMatch.click()',
      });
    }
    return match;
  }
}
