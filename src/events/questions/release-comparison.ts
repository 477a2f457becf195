import type { Construct } from 'constructs';
import { Question, type QuestionProps } from './question';
import { releaseComparison } from './sql/release-comparison';
import { checkSqlText } from './vocabulary';

/**
 * Properties of a `ReleaseComparison`.
 */
export interface ReleaseComparisonProps extends QuestionProps {
  /**
   * The release, as senders report it. It begins with the first event within the period that has it.
   */
  readonly release: string;
}

/**
 * What is used more, or less, since a release.
 *
 * A row for each page, event and endpoint (`kind`, `name`), the largest change first: users, sessions and how often it was
 * used before and after, and `per_user_hour_before` and `per_user_hour_after`: how often in an hour in which a user was
 * active, which times of different lengths have in common. Hours that the release or the end of the data cuts are left
 * out. `change` is 0.5 for half as much again.
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
    this._answer('release-comparison', releaseComparison({ ...this._asked, release: props.release }));
  }
}
