import type { Construct } from 'constructs';
import { fail } from '../../private/errors';
import { Question, type QuestionProps } from './question';
import { releaseComparison } from './sql/release-comparison';
import { checkSqlText } from './vocabulary';

/**
 * Properties of a `ReleaseComparison`.
 */
export interface ReleaseComparisonProps extends QuestionProps {
  /**
   * The release, as senders report it. It begins with the first event within the period that has it: a single one, such as
   * that of a test, is enough. State `since` where there may be some before.
   */
  readonly release: string;

  /**
   * When the release began: a time in UTC that is known at synth, such as `2026-11-20T10:00:00Z`.
   *
   * @default - with the first event that has it
   */
  readonly since?: string;
}

/**
 * What is used more, or less, since a release.
 *
 * A row for each page, event and endpoint (`kind`, `name`), the largest change first: users, sessions and how often it was
 * used before and after. `per_day_before` and `per_day_after` are how often in 24 hours; `change` is theirs, 0.5 for half as
 * much again. `per_user_hour_before` and `per_user_hour_after` are how often in an hour in which a user was active: whether
 * it is the users who do more, or the visits that are more. Hours that the release or the end of the data cuts are left out.
 *
 * @see https://docs.aws.amazon.com/wellarchitected/latest/operational-excellence-pillar/ops_observability_customer_telemetry.html
 *
 * @example
 * declare const pipeline: events.EventPipeline;
 * new events.ReleaseComparison(this, 'Since2', { pipeline, release: '2.0.0' });
 */
export class ReleaseComparison extends Question {
  constructor(scope: Construct, id: string, props: ReleaseComparisonProps) {
    super(scope, id, props);
    checkSqlText(this, 'release', props.release);
    const since = this.since(props.since);
    this._answer('release-comparison', releaseComparison({ ...this._asked, release: props.release, since }));
  }

  private since(since: string | undefined): number | undefined {
    checkSqlText(this, 'since', since);
    if (since === undefined) return undefined;
    const time = Date.parse(since);
    if (!/^20\d\d-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?Z$/.test(since) || Number.isNaN(time)) {
      fail(this, {
        what: 'since',
        got: since,
        expected: 'a time in UTC such as 2026-11-20T10:00:00Z',
        fix: 'write it out, with its Z',
      });
    }
    return time;
  }
}
