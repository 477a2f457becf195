import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { clientScript, script } from '../../src/rum/web-app/javascript';
import { clientConfiguration } from '../lab/client/configuration';
import { type Received, unpacked } from '../lab/client/site';
import type { Answer, Way } from './way';

const BUNDLE = readFileSync(join(__dirname, '../../assets/client/telemetry.js'), 'utf8');
const TAG = '<script src="/client.js"></script>';
/** Cookies of the client reach the server of the page: that is what a cookie does. */
const OUR_COOKIES = /cwr_[su]_[\w-]+=[^;]*(; )?/g;
const BOUNDARY = /----WebKitFormBoundary\w+/g;

interface Request {
  readonly line: string;
  readonly headers: [name: string, value: string][];
  readonly body: string;
}

/** One of the two runs of a way, on hosts of its own: a site and a foreign one. Both runs' names are equally long. */
export class Run {
  public readonly received: Received[] = [];
  public readonly requests: Request[] = [];
  public left = false;
  /** Requests to the data plane that no service would take. */
  public readonly malformed: string[] = [];

  constructor(
    public readonly way: Way,
    public readonly withClient: boolean,
    private readonly name: string,
    private readonly port: number,
  ) {}

  public get origin(): string {
    return `http://${this.name}.localhost:${this.port}`;
  }

  public get other(): string {
    return `http://other-${this.name}.localhost:${this.port}`;
  }

  /** What tells the runs apart is left out. */
  public plain(text: string): string {
    return text
      .replaceAll(new URL(this.other).host, 'other.test')
      .replaceAll(new URL(this.origin).host, 'site.test')
      .replaceAll(new URL(this.origin).hostname, 'site.test')
      .replace(BOUNDARY, '----boundary');
  }

  /** The script as the site serves it: the configuration is a parameter of the function that surrounds the bundle. */
  public get client(): string {
    if (!this.withClient) return '';
    const configuration = clientConfiguration(`${this.origin}/rum`, this.way.configuration);
    const expression = literal(configuration)
      .replace(/ORIGIN/g, this.origin)
      .replace(/OTHER/g, this.other);
    return clientScript(BUNDLE, expression);
  }

  public page(path: string): string {
    const { before, tag = TAG, page = '' } = this.way;
    const script = before ? `<script>${before}</script>` : '';
    return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${path}</title><link rel="icon" href="data:,">${script}${tag}</head>
<body>${page}</body></html>`;
  }
}

/** All that ways need of a server, and the data plane. Answers to `/api` are what the query says. */
export class Site {
  private readonly runs = new Map<string, Run>();
  private readonly server: Server = createServer((request, response) => void this.serve(request, response));

  public async open(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  public close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  public run(way: Way, withClient: boolean): Run {
    const name = `${withClient ? 'b' : 'a'}${this.runs.size + 1_000}`;
    const run = new Run(way, withClient, name, (this.server.address() as AddressInfo).port);
    this.runs.set(name, run);
    return run;
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const host = request.headers.host ?? '';
    const run = this.runs.get(/^(?:other-)?(\w+)\.localhost/.exec(host)?.[1] ?? '');
    if (!run) return void response.writeHead(404).end();
    const { pathname, searchParams } = new URL(request.url ?? '/', `http://${host}`);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    response.setHeader('cache-control', 'no-store');
    // Chromium sends a request again where a connection breaks that was used before.
    response.setHeader('connection', 'close');
    if (pathname === '/favicon.ico') return void response.writeHead(204).end();
    if (pathname === '/client.js') return void response.setHeader('content-type', 'text/javascript').end(run.client);
    if (pathname.startsWith('/rum/')) return this.take(run, request, response, body);
    run.requests.push(noted(run, request, body));
    const file = run.way.files?.[pathname];
    if (file !== undefined) answer(run, response, typeof file === 'string' ? { body: file } : file);
    else if (pathname.startsWith('/api')) await api(request, response, searchParams);
    else answer(run, response, { body: run.page(pathname) });
  }

  private take(run: Run, { headers }: IncomingMessage, response: ServerResponse, body: Buffer): void {
    const { dataPlane = 200 } = run.way;
    if (dataPlane === 'hang') return;
    response.writeHead(dataPlane, { 'access-control-allow-origin': '*' }).end();
    if (dataPlane !== 200) return;
    try {
      run.received.push(...unpacked(body, headers['content-encoding']));
    } catch (error) {
      run.malformed.push(`malformed: ${(error as Error).message}`);
    }
  }
}

function answer(run: Run, response: ServerResponse, { status = 200, headers, body }: Answer): void {
  response.setHeader('content-type', 'text/html');
  response.writeHead(status, { ...run.way.headers, ...headers });
  response.end(body.replace(/ORIGIN/g, run.origin).replace(/OTHER/g, run.other));
}

/** `?status=500&delay=400&cors&type=text/css&body=…&location=/elsewhere&hang`; `cut` breaks the connection. */
async function api(request: IncomingMessage, response: ServerResponse, query: URLSearchParams): Promise<void> {
  const { origin } = request.headers;
  if (origin && query.has('cors')) {
    response.setHeader('access-control-allow-origin', origin);
    response.setHeader('access-control-allow-credentials', 'true');
    response.setHeader('access-control-allow-headers', request.headers['access-control-request-headers'] ?? '');
    response.setHeader('access-control-allow-methods', 'GET, PUT, DELETE, PATCH');
  }
  if (request.method === 'OPTIONS') return void response.writeHead(204).end();
  await pause(Number(query.get('delay') ?? 0));
  if (query.has('hang')) return;
  if (query.has('cut')) return void request.socket.destroy();
  const location = query.get('location');
  if (location !== null) response.setHeader('location', location);
  response.setHeader('content-type', query.get('type') ?? 'application/json');
  response.writeHead(Number(query.get('status') ?? (location === null ? 200 : 302))).end(query.get('body') ?? '{}');
}

function noted(run: Run, { method, url, headers: { host }, rawHeaders }: IncomingMessage, body: Buffer): Request {
  const headers: [string, string][] = [];
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const value =
      rawHeaders[i].toLowerCase() === 'cookie' ? rawHeaders[i + 1].replace(OUR_COOKIES, '') : rawHeaders[i + 1];
    if (value || !/^cookie$/i.test(rawHeaders[i])) headers.push([rawHeaders[i], run.plain(value)]);
  }
  return { line: `${method} ${run.plain(`${host}${url}`)}`, headers, body: run.plain(body.toString('latin1')) };
}

/** As an expression of JavaScript: JSON, and regular expressions. */
function literal(value: unknown): string {
  if (value instanceof RegExp) return `new RegExp(${script(value.source)},${script(value.flags)})`;
  if (Array.isArray(value)) return `[${value.map(literal).join()}]`;
  if (typeof value !== 'object' || value === null) return script(value);
  return `{${Object.entries(value).map(([name, part]) => `${script(name)}:${literal(part)}`)}}`;
}
