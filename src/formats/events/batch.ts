import type { SENT_FIELDS } from './fields';

type ValueOf = { string: string; bigint: number; double: number; boolean: boolean };

/** What senders may state; {@link SENT_FIELDS} says what each means. */
export type SentFields = {
  readonly [field in keyof typeof SENT_FIELDS]?: ValueOf[(typeof SENT_FIELDS)[field]['type']];
};

export interface SentEvent extends SentFields {
  /** Made once, by the sender: a UUID; a retry has the same. */
  readonly id: string;
  readonly name: string;
  /** By the sender's clock: whole milliseconds since 1970. */
  readonly time: number;
  readonly properties?: { readonly [name: string]: unknown };
}

/** What senders post: JSON in UTF-8, as it is or by gzip. */
export interface EventBatch {
  /** The sender's clock when it is sent, again at each retry: the ingest compares it with its own. */
  readonly sentAt: number;
  /** What holds for each event that does not state another. */
  readonly common?: SentFields;
  readonly events: readonly SentEvent[];
}

/** Of a batch, however many bytes it has. */
export const MAX_EVENTS = 500;
/** Of the body as it is sent, and of what it is without compression; Lambda takes 6 MB at most. */
export const MAX_BATCH_BYTES = 1_000_000;
/** Of what all events of a batch have in common, as JSON: each of them is stored with it. */
export const MAX_COMMON_BYTES = 8_000;
/** Of one event as JSON. */
export const MAX_EVENT_BYTES = 64_000;

/** Why an event was not taken. It is kept with its reason, and can be replayed. */
export type RejectionReason =
  | 'malformed'
  | 'too_large'
  | 'unknown_event'
  | 'wrong_type'
  | 'missing_property'
  | 'too_old'
  | 'in_the_future';

/** What the sender is told. 200: everything was stored, or rejected for good; send nothing again. 429 and 5xx: send all again. Other 4xx: not a batch, send none again. */
export interface BatchAnswer {
  readonly accepted: number;
  readonly rejected: readonly { readonly id?: string; readonly reason: RejectionReason }[];
}
