import type { Entry } from './entry';

/** The way to the service, for events of one session and user. */
export interface Delivery {
  /** What the browser says: nothing can be sent. */
  readonly offline: boolean;
  /** Whether a service worker stands between: what leaves with the page may be lost in it. */
  readonly intercepted: boolean;
  /** Resolves to the status of the answer, or 0 if nothing was sent; rejects if there is no answer. */
  send(entries: readonly Entry[]): Promise<number>;
  /** For a page that may be gone at once: false if the browser does not take it. */
  beacon(entries: readonly Entry[]): boolean | Promise<boolean>;
  /** Whether there is a service that answers, whatever it says; on behalf of the event's user. */
  reaches(entry: Entry): Promise<boolean>;
}
