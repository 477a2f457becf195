import { inPlaceOf } from '../core/in-place-of';
import { hex } from '../core/random';
import { safely } from '../core/safely';
import { headersOf, parseTraceHeader, withTraceHeader } from '../core/trace-header';

/** What watching requests needs of the client. */
export interface RequestWatcher {
  record(type: string, details: object, since: number): void;
  /** Whether the request is none of the page's business, or none that is reported. */
  ignores(url: string): boolean;
  /** Whether requests are traced at all, and this session is recorded. */
  traces(): boolean;
  /** Whether the header may go to the URL. */
  mayCarryTrace(url: string): boolean;
}

interface Answer {
  readonly status: number;
  readonly statusText: string;
  readonly length?: string | null;
}

const HTTP = 'com.amazon.rum.http_event';
const TRACE = 'com.amazon.rum.xray_trace_event';
const STACK_LENGTH = 200;

/** One request of the page, from its start to its end, in the shape that CloudWatch RUM documents. */
class Exchange {
  public readonly traceId = hex(16);
  public readonly segmentId = hex(8);
  private readonly since = performance.now();
  private readonly start = Date.now() / 1000;
  private readonly traced: boolean;

  constructor(
    private readonly watcher: RequestWatcher,
    private readonly method: string,
    private readonly url: string,
    private readonly pagesOwn?: { trace_id: string; segment_id: string },
  ) {
    this.traced = !pagesOwn && watcher.traces();
  }

  /** The header that lets a backend join the trace; none if the page traces by itself. */
  public get header(): string | undefined {
    return this.traced && this.watcher.mayCarryTrace(this.url) ? `00-${this.traceId}-${this.segmentId}-01` : undefined;
  }

  public answered(answer: Answer): void {
    const { status, statusText, length } = answer;
    this.trace({ http: { response: { status, ...(length && { content_length: +length }) } } }, status);
    if (status < 200 || status > 299) this.report({ response: { status, statusText } });
  }

  public failed(error: unknown): void {
    const { name: type = 'Error', message = String(error), stack } = (error ?? {}) as Partial<Error>;
    this.trace({ cause: { exceptions: [{ type, message }] } });
    this.report({ error: { version: '1.0.0', type, message, ...(stack && { stack: stack.slice(0, STACK_LENGTH) }) } });
  }

  private report(outcome: object): void {
    const { method, url } = this;
    const ids = this.pagesOwn ?? (this.traced ? { trace_id: this.traceId, segment_id: this.segmentId } : undefined);
    this.watcher.record(HTTP, { version: '1.0.0', request: { method, url }, ...outcome, ...ids }, this.since);
  }

  private trace(outcome: { http?: object; cause?: object }, status?: number): void {
    if (!this.traced) return;
    const times = { start_time: this.start, end_time: Date.now() / 1000, in_progress: false };
    const verdict =
      status === undefined || status >= 500
        ? { fault: true }
        : status === 429
          ? { throttle: true }
          : status >= 400 && { error: true };
    const name = new URL(this.url, document.baseURI).hostname;
    const subsegment = {
      id: this.segmentId,
      name,
      ...times,
      namespace: name.endsWith('.amazonaws.com') ? 'aws' : 'remote',
      ...verdict,
      ...outcome,
      http: { request: { method: this.method, url: this.url, traced: true }, ...outcome.http },
    };
    const segment = {
      version: '1.0.0',
      name: 'rum.aws.amazon.com',
      origin: 'AWS::RUM::AppMonitor',
      id: hex(8),
      ...times,
      trace_id: this.traceId,
      ...verdict,
      subsegments: [subsegment],
    };
    this.watcher.record(TRACE, segment, this.since);
  }
}

export function watchFetch(watcher: RequestWatcher): void {
  const original = window.fetch;
  window.fetch = inPlaceOf(original, function (this: unknown, ...args: Parameters<typeof fetch>) {
    const exchange = safely(() => {
      const [input, init] = args;
      const request = input instanceof Request ? input : undefined;
      const url = request?.url ?? String(input);
      if (watcher.ignores(url)) return undefined;
      const headers = headersOf(input, init);
      const own = parseTraceHeader(headers.get('traceparent'));
      const begun = new Exchange(watcher, init?.method ?? request?.method ?? 'GET', url, own);
      const { header } = begun;
      if (header && !headers.has('traceparent')) args = [input, withTraceHeader(headers, init, header)];
      return begun;
    });
    const answer = original.apply(this as typeof globalThis, args);
    // On the side: the page gets the very promise that it would have got, and handles its rejection or doesn't.
    if (exchange) {
      answer.then(
        ({ status, statusText, headers }) =>
          safely(() => exchange.answered({ status, statusText, length: headers.get('Content-Length') })),
        (error) => safely(() => error?.name !== 'AbortError' && exchange.failed(error)),
      );
    }
    return answer;
  });
}

export function watchXhr(watcher: RequestWatcher): void {
  const { open, send } = XMLHttpRequest.prototype;
  const opened = new WeakMap<XMLHttpRequest, readonly [method: string, url: string]>();
  XMLHttpRequest.prototype.open = inPlaceOf(open, function (this: XMLHttpRequest, ...args: unknown[]) {
    safely(() => opened.set(this, [String(args[0]), String(args[1])]));
    open.apply(this, args as Parameters<typeof open>);
  } as typeof open);
  XMLHttpRequest.prototype.send = inPlaceOf(send, function (this: XMLHttpRequest, ...args) {
    safely(() => {
      const [method, url] = opened.get(this) ?? [];
      if (method === undefined || url === undefined || watcher.ignores(url)) return;
      const exchange = new Exchange(watcher, method, url);
      if (exchange.header) this.setRequestHeader('traceparent', exchange.header);
      let problem = '';
      const note = ({ type }: Event) => {
        problem = type;
      };
      for (const type of ['error', 'timeout', 'abort']) this.addEventListener(type, note, { once: true });
      const end = () =>
        safely(() => {
          if (problem === 'abort') return;
          if (problem) exchange.failed({ name: `XMLHttpRequest ${problem}`, message: 'no answer' });
          else exchange.answered({ status: this.status, statusText: this.statusText });
        });
      this.addEventListener('loadend', end, { once: true });
    });
    return send.apply(this, args);
  });
}
