/** What one call of the ingest is given. */
export interface Sendable {
  readonly kind: Kind;
  /** Of what was rejected. */
  readonly reason?: string;
  readonly events: number;
  /** JSON. */
  readonly payload: string;
}

/** Why it is kept: it was rejected, Firehose could not deliver it, or nobody waited for the call that failed for good. */
export type Kind = 'rejected' | 'undelivered' | 'given up';

export interface Unsendable {
  readonly where: string;
  readonly reason?: string;
  readonly why: string;
}

export interface Kept {
  readonly sendable: readonly Sendable[];
  readonly unsendable: readonly Unsendable[];
}
