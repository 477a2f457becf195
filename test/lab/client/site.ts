import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import type { EventBatch, SentEvent } from '../../../src/formats/events/batch';
import { clientScript, script } from '../../../src/rum/web-app/javascript';
import { clientConfiguration } from './configuration';

/** An event as the data plane got it, unpacked. */
export interface Received {
  readonly id: string;
  readonly type: string;
  /** Seconds. */
  readonly timestamp: number;
  readonly metadata: Record<string, unknown>;
  readonly details: Record<string, unknown>;
  readonly sessionId: string;
  readonly userId: string;
}

/** What the data plane does with a batch. */
export interface Answer {
  readonly status?: number;
  /** Whether its events are counted; by default with a status of 200. */
  readonly stores?: boolean;
  /** Milliseconds until it answers. */
  readonly after?: number;
  /** Instead of an answer: the connection is cut once the request has been read, or nothing ever comes. */
  readonly ends?: 'cut' | 'never';
}

const bundle = (name: string) => readFileSync(join(__dirname, '../../../assets/client', name), 'utf8');

/** The files that the client loads once it is idle, by path. */
const EXTRAS: Readonly<Record<string, string>> = Object.fromEntries(
  ['interactions', 'event-sink'].flatMap((name) => {
    const file = join(__dirname, '../../../assets/client', `${name}.js`);
    return existsSync(file) ? [[`/${name}.js`, readFileSync(file, 'utf8')]] : [];
  }),
);
/** What a client is told that loads them. */
export const extra = (name: string): readonly [name: string, integrity: string] => {
  const hash = createHash('sha384').update(EXTRAS[`/${name}.js`]).digest('base64');
  return [`${name}.js`, `sha384-${hash}`];
};

/** Makes the browser wait for the load event, until the page is left. */
const ENDLESS = '<img src="/endless.png" alt="">';

const MORE = `<p><a id=next href="/next">Next</a> <button id=b>Buy</button><div id=late></div>
<script>document.getElementById('b').addEventListener('click', () => { document.getElementById('b').textContent = 'Bought'; });</script>`;

/** A single-page application: its links change the route and what is shown, not the document. */
const SPA = `<script>
const show = () => { document.querySelector('h1').textContent = location.pathname; };
document.addEventListener('click', (event) => {
  const route = event.target.dataset && event.target.dataset.route;
  if (route) { history.pushState({}, '', route); show(); }
});
addEventListener('popstate', show);
</script><button data-route="/spa/orders/7">Order</button><button data-route="/spa/done">Done</button>`;

/**
 * A site and its data plane on one origin, in the way of the tests only.
 *
 * Pages below `/spa` are a single-page application; below `/ssr` the server writes a call into the page before the
 * script; all others are plain documents. Those with `slow` in their path never finish loading; with `twice`, they have
 * the script twice.
 */
export class Site {
  public received: Received[] = [];
  /** All requests to the data plane, whatever the answer. */
  public requests = 0;
  public answer: number | 'hang' = 200;
  /** What it answers to a batch; by default that. */
  public answerTo: (events: readonly Received[]) => Answer | undefined = () => undefined;
  public remote: unknown;
  public configuration: Record<string, unknown> = {};
  public patterns = '{}';
  public bundle = 'telemetry.js';
  /** What the event pipeline has taken, and what it was asked to. */
  public readonly events: (SentEvent & { readonly sentAt: number })[] = [];
  public readonly attempts: (SentEvent & { readonly sentAt: number })[] = [];
  public eventsStatus = 200;
  /** What the event pipeline finds wrong, with the batch that it comes in. */
  public refuses: (event: SentEvent) => boolean = () => false;
  /** What a test has of its own, by path. */
  public files: Readonly<Record<string, { readonly type?: string; readonly body: string; readonly delay?: number }>> =
    {};
  /** Of the last request to the data plane. */
  public url = new URL('http://none');
  public headers: IncomingMessage['headers'] = {};
  public readonly paths: string[] = [];
  private readonly server: Server = createServer((request, response) => void this.serve(request, response));

