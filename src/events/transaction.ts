import { Duration } from 'aws-cdk-lib';
import { Construct, type IConstruct } from 'constructs';
import { checkCount, checkDuration, checkName, checkNumber } from '../private/checks';

/**
 * How far a user came with a transaction.
 */
export enum TransactionOutcome {
  /** The user began it. */
  STARTED = 'started',

  /** The user reached its goal. */
  COMPLETED = 'completed',

  /** The user left it, gave it up, or took longer than `abandonedAfter`. */
  ABANDONED = 'abandoned',
}

/**
 * Something that users set out to do and either complete or abandon, such as a checkout or a sign-up.
 */
export interface ITransaction extends IConstruct {
  /**
   * The name that browsers and backends report it under.
   */
  readonly transactionName: string;

  /**
   * The time without completion after which it counts as abandoned.
   */
  readonly abandonedAfter: Duration;

  /**
   * The share of started transactions that has to be completed, above 0 and at most 1.
   *
   * @default - the completion rate is not judged
   */
  readonly minimumCompletionRate?: number;

  /**
   * How many have to start in a period before its completion rate is judged.
   */
  readonly minimumStarts: number;
}

/**
 * Properties of a `Transaction`.
 */
export interface TransactionProps {
  /**
   * The name that browsers and backends report it under: a letter, then up to 63 letters, digits, `_` or `-`.
   *
   * It becomes the value of the CloudWatch dimension `Transaction` (browser) and `transaction` (backend).
   *
   * @default - the id of the construct
   */
  readonly transactionName?: string;

  /**
   * The time without completion after which it counts as abandoned: whole seconds, from 1 minute to 1 day.
   *
   * @default Duration.minutes(30)
   */
  readonly abandonedAfter?: Duration;

  /**
   * The share of started transactions that has to be completed, above 0 and at most 1.
   *
   * @default - no alarm judges the completion rate
   */
  readonly minimumCompletionRate?: number;

  /**
   * How many have to start in a period before its completion rate is judged: a whole number, at least 1.
   *
   * At night two users of whom one leaves are no incident.
   *
   * @default 10
   */
  readonly minimumStarts?: number;
}

/**
 * Declares something that users set out to do and either complete or abandon.
 *
 * It defines no resource by itself. From this one declaration come the browser API, the custom metrics of the app
 * monitor, the backend counter's vocabulary, the rows of the dashboard and the alarms.
 *
 * @see https://docs.aws.amazon.com/wellarchitected/latest/operational-excellence-pillar/ops_observability_customer_telemetry.html
 *
 * @example
 * new events.Transaction(this, 'Checkout', {
 *   abandonedAfter: Duration.minutes(20),
 *   minimumCompletionRate: 0.6,
 * });
 */
export class Transaction extends Construct implements ITransaction {
  public readonly transactionName: string;
  public readonly abandonedAfter: Duration;
  public readonly minimumCompletionRate?: number;
  public readonly minimumStarts: number;

  constructor(scope: Construct, id: string, props: TransactionProps = {}) {
    super(scope, id);
    this.transactionName = props.transactionName ?? id;
    this.abandonedAfter = props.abandonedAfter ?? Duration.minutes(30);
    this.minimumCompletionRate = props.minimumCompletionRate;
    this.minimumStarts = props.minimumStarts ?? 10;

    checkName(
      this,
      'transactionName',
      this.transactionName,
      props.transactionName === undefined ? 'pass transactionName or another id' : 'rename the transaction',
    );
    checkDuration(this, 'abandonedAfter', this.abandonedAfter, 'seconds', {
      min: 60,
      max: 86_400,
      fix: 'pass a Duration from 1 minute to 1 day',
    });
    checkNumber(this, 'minimumCompletionRate', this.minimumCompletionRate, {
      above: 0,
      max: 1,
      fix: 'pass a share such as 0.6 for 60 %',
    });
    checkCount(this, 'minimumStarts', this.minimumStarts, {
      fix: 'pass how many have to start in a period before its completion rate is judged',
    });
  }
}
