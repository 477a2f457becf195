import { type Items, parse } from '../core/storage';

/** An event as it is sent, with what its request says about it. */
export interface Entry {
  readonly event: {
    readonly id: string;
    readonly timestamp: number;
    readonly type: string;
    /** May be made when it is read, as late as possible: an event has the last title of its page. */
    readonly metadata: string;
    readonly details: string;
  };
  readonly sessionId: string;
  readonly user: User;
}

/** Whose event it is; unknown while the pseudonym is being computed. */
export interface User {
  id?: string;
}

export interface Delivery {
  /** Resolves to the status of the answer; rejects if there is none. */
  send(entries: readonly Entry[]): Promise<number>;
  /** For a page that may be gone at once: false if the browser does not take it. */
  beacon(entries: readonly Entry[]): boolean | Promise<boolean>;
}

const FLUSH_MS = 5_000;
const LONGEST_WAIT_MS = 300_000;
const MAX_ENTRIES = 1_000;
const MAX_BATCH = 100;
/** Browsers take 64 KiB of beacons and of requests that outlive their page; a character can be three bytes. */
const MAX_BATCH_CHARACTERS = 20_000;
/** The request itself was wrong: sending it again would not help. */
const HOPELESS = new Set([400, 413]);

/**
 * Holds events until they are sent, and over failures of the service.
 *
 * A refused or failed request is tried again, after 5 seconds and then ever later up to 5 minutes; 1,000 events wait, and
 * newer ones are dropped. No answer stops it for good, 403 neither: policies and app monitors are replaced while pages
 * are open. While the service fails, events that a page leaves behind wait for the tab's next page.
 */
export class Outbox {
  private entries: Entry[] = [];
  private candidates = new Map<string, Entry>();
  private failures = 0;
  private sending = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly delivery: Delivery,
    private readonly storage: Items | undefined,
    private readonly key: string,
    /** Nothing is sent before it is released: the remote configuration may still forbid it. */
    private held = true,
  ) {}

  public add(entry: Entry): void {
    if (this.entries.length < MAX_ENTRIES) this.entries.push(entry);
    this.schedule();
  }

  /** Waits until the page is hidden, replaced by newer ones of its type: a web vital that still changes. */
  public addCandidate(entry: Entry): void {
    this.candidates.set(entry.event.type, entry);
  }

  public release(): void {
    this.held = false;
    this.schedule();
  }

  public clear(): void {
    this.entries = [];
    this.candidates.clear();
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  /** The page can be seen: takes up what it or the tab's page before it could not send. */
  public resume(): void {
    this.entries.unshift(...this.parked());
    this.storage?.removeItem(this.key);
    if (this.failures) this.failures = 1;
    this.schedule(true);
  }

  /** The page may be gone at once, without another event. */
  public leave(): void {
    this.entries.push(...this.candidates.values());
    this.candidates.clear();
    this.held = false;
    if (this.failures && this.park()) return;
    for (let batch = this.take(); batch.length; batch = this.take()) {
      void this.beacon(batch);
    }
  }

  private async beacon(batch: Entry[]): Promise<void> {
    const taken = await Promise.resolve(this.delivery.beacon(batch)).catch(() => false);
    if (!taken) await this.attempt(batch);
  }

  private park(): boolean {
    if (!this.storage || !this.entries.length) return false;
    try {
      // A page that is unloaded leaves twice: when it goes and when it is hidden.
      this.storage.setItem(this.key, JSON.stringify([...this.parked(), ...this.entries]));
    } catch {
      return false;
    }
    this.entries = [];
    return true;
  }

  private parked(): Entry[] {
    const entries = parse(this.storage?.getItem(this.key));
    return Array.isArray(entries) ? entries.filter((entry) => entry?.event && entry.user?.id) : [];
  }

  private schedule(anew = false): void {
    if (anew) {
      clearTimeout(this.timer);
      this.timer = undefined;
    }
    if (this.held || this.timer !== undefined || !this.entries.length) return;
    const wait = Math.min(LONGEST_WAIT_MS, FLUSH_MS * 2 ** Math.max(0, this.failures - 1));
    this.timer = setTimeout(() => {
      this.timer = undefined;
      void this.flush();
    }, wait);
  }

  private async flush(): Promise<void> {
    if (this.sending) return;
    this.sending = true;
    for (let batch = this.take(); batch.length; batch = this.take()) {
      if (!(await this.attempt(batch))) break;
    }
    this.sending = false;
    this.schedule();
  }

  private async attempt(batch: Entry[]): Promise<boolean> {
    const status = await this.delivery.send(batch).catch(() => 0);
    if ((status >= 200 && status < 300) || HOPELESS.has(status)) {
      this.failures = 0;
      return true;
    }
    this.failures++;
    this.entries = [...batch, ...this.entries].slice(0, MAX_ENTRIES);
    this.schedule();
    return false;
  }

  /** The next entries of one session and user, which are all that a request can hold. */
  private take(): Entry[] {
    const [first] = this.entries;
    let size = 0;
    let count = 0;
    for (const { event, sessionId, user } of this.entries) {
      size += event.details.length + event.metadata.length + 150;
      if (count >= MAX_BATCH || (count && size > MAX_BATCH_CHARACTERS)) break;
      if (sessionId !== first.sessionId || user.id !== first.user.id || user.id === undefined) break;
      count++;
    }
    return this.entries.splice(0, count);
  }
}
