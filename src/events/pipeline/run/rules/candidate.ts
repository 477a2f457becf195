import type { RejectionReason } from '../../../../formats/events/batch';
import type { Origin } from '../../../../formats/events/replay';

/** An event as it was sent, with what holds for it. */
export interface Candidate {
  readonly event: unknown;
  readonly common?: unknown;
  readonly sentAt: number;
  readonly origin: Origin;
  /** Of the text that it was read from, where that is known: what is small together need not be measured apart. */
  readonly length?: number;
  /** Where JavaScript has read other numbers than were sent: the same with texts for them. */
  readonly written?: () => { readonly event: unknown; readonly common?: unknown };
}

/** What was not taken, and how it can be sent again. */
export interface Rejection {
  readonly id?: string;
  readonly name?: string;
  readonly reason: RejectionReason;
  readonly detail: string;
  readonly origin: Origin;
  /** JSON of what the command replay reads. */
  readonly raw: string;
}

/** What is no event, and no batch of them. */
export interface Unreadable {
  readonly reason: RejectionReason;
  readonly detail: string;
  readonly origin: Origin;
  /** As it was sent, with as much as could be read of it. */
  readonly sent:
    | { readonly json: unknown; readonly bytes?: Buffer }
    | { readonly bytes: Buffer; readonly text: string | undefined };
}

/** What was read: each is judged, or refused already. */
export interface Reading {
  readonly candidates: readonly Candidate[];
  readonly unreadable: readonly Unreadable[];
  /** Of the table of events: they were judged once, and did not get there. */
  readonly rows?: readonly unknown[];
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
