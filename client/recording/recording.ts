import { CLIENT_DROPPED_EVENT, type DropReason, transactionEvent } from '../../src/formats/browser-events';
import type { ClientConfiguration, RemoteSettings } from '../../src/formats/client-configuration';
import { Clock } from '../core/clock';
import { loadExtras } from '../core/extras';
import { json } from '../core/json';
import { scrubbed } from '../core/privacy';
import { uuid } from '../core/random';
import { safely } from '../core/safely';
import type { Session, Sessions } from '../core/session';
import { type Items, prefixOf, usable } from '../core/storage';
import type { User } from '../transport/entry';
import type { IdentifiedUser } from '../transport/identity';
import { createOutbox, type Outbox } from '../transport/outbox';
import { loadRemote } from '../transport/remote';
import { deliver, type Signer, send } from '../transport/transport';
import { sessionAttributes } from './attributes';
import { createMethods } from './methods';
import { Pages, type Visit } from './pages/pages';
import { isReported, type Place, type Places } from './pages/places';
import { openStore } from './store';
import { Transactions } from './transactions';
import { Vitals } from './vitals/vitals';

const SESSION_START = 'com.amazon.rum.session_start_event';

/** How often a page looks for what other tabs left behind. */
const ADOPTION_MS = 60_000;

/** What a recording is made of that may have been needed before. */
export interface Beginnings {
  readonly config: ClientConfiguration;
  /** Whether the document is a frame of another one, so that nobody comes to it or leaves it as a page. */
  readonly isFrame: boolean;
  readonly sessions: Sessions;
  readonly places: Places;
  /** Whether a session has begun whose first event is still to come. */
  readonly start: { pending: boolean };
  readonly signer?: Signer;
}

/** What happens to the recording, whether or not the session is in the sample: what {@link Recording.enqueue} gets, and when. */
export type Heard = readonly [
  type: string,
  details: object,
  visit: Visit | undefined,
  now: number,
  session: Pick<Session, 'id' | 'draw'>,
  user: User,
];

/** A list, or what an extra file has put in its place. */
export interface Hearing {
  readonly length?: number;
  /** What nobody has heard yet. */
  readonly waiting?: Heard[];
  push(heard: Heard): unknown;
}

/** What nobody asks for is not kept. */
const MAX_WAITING = 1_000;

/** Everything that begins only once the user, the browser and the application allow it. */
export class Recording {
  public readonly methods: ReturnType<typeof createMethods>;
  public readonly clock = new Clock();
  /** The browser's own `fetch`. */
  public readonly send = send;
  /** How many requests the page has begun. */
  public requests = 0;
  /** Waits for an extra file, which puts what hears it in its place. */
  public heard: Hearing | undefined = undefined;
  public running = false;

  /** Whether the page is being unloaded for another one of the site. */
  public staysOnSite = false;
  public remote: RemoteSettings;
  public user: User | undefined = undefined;
  private timer: ReturnType<typeof setTimeout> | undefined = undefined;
  public readonly config: ClientConfiguration;
  public readonly sessions: Sessions;
  public readonly pages: Pages;
  private vitals: Vitals | undefined = undefined;
  private readonly outbox: Outbox;
  private readonly transactions: Transactions;

