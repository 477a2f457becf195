import { transactionEvent } from '../../src/formats/browser-events';
import type { ClientConfiguration, RemoteSettings } from '../../src/formats/client-configuration';
import { sessionAttributes } from '../core/attributes';
import { Clock } from '../core/clock';
import { scrubbed } from '../core/privacy';
import { uuid } from '../core/random';
import type { Sessions } from '../core/session';
import { type Items, prefixOf, usable } from '../core/storage';
import { openStore } from '../core/store';
import type { IdentifiedUser } from '../transport/identity';
import { Outbox, type User } from '../transport/outbox';
import { loadRemote } from '../transport/remote';
import { deliver, type Signer } from '../transport/transport';
import { createMethods } from './methods';
import { here, isReported, type PageAttributes, Pages, type Place } from './page';
import { measure } from './plugins';
import { Transactions } from './transactions';

const SESSION_START = 'com.amazon.rum.session_start_event';

/** What is measured about the document as a whole, and not about the route that is shown meanwhile. */
const OF_DOCUMENT = /navigation_event|contentful_paint|first_byte|input_delay/;

/** How often a page looks for what other tabs left behind. */
const ADOPTION_MS = 60_000;

/** What a recording is made of that may have been needed before. */
export interface Beginnings {
  readonly config: ClientConfiguration;
  readonly sessions: Sessions;
  /** Whether a session has begun whose first event is still to come. */
  readonly start: { pending: boolean };
  readonly signer?: Signer;
}

/** Everything that begins only once the user, the browser and the application allow it. */
export class Recording {
  public readonly methods: ReturnType<typeof createMethods>;
  public readonly clock = new Clock();

  private running = false;
  private remote: RemoteSettings;
  private user: User | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly config: ClientConfiguration;
  private readonly sessions: Sessions;
  private readonly pages: Pages;
  private readonly outbox: Outbox;
  private readonly transactions: Transactions;

  private constructor(
    private readonly beginnings: Beginnings,
    storages: { readonly local?: Items; readonly session?: Items },
  ) {
    const { config, sessions, signer } = beginnings;
    const prefix = prefixOf(config);
    this.config = config;
    this.sessions = sessions;
    this.remote = { enabled: true, sessionSampleRate: config.sessionSampleRate };
    this.pages = new Pages(config, sessions, this.clock, (type, details) => this.record(type, details));
    const attributes = sessionAttributes(config);
    const delivery = deliver(config, () => attributes, signer);
    this.outbox = new Outbox(delivery, storages.session, `${prefix}outbox`);
    this.transactions = new Transactions(
      {
        now: () => this.clock.now(),
        newId: uuid,
        store: openStore(storages, prefix, uuid),
        // What was begun ends, though the next session may be out of the sample, or the page one that is not reported.
        emit: (outcome, details) => this.record(transactionEvent(outcome), details, undefined, outcome !== 'started'),
        isRecorded: () => this.isRecorded(),
        wake: (milliseconds) => {
          clearTimeout(this.timer);
          if (milliseconds !== undefined) {
            this.timer = setTimeout(() => this.running && this.transactions.expire(), milliseconds);
          }
        },
      },
      config.transactions,
    );
    this.methods = createMethods(
      this.transactions,
      (type, details) => this.record(type, details),
      (message) => console.warn(message),
    );
  }

  /** Prepares it step by step; nothing is recorded before it begins. */
  public static *prepare(beginnings: Beginnings): Generator<void, Recording> {
    const local = usable(() => localStorage);
    yield;
    const session = usable(() => sessionStorage);
    yield;
    const recording = new Recording(beginnings, { local, session });
    yield;
    return recording;
  }

  /** Begins, for the first time or again, step by step, with the page that is shown. */
  public *begin(place = here(), moment = performance.now()): Generator<void> {
    if (this.running) return;
    this.running = true;
    if (isReported(this.config, place)) this.sessions.current();
    yield;
    this.clock.at(moment, () => this.pages.enter(place));
    yield;
    this.transactions.expire();
    yield;
    this.adopt();
    this.outbox.resume();
  }

  /** Goes on to what happens by itself, step by step. */
  public *observe(): Generator<void> {
    const { config } = this;
    yield* measure(config, {
      record: (type, details) => this.record(type, details, momentOf(details)),
      recordCandidate: (type, details) => this.enqueue(type, details, momentOf(details), false, true),
    });
    yield;
    setInterval(() => this.adopt(), ADOPTION_MS);
    const { remoteConfigurationUrl: url } = config;
    if (!url) {
      this.outbox.release();
    } else {
      const session = usable(() => sessionStorage);
      void loadRemote(url, this.remote, session, `${prefixOf(config)}remote`).then((it) => this.apply(it));
    }
  }

