import { sessionAttributes } from './attributes';
import type { Configuration } from './config';
import { watchDepartures } from './departure';
import { pseudonym } from './identity';
import { createMethods } from './methods';
import { Outbox, type User } from './outbox';
import { type PageAttributes, Pages, watchRoutes } from './page';
import { observe } from './plugins';
import { scrubbed } from './privacy';
import { uuid } from './random';
import { loadRemote, type Remote } from './remote';
import { Sessions } from './session';
import { prefixOf, usable } from './storage';
import { openStore } from './store';
import { type Outcome, Transactions } from './transactions';
import { deliver, type Signer } from './transport';

const SESSION_START = 'com.amazon.rum.session_start_event';

/** What is measured about the document as a whole, and not about the route that is shown meanwhile. */
const OF_DOCUMENT = /navigation_event|contentful_paint|first_byte|input_delay/;

/** How often a page looks for what other tabs left behind. */
const ADOPTION_MS = 60_000;

/** Everything that begins only once the user, the browser and the application allow it. */
export class Recording {
  public readonly methods: ReturnType<typeof createMethods>;

  private running = false;
  private startPending = false;
  private remote: Remote;
  private user: User | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly sessions: Sessions;
  private readonly pages: Pages;
  private readonly outbox: Outbox;
  private readonly transactions: Transactions;

  constructor(
    private readonly config: Configuration,
    signer?: Signer,
  ) {
    const prefix = prefixOf(config);
    const local = usable(() => localStorage);
    const session = usable(() => sessionStorage);
    const attributes = sessionAttributes(config);
    const { sessionSampleRate, remoteConfigurationUrl } = config;
    this.remote = { enabled: true, sessionSampleRate };
    this.sessions = new Sessions(config, () => {
      this.startPending = true;
    });
    this.pages = new Pages(config, this.sessions, (type, details) => this.add(type, details));
    this.outbox = new Outbox(
      deliver(config, () => attributes, signer),
      session,
      `${prefix}outbox`,
    );
    this.transactions = new Transactions(
      {
        now: () => Date.now(),
        newId: uuid,
        store: openStore({ local, session }, prefix, uuid),
        // What was begun ends, though the next session may be out of the sample.
        emit: (outcome, details) => this.add(typeOf(outcome), details, undefined, outcome !== 'started'),
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
      (type, details) => this.add(type, details),
      (message) => console.warn(message),
    );
    this.begin();
    this.observe();
    if (!remoteConfigurationUrl) this.outbox.release();
    else void loadRemote(remoteConfigurationUrl, this.remote, session, `${prefix}remote`).then((it) => this.apply(it));
  }

  public begin(): void {
    if (this.running) return;
    this.running = true;
    this.pages.enter();
    this.transactions.expire();
    this.adopt();
    this.outbox.resume();
  }

  /** Nothing is recorded from now on, and what was not yet sent is not sent. */
  public stop(): void {
    this.running = false;
    this.outbox.clear();
    clearTimeout(this.timer);
    this.sessions.forget();
  }

  /** Events from now on are those of the user; they wait until the pseudonym is computed. */
  public identify(userId: string | undefined): void {
    const user: User = {};
    this.user = user;
    if (userId === undefined) {
      this.sessions.identify(undefined);
      this.user = undefined;
      return;
    }
    pseudonym(userId, this.config.appMonitorId)
      .then((id) => {
        if (this.user === user) this.sessions.identify(id);
        user.id = id;
      })
      .catch(() => {
        user.id = this.sessions.userId(); // an insecure page can't compute it, and nothing else may leave it
      });
  }

  private apply(remote: Remote): void {
    this.remote = remote;
    if (!this.running) return;
    if (!remote.enabled || !this.isRecorded()) {
      this.outbox.clear();
      this.transactions.forget();
    }
    this.outbox.release();
  }

  private isRecorded(): boolean {
    return this.running && this.remote.enabled && this.sessions.current().draw < this.remote.sessionSampleRate;
  }

  private add(type: string, details: object, since = performance.now(), always = false): string | undefined {
    return this.enqueue(type, details, since, always, false);
  }

  private enqueue(type: string, details: object, since: number, always: boolean, candidate: boolean) {
    if (!this.isRecorded() && !(always && this.running && this.remote.enabled)) return undefined;
    const page = OF_DOCUMENT.test(type) ? this.pages.loaded() : this.pages.at(since);
    const session = this.sessions.current();
    const user = this.user ?? { id: this.sessions.userId() };
    const entry = (kind: string, content: object, attributes: PageAttributes | undefined) => ({
      event: {
        id: uuid(),
        timestamp: Math.round(Date.now() / 1000),
        type: kind,
        metadata: JSON.stringify(attributes ?? {}),
        details: JSON.stringify(scrubbed(content, this.config.pathTemplates)),
      },
      sessionId: session.id,
      user,
    });
    if (this.startPending) {
      this.startPending = false;
      this.outbox.add(entry(SESSION_START, { version: '1.0.0' }, page));
    }
    const added = entry(type, details, page);
    if (candidate) this.outbox.addCandidate(added);
    else this.outbox.add(added);
    return added.event.id;
  }

  private observe(): void {
    observe(this.config, {
      record: (type, details, since) => this.add(type, details, since ?? momentOf(details)),
      recordCandidate: (type, details) => this.enqueue(type, details, momentOf(details), false, true),
      isRecorded: () => this.isRecorded(),
    });
    const whileRunning = (act: () => void) => () => {
      if (this.running) act();
    };
    watchRoutes(whileRunning(() => this.pages.view()));
    watchDepartures(window, (staysOnSite) => {
      if (!this.running) return;
      this.transactions.leave(staysOnSite);
      this.outbox.leave();
    });
    // At an unload this comes after `pagehide`, and only now the largest contentful paint is final. On the window, so
    // that the plugin has heard of it before.
    const onVisibility = whileRunning(() => {
      if (document.visibilityState === 'hidden') this.outbox.leave();
      else this.awake();
    });
    addEventListener('visibilitychange', onVisibility);
    addEventListener(
      'online',
      whileRunning(() => this.outbox.resume()),
    );
    addEventListener('pageshow', (event) => {
      if (!this.running || !event.persisted) return;
      this.pages.enter();
      this.awake();
    });
    setInterval(
      whileRunning(() => this.adopt()),
      ADOPTION_MS,
    );
  }

  /** Timers sleep with the machine, in hidden tabs and in the back/forward cache. */
  private awake(): void {
    this.transactions.expire();
    this.adopt();
    this.outbox.resume();
  }

  /** One tab at a time, so that each attempt is found once. */
  private adopt(): void {
    const { locks } = navigator;
    const act = () => this.running && this.transactions.adopt();
    if (!locks) act();
    else locks.request(`${prefixOf(this.config)}adopt`, act).catch(() => undefined);
  }
}

function typeOf(outcome: Outcome): string {
  return `user_telemetry.transaction_${outcome}`;
}

/** When it happened on the page's clock, as far as the event tells; it may be reported after the route has changed. */
function momentOf(details: object): number {
  const { startTime, attribution } = details as {
    startTime?: number;
    attribution?: { interactionTime?: number; largestShiftTime?: number };
  };
  return startTime ?? attribution?.interactionTime ?? attribution?.largestShiftTime ?? performance.now();
}
