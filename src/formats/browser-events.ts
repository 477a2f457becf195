/** The types of the events that browsers report, and what is in ours: the client writes what the metrics of an app monitor count. */

/** The types of events that CloudWatch RUM defines itself begin so; all others are custom events. */
export const BUILT_IN = 'com.amazon.rum.';

export const PAGE_VIEW_EVENT = 'com.amazon.rum.page_view_event';

export const FEATURE_EVENT = 'user_telemetry.feature';

/** How far a user came with a transaction. */
export type Outcome = 'started' | 'completed' | 'abandoned';

export function transactionEvent(outcome: Outcome): string {
  return `user_telemetry.transaction_${outcome}`;
}

/** Why a transaction ended, or began again. */
export type Reason = 'timeout' | 'left' | 'explicit' | 'resumed';

/** What the event of a transaction holds, besides the page's own data. */
export interface TransactionDetails {
  readonly transaction: string;
  /** The same for all events of one attempt. */
  readonly attempt: string;
  readonly reason?: Reason;
}

/** What the event of a feature holds, besides the page's own data. */
export interface FeatureDetails {
  readonly feature: string;
}

/** Tells how many events the client could not send; what it counts is in none of them. */
export const CLIENT_DROPPED_EVENT = 'user_telemetry.client_dropped';

/** Why: too many waited; it was above what the service takes; the service found it wrong; nobody knows whether it was taken, and what might be counted twice is not sent again; it waited for more than a day; what was stored is damaged; the page view had its fill of errors; the session had its fill of what is told of clicks and forms. */
export type DropReason =
  | 'queueFull'
  | 'tooLarge'
  | 'refused'
  | 'unanswered'
  | 'expired'
  | 'unreadable'
  | 'tooManyErrors'
  | 'overBudget';

export type ClientDroppedDetails = { readonly [reason in DropReason]?: number };
