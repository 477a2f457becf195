import { isObject } from '../../core/is-object';
import { safely } from '../../core/safely';
import { outside } from '../../core/zone';
import { Exchange, type RequestWatcher } from './exchange';
import { native, natives, standInFor } from './natives';
import { headers, properties, text } from './overheard';
import { afterThis, followed, watched } from './promises';
import { TRACE_HEADER } from './trace-header';

const ofRequest = () => Request.prototype;
/** Otherwise a request of the browser can't be told from what is turned into a text. */
const knowsRequests = native(ofRequest, 'url');
const [urlOf, methodOf, modeOf, signalOf, headersOf] = natives(ofRequest, 'url', 'method', 'mode', 'signal', 'headers');
const [hrefOf] = natives(() => URL.prototype, 'href');
const [isAborted, reasonOf] = natives(() => AbortSignal.prototype, 'aborted', 'reason');
const [statusOf, statusTextOf, answeredUrlOf, answeredHeadersOf] = natives(
  () => Response.prototype,
  ...['status', 'statusText', 'url', 'headers'],
);
const [get, set, has, remove, forEach] = natives(() => Headers.prototype, 'get', 'set', 'has', 'delete', 'forEach');

/** One call of `fetch`, as far as it concerns the client. */
class Call {
  public readonly exchange: Exchange;
  private readonly isRequest: boolean = false;
  private mode: string | undefined = undefined;
  private signal: unknown = undefined;
  /** Takes the header away again from a request of the page. */
  private restore: (() => void) | undefined = undefined;

  constructor(
    watcher: RequestWatcher,
    private readonly input: unknown,
  ) {
    const exchange = new Exchange(watcher);
    this.exchange = exchange;
    const url = urlOf<string>(input);
    if (url === undefined) return;
    this.isRequest = true;
    exchange.to(url);
    exchange.method = methodOf(input) ?? '';
    this.mode = modeOf(input);
    this.signal = signalOf(input);
    forEach(headersOf(input), (value: string, name: string) => exchange.hear(name, value));
  }

  /** What the browser gets: a view of what the page gave, heard while the browser reads it. */
  public overheard(args: readonly unknown[]): unknown[] {
    const { input, isRequest, exchange } = this;
    const [, init] = args;
    const given = [...args];
    if (!isRequest && (knowsRequests() || !isObject(input))) given[0] = text(input, (url) => exchange.to(url));
    const isKnown = !!exchange.url;
    if (isKnown && !exchange.isWatched) return [...args];
    if (isObject(init)) given[1] = this.view(init);
    else if (init !== undefined && init !== null) return given;
    else if (isRequest) this.sign();
    else if (!isKnown || exchange.header) given[1] = this.view({});
    return given;
  }

  /** What another script gets in place of the browser is what the page gave; only what lies open is looked at. */
  public seen(args: readonly unknown[]): unknown[] {
    const { input, isRequest, exchange } = this;
    const [, init] = args;
    const url = typeof input === 'string' ? input : hrefOf<string>(input);
    if (!isRequest && url !== undefined) exchange.to(url);
    const data = (name: string) => safely(() => Object.getOwnPropertyDescriptor(init, name)?.value);
    const named = data('method');
    if (typeof named === 'string') exchange.method = named;
    this.signal = data('signal') ?? this.signal;
    return [...args];
  }

  /** The browser has taken what it needs, and left out what such a request can't carry. */
  public sent(): void {
    this.restore?.();
    if (this.mode === 'no-cors') this.exchange.traced = false;
  }

  public answered(response: unknown): void {
    const { exchange } = this;
    const status = statusOf<number>(response);
    if (status === undefined) return;
    if (!exchange.url) exchange.to(answeredUrlOf(response) ?? '');
    const length = get<string | null>(answeredHeadersOf(response), 'content-length');
    exchange.answered({ status, statusText: statusTextOf(response) ?? '', length });
  }

  public failed(error: unknown): void {
    const { signal } = this;
    this.exchange.failed(error, isAborted(signal) ? { reason: reasonOf(signal) } : undefined);
  }

  private view(init: object): object {
    const { exchange, isRequest } = this;
    return properties(init, (name, read) => {
      const value = read();
      switch (name) {
        case 'method':
          return text(value, (method) => (exchange.method = method));
        case 'mode':
          return text(value, (mode) => (this.mode = mode));
        case 'signal':
          if (value !== undefined) this.signal = value;
          return value;
        case 'headers':
          if (value === undefined) return isRequest ? this.sign() : this.traceHeaders();
          exchange.forget(); // these take the place of the request's
          return headers(
            value,
            (header, content) => exchange.hear(header, content),
            () => this.traceHeader(),
          );
        default:
          return value;
      }
    });
  }

  private traceHeader(): string | undefined {
    const { header } = this.exchange;
    this.exchange.traced = !!header;
    return header;
  }

  private traceHeaders(): object | undefined {
    const header = safely(() => this.traceHeader());
    return header ? { [TRACE_HEADER]: header } : undefined;
  }

  /**
   * Puts the header on the page's request for as long as the browser takes to copy it.
   *
   * With an `init` the browser would take the request for another one, without its referrer and its policy.
   */
  private sign(): undefined {
    safely(() => {
      const { header } = this.exchange;
      const own = headersOf(this.input);
      if (!header) return;
      set(own, TRACE_HEADER, header);
      this.exchange.traced = !!has(own, TRACE_HEADER);
      this.restore = () => remove(own, TRACE_HEADER);
    });
  }
}

export function watchFetch(watcher: RequestWatcher): void {
  standInFor(window, 'fetch', (pass, self, args, isNative) => {
    // On another window it is about that one's address.
    const isHere = self === undefined || self === null || self === window;
    const call = isHere && args.length ? safely(() => outside(() => new Call(watcher, args[0]))) : undefined;
    if (!call) return pass(args);
    const given = safely(() => outside(() => (isNative ? call.overheard(args) : call.seen(args))));
    let answer: unknown;
    try {
      answer = pass(given ?? args);
    } finally {
      safely(() => call.sent());
    }
    if (call.exchange.isIgnored) return answer;
    const answered = (response: unknown) => call.answered(response);
    const failed = (error: unknown) => call.failed(error);
    if (isNative) {
      // What it rejects at once it has refused, such as a method that is none: that was no request.
      let isRequest = false;
      const promise = followed(answer as Promise<unknown>, answered, (error) => isRequest && failed(error));
      void afterThis(() => (isRequest = true));
      return promise;
    }
    safely(() => watched(answer as Promise<unknown>, answered, failed));
    return answer;
  });
}