  /** Nothing is recorded from now on, and what was not yet sent is not sent. */
  public stop(): void {
    this.running = false;
    this.outbox.clear();
    clearTimeout(this.timer);
    this.sessions.forget();
  }

  /** Events from now on are those of the user; they wait until the pseudonym is computed. */
  public identify(user: IdentifiedUser | undefined): void {
    this.user = user;
    if (!user || user.id) this.sessions.identify(user?.id);
    if (!user || user.id) return;
    void user.known.then((id) => {
      if (id && this.user === user) this.sessions.identify(id);
      user.id ??= this.sessions.userId(); // nothing else may leave the page
    });
  }

  /** Whether what happens on the page that is shown is recorded. */
  public isRecorded(): boolean {
    return this.running && !!this.pages.at(this.clock.moment()) && this.isSampled();
  }

  /** `since` is when it began on the page's clock; `always` records it outside of the sample too. */
  public record(type: string, details: object, since = this.clock.moment(), always = false): string | undefined {
    return this.enqueue(type, details, since, always, false);
  }

  /** The address may have changed. */
  public route(place: Place): void {
    if (this.running) this.pages.view(place);
  }

  /** The document is unloaded, or put into the back/forward cache. */
  public depart(staysOnSite: boolean): void {
    if (!this.running) return;
    this.transactions.leave(staysOnSite);
    this.leave();
  }

  /** Nobody sees the page any more, and it may end without another event. */
  public hide(): void {
    if (this.running) this.leave();
  }

  /** Timers sleep with the machine, in hidden tabs and in the back/forward cache. */
  public show(restored: boolean): void {
    if (!this.running) return;
    if (restored) {
      this.sessions.read(); // which another page may have prolonged
      this.pages.enter();
    }
    this.transactions.expire();
    this.adopt();
    this.outbox.resume();
  }

  /** The network is back. */
  public reconnect(): void {
    if (this.running) this.outbox.resume();
  }

  private leave(): void {
    // Better anonymous than not at all: there is no time to wait for a pseudonym.
    if (this.user && !this.user.id) this.user.id = this.sessions.userId();
    this.outbox.leave();
  }

  private apply(remote: RemoteSettings): void {
    this.remote = remote;
    if (!this.running) return;
    if (!remote.enabled || (this.pages.at(performance.now()) && !this.isSampled())) {
      this.outbox.clear();
      this.transactions.forget();
    }
    this.outbox.release();
  }

  private isSampled(): boolean {
    return this.remote.enabled && this.sessions.current().draw < this.remote.sessionSampleRate;
  }

  private enqueue(type: string, details: object, since: number, always: boolean, candidate: boolean) {
    if (!this.running || !this.remote.enabled) return undefined;
    const page = OF_DOCUMENT.test(type) ? this.pages.loaded() : this.pages.at(since);
    if (!always && !(page && this.isSampled())) return undefined;
    const session = this.sessions.current();
    const user = this.user ?? { id: this.sessions.userId() };
    const entry = (kind: string, content: object, attributes: PageAttributes | undefined) => ({
      event: {
        id: uuid(),
        timestamp: Math.round(this.clock.now() / 1000),
        type: kind,
        metadata: JSON.stringify(attributes ?? {}),
        details: JSON.stringify(scrubbed(content, this.config.pathTemplates)),
      },
      sessionId: session.id,
      user,
    });
    const { start } = this.beginnings;
    if (start.pending) {
      start.pending = false;
      this.outbox.add(entry(SESSION_START, { version: '1.0.0' }, page));
    }
    const added = entry(type, details, page);
    if (candidate) this.outbox.addCandidate(added);
    else this.outbox.add(added);
    return added.event.id;
  }

  /** One tab at a time, so that each attempt is found once. */
  private adopt(): void {
    if (!this.running) return;
    const { locks } = navigator;
    const act = () => this.running && this.transactions.adopt();
    if (!locks) act();
    else locks.request(`${prefixOf(this.config)}adopt`, act).catch(() => undefined);
  }
}

/** When it happened on the page's clock, as far as the event tells; it may be reported after the route has changed. */
function momentOf(details: object): number {
  const { startTime, attribution } = details as {
    startTime?: number;
    attribution?: { interactionTime?: number; largestShiftTime?: number };
  };
  return startTime ?? attribution?.interactionTime ?? attribution?.largestShiftTime ?? performance.now();
}
