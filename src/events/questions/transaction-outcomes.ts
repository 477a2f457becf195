import type { Construct } from 'constructs';
import { fail } from '../../private/errors';
import type { ITransaction } from '../transaction';
import { Question, type QuestionProps } from './question';
import { outcomes } from './sql/outcomes';
import { checkSqlText } from './vocabulary';

/**
 * Properties of `TransactionOutcomes`.
 */
export interface TransactionOutcomesProps extends QuestionProps {
  /**
   * The transaction. Its `abandonedAfter` is the time that an attempt has.
   */
  readonly transaction: ITransaction;
}

/**
 * What becomes of the attempts of a transaction: exactly, where metrics count starts and ends apart.
 *
 * A row for each `day` of the period up to the newest event, and the attempts that began on it: `started`, `completed` within the time, `abandoned`, and `in_progress`,
 * which the data does not tell yet; `completion_share` of those that are settled, and how long the completed ones took
 * (`median_ms`, `p90_ms`).
 *
 * @example
 * declare const pipeline: events.EventPipeline;
 * new events.TransactionOutcomes(this, 'Checkouts', {
 *   pipeline,
 *   transaction: new events.Transaction(this, 'Checkout', { abandonedAfter: Duration.minutes(20) }),
 * });
 */
export class TransactionOutcomes extends Question {
  constructor(scope: Construct, id: string, props: TransactionOutcomesProps) {
    super(scope, id, props);
    const { transactionName, abandonedAfter } = props.transaction;
    checkSqlText(this, 'transaction', transactionName);
    if (abandonedAfter.isUnresolved()) {
      fail(this, {
        what: 'abandonedAfter of the transaction',
        got: 'a token',
        expected: 'a time that is known at synth: it stands in SQL',
        fix: 'write it out',
      });
    }
    const abandonedAfterMs = abandonedAfter.toMilliseconds();
    this._answer('transaction-outcomes', outcomes({ ...this._asked, transaction: transactionName, abandonedAfterMs }));
  }
}