  public async open(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  public close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  public reset(): void {
    Object.assign(this, {
      received: [],
      requests: 0,
      answer: 200,
      answerTo: () => undefined,
      remote: undefined,
      configuration: {},
      patterns: '{}',
      bundle: 'telemetry.js',
      files: {},
      eventsStatus: 200,
      refuses: () => false,
    });
    for (const list of [this.paths, this.events, this.attempts]) list.length = 0;
  }

  public get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  public of(type: string): Received[] {
    return this.received.filter((event) => event.type.endsWith(type));
  }

  public pagesOf(type: string): unknown[] {
    return this.of(type).map(({ metadata }) => metadata.pageId);
  }

  /** `started`, `abandoned left` and so on. */
  public get transactions(): string[] {
    return this.of('').flatMap(({ type, details }) => {
      const outcome = /transaction_(\w+)$/.exec(type)?.[1];
      return outcome ? [`${outcome} ${details.reason ?? ''}`.trim()] : [];
    });
  }

  /** Waits until the assertion holds, because events may be on their way, and that it still does a little later. */
  public async eventually(assertion: () => void): Promise<void> {
    const deadline = Date.now() + 30_000;
    for (;;) {
      try {
        assertion();
        break;
      } catch (error) {
        if (Date.now() > deadline) throw error;
        await pause(50);
      }
    }
    await pause(250);
    assertion();
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', this.origin).pathname;
    this.paths.push(`${request.method} ${path}`);
    if (path.startsWith('/rum/')) {
      await this.take(request, response);
    } else if (path === '/telemetry.js') {
      response.setHeader('content-type', 'text/javascript').end(this.client());
    } else if (path === '/events') {
      await this.takeBatch(request, response);
    } else if (path in EXTRAS) {
      response.setHeader('content-type', 'text/javascript').end(EXTRAS[path]);
    } else if (path === '/remote.json') {
      if (this.remote === 'hang') return;
      response.setHeader('content-type', 'application/json').end(JSON.stringify(this.remote ?? null));
    } else if (path.startsWith('/api/')) {
      const status = path.includes('fail') ? 500 : path.includes('missing') ? 404 : 200;
      setTimeout(() => response.writeHead(status).end('{}'), path.includes('slow') ? 400 : 0);
    } else if (path === '/endless.png') {
      return;
    } else if (path === '/favicon.ico') {
      response.writeHead(204).end();
    } else {
      this.show(path, response);
    }
  }

  /** Answers with what the site itself has at the path. */
  protected show(path: string, response: ServerResponse): void {
    const { type = 'text/html', body, delay = 0 } = this.files[path] ?? { body: page(path) };
    setTimeout(() => response.setHeader('content-type', type).end(body), delay);
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    this.requests++;
    this.url = new URL(request.url ?? '', this.origin);
    this.headers = request.headers;
    const events = unpacked(Buffer.concat(chunks), request.headers['content-encoding']);
    const usual: Answer = this.answer === 'hang' ? { ends: 'never', stores: false } : { status: this.answer };
    const { status = 200, ends, after = 0, stores = status === 200 } = this.answerTo(events) ?? usual;
    if (stores) this.received.push(...events);
    if (after) await pause(after);
    // Browsers by themselves send a request again whose connection was used before and breaks.
    if (ends === 'cut') request.socket.destroy();
    else if (!ends) response.writeHead(status, { connection: 'close' }).end();
  }

  private async takeBatch(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { common, events, sentAt } = JSON.parse(Buffer.concat(chunks).toString()) as EventBatch;
    const status = events.some(this.refuses) ? 400 : this.eventsStatus;
    const kept = events.map((event) => ({ ...common, ...event, sentAt }));
    if (status === 200) this.events.push(...kept);
    this.attempts.push(...kept);
    response.writeHead(status, { connection: 'close' }).end('{}');
  }

  private client(): string {
    const configuration = clientConfiguration(`${this.origin}/rum`, this.configuration);
    const argument = `Object.assign(${script(configuration)},${this.patterns})`;
    return clientScript(bundle(this.bundle), argument);
  }
}

/** The events in the body of a request to the data plane. */
export function unpacked(body: Buffer, encoding?: string): Received[] {
  const { RumEvents, UserDetails } = JSON.parse((encoding === 'gzip' ? gunzipSync(body) : body).toString());
  return RumEvents.map(({ metadata, details, ...event }: Record<string, string>) => ({
    ...event,
    metadata: JSON.parse(metadata),
    details: JSON.parse(details),
    ...UserDetails,
  }));
}

function page(path: string): string {
  const rendered = path.startsWith('/ssr')
    ? `<script>(window.userTelemetry ||= []).push(['event', 'rendered', { by: 'server' }])</script>`
    : '';
  const endless = path.includes('slow') ? ENDLESS : '';
  const twice = path.includes('twice') ? '<script async src="/telemetry.js?2"></script>' : '';
  return `<!doctype html><title>${path}</title>${rendered}<script async src="/telemetry.js"></script>${twice}
<link rel=icon href="/favicon.ico"><h1>A page at ${path}</h1>${endless}${MORE}${path.startsWith('/spa') ? SPA : ''}`;
}
