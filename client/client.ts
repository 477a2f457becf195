import type { ClientConfiguration } from '../src/formats/client-configuration';
import { Consent } from './core/consent';
import { ignored } from './core/ignored';
import { listen, listenOn } from './core/listen';
import type { Methods } from './core/queue';
import { safely } from './core/safely';
import { Sessions } from './core/session';
import { Steps, whenLoaded } from './core/steps';
import { outside } from './core/zone';
import { watchConsole } from './recording/console-errors';
import { watchDepartures } from './recording/departure';
import { Errors } from './recording/errors';
import { copied } from './recording/methods';
import { isReported, type Place, Places } from './recording/pages/places';
import { watchRoutes } from './recording/pages/routes';
import { type Beginnings, Recording } from './recording/recording';
import { mayCarryHeader } from './recording/requests/address';
import { watchFetch } from './recording/requests/fetch';
import { watchLeaving } from './recording/requests/leaving';
import { watchResources } from './recording/requests/resources';
import { watchXhr } from './recording/requests/xhr';
import { watchHidden } from './recording/vitals/visibility';
import { type IdentifiedUser, identified } from './transport/identity';
import type { Signer } from './transport/transport';

/** A signer that the page may give credentials to. */
export interface PageSigner extends Signer {
  use(credentials: unknown): void;
}

export type MakeSigner = (config: ClientConfiguration) => PageSigner | undefined;

type Act = (recording: Recording) => void;

const REPORTS = ['start', 'complete', 'abandon', 'feature', 'event'] as const;
/** A page that does more than this before it has loaded loses the rest. */
const MAX_BACKLOG = 1_000;

/**
 * Listens from the first moment, and records later.
 *
 * Recording is prepared step by step once the page has loaded. What happens until then is noted with its moment, and
 * made up for; a page that is left before has it all done at once.
 */
export class Client {
  public readonly methods: Partial<Methods>;

  private readonly consent: Consent;
  private readonly errors: Errors;
  private readonly places: Places;
  private readonly beginnings: Beginnings & { signer?: PageSigner };
  private recording: Recording | undefined = undefined;
  /** Whether the recording is prepared, and has made up for the backlog. */
  private ready = false;
  private backlog: { readonly moment: number; readonly act: Act }[] = [];
  private steps: Steps | undefined = undefined;
  /** Whether anything may be stored or sent; not known before storage was asked, which takes its time. */
  private allowed: boolean | undefined = undefined;
  private shown = false;
  private leftOut = 0;
  private user: IdentifiedUser | undefined = undefined;
  private credentials: unknown = undefined;

  constructor(
    private readonly config: ClientConfiguration,
    private readonly makeSigner?: MakeSigner,
    isFrame = false,
  ) {
    const start = { pending: false };
    const onStart = () => {
      start.pending = true;
    };
    this.consent = new Consent(config);
    this.places = new Places(config);
    this.beginnings = { config, isFrame, start, places: this.places, sessions: new Sessions(config, onStart) };
    this.errors = new Errors(config, {
      record: (type, details) => this.do((it) => it.record(type, details)),
      drop: () => {
        this.leftOut++;
        this.tellLeftOut();
      },
    });
    this.methods = {
      error: (error, data) => {
        if (config.telemetries.includes('errors')) this.errors.report(error, { type: 'error' }, data);
      },
      consent: (granted) => (granted === true ? this.agree() : this.object()),
      identify: (id) => {
        const isNobody = id === undefined || id === null || id === '';
        const user = isNobody ? undefined : identified(String(id), config.appMonitorId);
        this.user = user;
        this.do((recording) => recording.identify(user));
      },
      credentials: (credentials) => {
        this.credentials = credentials;
        this.beginnings.signer?.use(credentials);
      },
    };
    for (const name of REPORTS) {
      this.methods[name] = (of, data) => {
        const now = copied(data); // the page may change it before it is recorded
        this.do(({ methods }) => methods[name](of, now));
      };
    }
    if (this.consent.isRefusedByBrowser()) {
      this.allowed = false;
      this.consent.forgetEverything();
      return;
    }
    try {
      this.watch();
      whenShown(() => {
        this.shown = true;
        this.enter(this.places.enter());
      });
    } catch {
      this.allowed = false; // a browser too old for the client, or one that forbids what it needs
    }
  }

  /** Now, or once there is a recording. */
  private do(act: Act): void {
    if (this.ready && this.recording) act(this.recording);
    else if (this.allowed !== false && this.backlog.length < MAX_BACKLOG) {
      this.backlog.push({ moment: performance.now(), act });
    }
  }

  /** Counts the errors that a page had too many of. */
  private tellLeftOut(): void {
    if (!this.ready || !this.leftOut) return;
    this.recording?.drop('tooManyErrors', this.leftOut);
    this.leftOut = 0;
  }

  private enter(place: Place): void {
    this.steps?.cancel();
    const steps = new Steps(this.boot(place, performance.now()));
    this.steps = steps;
    whenLoaded(() => steps.start());
  }

