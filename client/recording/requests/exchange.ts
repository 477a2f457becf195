import { hex } from '../../core/random';
import { reported, resolved } from './address';
import { isTimeout } from './natives';
import { parseTraceHeader, TRACE_HEADER, type TraceIds } from './trace-header';

/** What watching requests needs of the client. */
export interface RequestWatcher {
  record(type: string, details: object, since: number): void;
  /** Whether what has the URL is none of the page's business, or is not reported; `written` is how the page put it. */
  ignores(url: string, written: string): boolean;
  /** Whether requests are traced at all, and this session is recorded. */
  traces(): boolean;
  /** Whether the header may go to the URL. */
  mayCarryTrace(url: string): boolean;
  /** Whether what fails now and began then fails because the document is left. */
  isLeft(since: number): boolean;
}

export interface Answer {
  readonly status: number;
  readonly statusText: string;
  readonly length?: string | null;
}

export const HTTP = 'com.amazon.rum.http_event';
const TRACE = 'com.amazon.rum.xray_trace_event';
const STACK_LENGTH = 200;
const MESSAGE_LENGTH = 500;
const METHOD_LENGTH = 32;

/** One request of the page, from its start to its end, in the shape that CloudWatch RUM documents. */
export class Exchange {
  public method = 'GET';
  /** Absolute; empty before it is known. */
  public url = '';
  /** The header has gone out with it. */
  public traced = false;
  /** It is none of the page's business, or is not reported. */
  public isIgnored = false;
  private isPrefetch = false;
  private pagesOwn: { value: string } | undefined = undefined;
  private since = performance.now();
  private start = Date.now() / 1000;
  private ids: TraceIds | undefined = undefined;

  constructor(private readonly watcher: RequestWatcher) {}

  /** The page has said where to. */
  public to(written: string): void {
    this.url = resolved(written);
    this.isIgnored = this.watcher.ignores(this.url, written);
  }

  /** Whether anything comes of watching it. */
  public get isWatched(): boolean {
    return !!this.url && !this.isIgnored;
  }

  public begin(): void {
    this.since = performance.now();
    this.start = Date.now() / 1000;
  }

  /** The page has set a header. */
  public hear(name: string, value: unknown): void {
    const key = name.toLowerCase();
    const text = typeof value === 'string' ? value.slice(0, 100) : '';
    if (key === TRACE_HEADER) this.pagesOwn = { value: text };
    // Purpose, Sec-Purpose, X-Sec-Purpose; Next-Router-Prefetch, X-Middleware-Prefetch, HX-Preloaded and their like.
    if (/prefetch|preload/.test(key) || (/purpose$/.test(key) && /prefetch/i.test(text))) this.isPrefetch = true;
  }

  /** Other headers take the place of those. */
  public forget(): void {
    this.pagesOwn = undefined;
    this.isPrefetch = false;
  }

  /** The header that lets a backend join the trace; none if the page traces by itself. */
  public get header(): string | undefined {
    const { isWatched, pagesOwn, watcher, url } = this;
    const may = isWatched && !pagesOwn && watcher.mayCarryTrace(url) && watcher.traces();
    if (!may) return undefined;
    this.ids ??= { trace_id: hex(16), segment_id: hex(8) };
    return `00-${this.ids.trace_id}-${this.ids.segment_id}-01`;
  }

  public answered(answer: Answer): void {
    const { status, statusText, length } = answer;
    this.trace({ http: { response: { status, ...(length && { content_length: +length }) } } }, status);
    // 0 is what an opaque answer has, or a redirect that the page wanted to see; 304 is what it asked for.
    // HEAD asks whether something is there, as Next does before it fetches ahead: a no is an answer.
    if (status >= (/^head$/i.test(this.method) ? 500 : 400)) this.report({ response: { status, statusText } });
  }

  /** There was no answer; with the reason of the signal by which the page has given it up, if it has. */
  public failed(error: unknown, abortion?: { readonly reason: unknown }): void {
    if (this.watcher.isLeft(this.since)) return;
    // A time limit is what the user sees; anything else is what the page wanted, and may be any object: unread.
    if (abortion && abortion.reason === error && !isTimeout(error)) return;
    const { name = 'Error', message = error, stack = '' } = (error ?? {}) as Partial<Error>;
    if (name === 'AbortError') return;
    const type = String(name).slice(0, MESSAGE_LENGTH);
    const cause = { type, message: String(message).slice(0, MESSAGE_LENGTH) };
    this.trace({ cause: { exceptions: [cause] } });
    this.report({ error: { version: '1.0.0', ...cause, ...(stack && { stack: stack.slice(0, STACK_LENGTH) }) } });
  }

  private get request() {
    return { method: this.method.slice(0, METHOD_LENGTH).toUpperCase(), url: reported(this.url) };
  }

  private report(outcome: object): void {
    if (!this.isWatched || this.isPrefetch) return; // nobody has clicked on what is fetched ahead
    const { request, pagesOwn } = this;
    const ids = pagesOwn ? parseTraceHeader(pagesOwn.value) : this.traced && this.ids;
    this.watcher.record(HTTP, { version: '1.0.0', request, ...outcome, ...ids }, this.since);
  }

  private trace(outcome: { http?: object; cause?: object }, status?: number): void {
    const { ids } = this;
    if (!this.traced || !ids) return;
    const times = { start_time: this.start, end_time: Date.now() / 1000, in_progress: false };
    const verdict =
      status === undefined || status >= 500
        ? { fault: true }
        : status === 429
          ? { throttle: true }
          : status >= 400 && { error: true };
    const name = new URL(this.url).hostname;
    const subsegment = {
      id: ids.segment_id,
      name,
      ...times,
      namespace: /\.amazonaws\.(com|eu)$/.test(name) ? 'aws' : 'remote',
      ...verdict,
      ...outcome,
      http: { request: { ...this.request, traced: true }, ...outcome.http },
    };
    const segment = {
      version: '1.0.0',
      name: 'rum.aws.amazon.com',
      origin: 'AWS::RUM::AppMonitor',
      id: hex(8),
      ...times,
      trace_id: ids.trace_id,
      ...verdict,
      subsegments: [subsegment],
    };
    this.watcher.record(TRACE, segment, this.since);
  }
}
