import type { Construct } from 'constructs';
import { checkNumber } from '../../private/checks';
import type { ITransaction } from '../transaction';
import { Question, type QuestionProps } from './question';
import { campaigns } from './sql/campaigns';
import { checkSqlText } from './vocabulary';

/**
 * To which campaign it is put down what a person does.
 */
export enum CampaignTouch {
  /** To the first one that the person came by, from then on. */
  FIRST = 'first',

  /** To the last one that the person came by before. */
  LAST = 'last',
}

/**
 * Properties of a `Campaigns` question.
 */
export interface CampaignsProps extends QuestionProps {
  /**
   * To which campaign it is put down what a person does.
   *
   * @default CampaignTouch.LAST
   */
  readonly touch?: CampaignTouch;

  /**
   * The transaction whose completions are counted.
   *
   * @default - those of all transactions
   */
  readonly transaction?: ITransaction;

  /**
   * How many days before the period a campaign may have been: a whole number from 0 to 90.
   *
   * @default 30
   */
  readonly lookbackDays?: number;
}

/**
 * What campaigns bring: which persons, how they are engaged, and what they complete. Amazon Pinpoint's analytics of
 * campaigns answered that.
 *
 * A row for each `utm_source`, `utm_medium`, `utm_campaign` and `referrer`: `persons`, `sessions`, `page_views`,
 * `engaged_ms` of the sessions in the sample of `interactions`, `completed` transactions, of which an `attempt` is one
 * whoever tells of it, and the persons who completed one (`persons_completed`). What was before any campaign is in the row
 * of `(none)`.
 *
 * @example
 * declare const pipeline: events.EventPipeline;
 * new events.Campaigns(this, 'Campaigns', {
 *   pipeline,
 *   touch: events.CampaignTouch.FIRST,
 *   transaction: new events.Transaction(this, 'Checkout'),
 * });
 */
export class Campaigns extends Question {
  constructor(scope: Construct, id: string, props: CampaignsProps) {
    super(scope, id, props);
    const { touch = CampaignTouch.LAST, lookbackDays = 30, transaction } = props;
    checkNumber(this, 'lookbackDays', lookbackDays, { min: 0, max: 90, multipleOf: 1, fix: 'pass whole days' });
    checkSqlText(this, 'transaction', transaction?.transactionName);
    const spec = { ...this._asked, touch, lookbackDays, transaction: transaction?.transactionName };
    this._answer('campaigns', campaigns(spec));
  }
}
