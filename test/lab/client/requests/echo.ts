import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { clientScript } from '../../../../src/rum/web-app/javascript';
import { clientConfiguration } from '../configuration';
import { type Received, unpacked } from '../site';

/** A request as it came: all that could differ. */
export interface Arrived {
  readonly line: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

const BUNDLE = readFileSync(join(__dirname, '../../../../assets/client/telemetry.js'), 'utf8');
const BOUNDARY = /----WebKitFormBoundary\w+/g;
const PAGE = `<!doctype html><title>Page</title><link rel=icon href="data:,">
<script src="/telemetry.js"></script><iframe></iframe>`;

/** Notes what pages send to `/echo/<index>`, and answers as the query says. Its pages have the client or an empty script. */
export class Echo {
  public received: Received[] = [];
  public withClient = false;
  private readonly arrived = new Map<string, Arrived[]>();
  private readonly server = createServer((request, response) => void this.serve(request, response));

  public async open(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  public close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  public get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** What has arrived since the last time, by index. */
  public take(): Map<string, Arrived[]> {
    const taken = new Map(this.arrived);
    this.arrived.clear();
    return taken;
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams: query } = new URL(request.url ?? '/', this.origin);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    response.setHeader('cache-control', 'no-store');
    if (pathname === '/telemetry.js') {
      response.setHeader('content-type', 'text/javascript').end(this.withClient ? this.client() : '');
    } else if (pathname.startsWith('/rum/')) {
      this.received.push(...unpacked(body, request.headers['content-encoding']));
      response.writeHead(200).end();
    } else if (pathname.startsWith('/echo/')) {
      await this.echo(pathname.split('/')[2], request, response, query, body);
    } else if (pathname === '/page') {
      response.setHeader('content-type', 'text/html').end(PAGE);
    } else {
      response.writeHead(404).end();
    }
  }

  private async echo(
    index: string,
    { method, url, rawHeaders, headers, socket }: IncomingMessage,
    response: ServerResponse,
    query: URLSearchParams,
    body: Buffer,
  ): Promise<void> {
    const plain = (text: string) => text.replace(BOUNDARY, 'boundary');
    const pairs = rawHeaders.flatMap((name, i) => (i % 2 ? [] : [[name, plain(rawHeaders[i + 1])] as const]));
    const arrived = { line: `${method} ${url}`, headers: pairs, body: plain(body.toString('latin1')) };
    this.arrived.set(index, [...(this.arrived.get(index) ?? []), arrived]);
    if (query.has('cors')) {
      response.setHeader('access-control-allow-origin', query.has('credentials') ? (headers.origin ?? '') : '*');
      response.setHeader('access-control-allow-headers', 'x-own');
      response.setHeader('access-control-allow-methods', 'PUT');
      if (query.has('credentials')) response.setHeader('access-control-allow-credentials', 'true');
    }
    response.setHeader('connection', 'close'); // on a connection of its own each, none is sent again by the browser
    await pause(Number(query.get('delay') ?? 0));
    if (query.has('cut')) return void socket.destroy();
    const to = query.get('to');
    if (to) response.setHeader('location', to);
    const status = Number(query.get('status') ?? (to ? 302 : 200));
    response.writeHead(status).end(query.get('body') ?? 'echo');
  }

  private client(): string {
    const configuration = clientConfiguration(`${this.origin}/rum`, {
      ...{ telemetries: ['errors', 'http'], allowCookies: false, tracing: true, transactions: [] },
    });
    return clientScript(BUNDLE, JSON.stringify(configuration));
  }
}