  private *boot(place: Place, moment: number): Generator<void> {
    try {
      if (this.isAllowed()) {
        yield;
        const { beginnings, makeSigner } = this;
        if (makeSigner) {
          beginnings.signer = makeSigner(this.config);
          if (this.credentials !== undefined) beginnings.signer?.use(this.credentials);
          yield;
        }
        const recording = yield* Recording.prepare(beginnings);
        this.recording = recording;
        yield* recording.begin(place, moment);
        for (let next = this.backlog.shift(); next; next = this.backlog.shift()) {
          const { moment, act } = next;
          safely(() => recording.clock.at(moment, () => act(recording)));
          yield;
        }
        this.ready = true;
        this.tellLeftOut();
        yield* recording.observe();
      }
    } catch {
      this.allowed = false; // as above
    }
    this.backlog = [];
  }

  /** Does at once what is left of the start, because the page may be gone after that. */
  private finish(): void {
    if (this.shown) this.steps?.finish();
  }

  private isAllowed(): boolean {
    this.allowed ??= this.consent.isGiven();
    return this.allowed;
  }

  private agree(): void {
    if (this.consent.isRefusedByBrowser()) return;
    const before = this.isAllowed();
    this.consent.remember(true);
    if (before) return;
    this.allowed = true;
    this.backlog = [];
    this.errors.turn(); // what was before counts for nothing
    this.leftOut = 0;
    const { recording } = this;
    if (recording) {
      new Steps(recording.begin(this.places.enter())).finish();
    } else {
      const { user } = this;
      if (user) this.do((it) => it.identify(user));
      if (this.shown) this.enter(this.places.enter());
    }
  }

  private object(): void {
    if (this.consent.isRefusedByBrowser()) return;
    if (this.allowed) this.finish(); // so that nothing is left half begun
    this.allowed = false;
    this.backlog = [];
    this.recording?.stop();
    this.consent.forgetEverything();
    this.consent.remember(false);
  }

  /** Each watcher stands and falls alone: a page may have frozen or replaced what one of them needs. */
  private watch(): void {
    for (const watcher of [
      () => this.watchErrors(),
      () => this.watchRequests(),
      () => this.watchRoutes(),
      () => this.watchDepartures(),
      () => this.watchVisibility(),
      listenOn,
    ]) {
      safely(watcher);
    }
  }

  private watchErrors(): void {
    if (!this.config.telemetries.includes('errors')) return;
    this.errors.watch();
    if (this.config.consoleErrors) watchConsole(console, (it) => this.errors.report(it, { type: 'console.error' }));
  }

  private watchRequests(): void {
    const { config } = this;
    if (!config.telemetries.includes('http')) return;
    const isIgnored = ignored(config);
    const watcher = {
      record: (type: string, details: object, since: number) => this.do((it) => it.record(type, details, since)),
      ignores: (url: string, written: string) => {
        if (this.recording) this.recording.requests++;
        return isIgnored(url, written);
      },
      traces: () => config.tracing && this.isRecorded(),
      mayCarryTrace: (url: string) => mayCarryHeader(url, config.tracedOrigins),
      isLeft: watchLeaving(),
    };
    safely(() => watchFetch(watcher));
    safely(() => watchXhr(watcher));
    safely(() => watchResources(watcher));
  }

  private watchRoutes(): void {
    const turn = () => {
      const place = this.shown && this.places.move();
      if (!place) return;
      this.errors.turn(place.path);
      this.do((it) => it.route(place));
    };
    watchRoutes(() => safely(() => outside(turn))); // the page's own code is on the stack
  }

  private watchDepartures(): void {
    watchDepartures(window, (staysOnSite) => {
      this.finish();
      this.recording?.depart(staysOnSite);
    });
  }

  private watchVisibility(): void {
    // At an unload this comes after `pagehide`, and only now the browser tells how long the last interaction took.
    watchHidden();
    listen('visibilitychange', () => document.visibilityState === 'hidden' && this.finish(), true);
    listen('visibilitychange', () => {
      if (document.visibilityState === 'hidden') this.recording?.hide();
      else if (this.ready) this.recording?.show();
    });
    listen('online', () => this.ready && this.recording?.reconnect());
    listen<PageTransitionEvent>('pageshow', ({ persisted }) => {
      if (!persisted) return;
      this.errors.turn();
      this.recording?.show(this.places.restore());
    });
  }

  /** Whether a request that begins now is; before the recording has begun, the session is asked for just that. */
  private isRecorded(): boolean {
    if (this.ready) return !!this.recording?.isRecorded();
    const { config, beginnings } = this;
    if (!this.shown || !isReported(config, this.places.shown) || !this.isAllowed()) return false;
    return beginnings.sessions.current().draw < config.sessionSampleRate;
  }
}

/** A prerendered page may never be seen; until it is, nothing is stored or sent. */
function whenShown(act: () => void): void {
  const { document } = window as { document?: Document & { prerendering?: boolean } };
  if (document?.prerendering === true) document.addEventListener('prerenderingchange', act, { once: true });
  else act();
}