  private constructor(
    public readonly beginnings: Beginnings,
    storages: { readonly local?: Items; readonly session?: Items },
  ) {
    const { config, sessions, signer } = beginnings;
    const prefix = prefixOf(config);
    this.config = config;
    this.sessions = sessions;
    this.remote = { enabled: true, sessionSampleRate: config.sessionSampleRate };
    this.pages = new Pages(beginnings, this.clock, (type, details) => this.record(type, details));
    this.heard = config.extras && [];
    const attributes = sessionAttributes(config);
    const delivery = deliver(config, () => attributes, signer);
    this.outbox = createOutbox(
      delivery,
      storages.session,
      `${prefix}outbox`,
      (dropped) => void this.record(CLIENT_DROPPED_EVENT, dropped),
    );
    this.transactions = new Transactions(
      {
        now: () => this.clock.now(),
        newId: uuid,
        store: openStore(storages, prefix, uuid),
        // What was begun ends, though the next session may be out of the sample, or the page one that is not reported.
        emit: (outcome, details, isQuiet) =>
          this.record(transactionEvent(outcome), details, undefined, outcome !== 'started' && !isQuiet),
        isRecorded: () => this.isRecorded(),
        isHeard: () => this.isHeard(),
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
  public *begin(place: Place, moment = performance.now()): Generator<void> {
    if (this.running) return;
    this.running = true;
    if (isReported(this.config, place)) this.sessions.current();
    if (this.user?.id) this.personalize();
    yield;
    this.clock.at(moment, () => this.view(place));
    yield;
    this.transactions.expire();
    yield;
    this.adopt();
    this.outbox.resume();
  }

  /** Goes on to what happens by itself, step by step. */
  public *observe(): Generator<void> {
    const { config } = this;
    if (config.telemetries.includes('performance') && typeof PerformanceObserver === 'function') {
      try {
        this.vitals = new Vitals(config, this.pages, (type, details, visit) => this.enqueue(type, details, visit));
        yield* this.vitals.observe();
      } catch {
        // A page may have broken what measures; all else goes on.
      }
      yield;
    }
    safely(() => setInterval(() => this.adopt(), ADOPTION_MS));
    safely(() => config.extras && loadExtras(config.extras, this));
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
    if (!user || user.id) this.personalize();
    if (!user || user.id) return;
    void user.known.then((id) => {
      if (id && this.user === user) this.personalize();
      if (this.running) user.id ??= this.sessions.userId(); // nothing else may leave the page
    });
  }

  /** The session is the user's; nothing is written for one who has objected. */
  private personalize(): void {
    if (this.running) this.sessions.identify(this.user?.id);
  }

  /** Whether what happens on the page that is shown is recorded. */
  public isRecorded(rate = this.remote.sessionSampleRate): boolean {
    return this.running && !!this.pages.at(this.clock.moment())?.attributes && this.isSampled(rate);
  }

  /** Whether the event pipeline, which has a sample of its own, is told of it. */
  private isHeard(): boolean {
    return this.isRecorded(this.config.eventPipeline?.sampleRate ?? 0);
  }

  /** `since` is when it began on the page's clock; `always` records it outside of the sample too. */
  public record(type: string, details: object, since = this.clock.moment(), always = false): string | undefined {
    return this.enqueue(type, details, this.pages.at(since), always);
  }

  /** Counts events that are not recorded. */
  public drop(reason: DropReason, times: number): void {
    if (this.running) this.outbox.drop(reason, times);
  }

  /** Another page is shown: a route of a single-page application. */
  public route(place: Place): void {
    if (this.running) this.view(place);
  }

  /** The document is unloaded, or put into the back/forward cache. */
  public depart(staysOnSite: boolean): void {
    if (!this.running) return;
    this.staysOnSite = staysOnSite;
    if (this.beginnings.isFrame) this.vitals?.end();
    else this.transactions.leave(staysOnSite);
    this.leave();
  }

  /** Nobody sees the page any more, and it may end without another event. */
  public hide(): void {
    if (!this.running) return;
    this.vitals?.end();
    this.leave();
  }

  /** Timers sleep with the machine, in hidden tabs and in the back/forward cache. */
  public show(restored?: Place): void {
    this.staysOnSite = false;
    if (!this.running) return;
    if (restored) {
      this.sessions.read(); // which another page may have prolonged
      this.view(restored);
    }
    this.transactions.expire();
    this.adopt();
    this.outbox.resume();
  }

  /** The network is back. */
  public reconnect(): void {
    if (this.running) this.outbox.resume();
  }

  private view(place: Place): void {
    const visit = this.pages.view(place);
    this.vitals?.view(visit);
  }

  private leave(): void {
    // Better anonymous than not at all: there is no time to wait for a pseudonym.
    if (this.user && !this.user.id) this.user.id = this.sessions.userId();
    this.outbox.leave(this.staysOnSite);
  }

  private apply(remote: RemoteSettings): void {
    this.remote = remote;
    if (!this.running) return;
    if (!remote.enabled || (this.pages.at(performance.now())?.attributes && !this.isSampled())) {
      this.outbox.clear();
      if (!this.isHeard()) this.transactions.forget();
    }
    this.outbox.release();
  }

  private isSampled(rate = this.remote.sessionSampleRate): boolean {
    return this.remote.enabled && this.sessions.current().draw < rate;
  }

  public enqueue(type: string, details: object, visit: Visit | undefined, always = false): string | undefined {
    if (!this.running || !this.remote.enabled) return undefined;
    if (!always && !visit?.attributes) return undefined;
    const { heard, sessions } = this;
    const isRecorded = always || this.isSampled();
    if (!heard && !isRecorded) return undefined;
    const session = sessions.current();
    const user = this.user ?? { id: sessions.userId() };
    if (heard && !((heard.length ?? 0) > MAX_WAITING))
      heard.push([type, details, visit, this.clock.now(), session, user]);
    if (!isRecorded) return undefined;
    const { isFrame, places, start } = this.beginnings;
    const metadata = () => {
      const { attributes, place } = visit ?? {};
      return json({
        ...attributes,
        ...(isFrame && { frame: true }),
        // A title names what a template hides.
        ...(place && attributes?.pageId === place.path && { title: places.titleOf(place) }),
      });
    };
    const entry = (kind: string, content: object) => ({
      event: {
        id: uuid(),
        timestamp: Math.round(this.clock.now() / 1000),
        type: kind,
        /** When it is sent, because applications change the title after the route. */
        get metadata() {
          return metadata();
        },
        details: json(scrubbed(content, this.config.pathTemplates)),
      },
      sessionId: session.id,
      user,
    });
    if (start.pending) {
      start.pending = false;
      this.outbox.add(entry(SESSION_START, { version: '1.0.0' }));
    }
    const added = entry(type, details);
    this.outbox.add(added);
    return added.event.id;
  }

  /** One tab at a time, so that each attempt is found once. */
  private adopt(): void {
    if (!this.running) return;
    const { locks } = navigator;
    const act = () => safely(() => this.running && this.transactions.adopt());
    if (!locks) act();
    else safely(() => locks.request(`${prefixOf(this.config)}adopt`, act)?.catch(() => undefined));
  }
}
