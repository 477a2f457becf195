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
}

/** What a rejected event is kept as, in JSON: the ingest takes it again as if it came then, from there. */
export interface Replay extends EventBatch {
  readonly as: Origin;
}

/** What is kept of a body that could not be read at all. */
export interface Unread {
  /** As it was sent: text, or base64 of it. */
  readonly body: string;
  readonly base64?: boolean;
  readonly as: Origin;
}

/** What is kept in one row of the table; longer ones are parts, which are put together again in their order. */
export const MAX_RAW_LENGTH = 200_000;
