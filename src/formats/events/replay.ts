import type { EventBatch } from './batch';

/** Who sent an event, and when: what the ingest knew of it. */
export interface Origin {
  readonly sender: 'browser' | 'backend' | 'rum' | 'pinpoint';
  /** The clock of the ingest: milliseconds since 1970. */
  readonly received: number;
  readonly browser?: string;
  readonly os?: string;
  readonly device?: string;
  readonly country?: string;
  readonly bot?: boolean;
  readonly synthetic?: boolean;
  /** Of what was rejected: keys whose values are personal and were not kept, so that they can't be demanded again. */
  readonly withheld?: readonly string[];
}

/** What a rejected event is kept as, in JSON: the ingest takes it again as if it came then, from there. */
export interface Replay extends EventBatch {
  readonly as: Origin;
}

/** Rows of the table of events that never got there: the ingest puts them into their stream again, as they are. */
export interface StoredRows {
  readonly rows: readonly object[];
}

/** What is kept of what is no batch and no event. */
export interface Unread {
  /** As it was sent, or its beginning; empty where nobody can tell what in it is personal. */
  readonly body: string;
  /** What was sent, where `body` is not all of it: it can't be sent again. */
  readonly cut?: { readonly bytes: number; readonly sha256: string };
  readonly as: Origin;
}

/** Of a body that is no batch: enough to see what is wrong with it. */
export const MAX_UNREAD_LENGTH = 4_000;

/** What is kept in one row of the table; longer ones are parts, which are put together again in their order. */
export const MAX_RAW_LENGTH = 200_000;
