import type { ClientConfiguration } from '../../src/formats/client-configuration';
import { isObject } from '../core/is-object';
import { listen } from '../core/listen';
import { scrubbed } from '../core/privacy';
import { safely } from '../core/safely';
import { outside } from '../core/zone';
import { copied } from './methods';
import { described, type ErrorDetails, type Finding } from './thrown';

const ERROR = 'com.amazon.rum.js_error_event';
/** A loop that throws would otherwise cost one event per turn: sessions have no event limit. */
const MAX_ERRORS_PER_PAGE = 50;
/** With what else an error event holds this stays below the 6 KB of the service. */
const DATA = { bytes: 3_072, text: 1_000 };
/** Extensions of browsers run in all pages, and are nobody's fault there; Safari masks their files. */
const EXTENSION = /^([a-z-]{0,20}-extension:|webkit-masked-url:)/;

type Settings = Pick<ClientConfiguration, 'ignoredErrors' | 'ignoredErrorFiles' | 'pathTemplates'>;

/** What the watcher of errors needs of the client. */
export interface ErrorWatcher {
  record(type: string, details: object): void;
  /** Counts an error that is one too many. */
  drop(): void;
}

/** Reports each error once, whoever finds it first: the browser, the page or a framework that logs it. */
export class Errors {
  private reported = 0;
  private page = '';
  private readonly objects = new WeakSet<object>();
  /** What else was thrown in this task: the same value may be thrown again, and is another error then. */
  private readonly values = new Set<unknown>();

  constructor(
    private readonly settings: Settings,
    private readonly watcher: ErrorWatcher,
  ) {}

  /** Reports what nobody caught. */
  public watch(): void {
    listen<ErrorEvent>('error', ({ type, message, error, filename, lineno, colno }) => {
      // Anybody may dispatch a bare event of that name.
      if (message || error) this.report(error, { type, message, filename, lineno, colno });
    });
    listen('unhandledrejection', (event) => {
      // Libraries with promises of their own have it in the detail.
      const { type, reason, detail } = event as PromiseRejectionEvent & { detail?: { reason?: unknown } };
      this.report(reason ?? detail?.reason, { type });
    });
  }

  /** A page is shown, or the same one anew where none is given: another view may have as many errors again. */
  public turn(page?: string): void {
    if (page === undefined || page !== this.page) this.reported = 0;
    this.page = page ?? this.page;
  }

  public report(thrown: unknown, finding: Finding, data?: unknown): void {
    safely(() => {
      if (this.isKnown(thrown)) return;
      if (this.reported >= MAX_ERRORS_PER_PAGE) {
        this.watcher.drop();
        return;
      }
      const details = scrubbed(described(thrown, finding), this.settings.pathTemplates) as ErrorDetails;
      if (this.isIgnored(details)) return;
      this.reported++;
      const more = copied(data, DATA);
      this.watcher.record(ERROR, more ? { ...details, data: more } : details);
    });
  }

  private isKnown(thrown: unknown): boolean {
    if (thrown === undefined || thrown === null) return false;
    const { objects, values } = this;
    if (isObject(thrown) ? objects.has(thrown) : values.has(thrown)) return true;
    if (isObject(thrown)) {
      objects.add(thrown);
    } else {
      values.add(thrown);
      outside(() => setTimeout(() => values.clear()));
    }
    return false;
  }

  private isIgnored({ type, message, filename = '' }: ErrorDetails): boolean {
    const { ignoredErrors = [], ignoredErrorFiles = [] } = this.settings;
    return (
      EXTENSION.test(filename) ||
      ignoredErrorFiles.some((pattern) => pattern.test(filename)) ||
      ignoredErrors.some((pattern) => pattern.test(message) || pattern.test(`${type}: ${message}`))
    );
  }
}
