/** The sample's shop as a developer would run it locally: its pages and its backends on one plain HTTP port. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { handler as cart } from '../../../examples/retail/cart/handler';
import { handle as orders } from '../../../examples/retail/orders/handler';

const SITE = join(__dirname, '../../../examples/retail/site');
const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
};

export interface SeenByShop {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

export class LocalShop {
  public static async open(): Promise<LocalShop> {
    const shop = new LocalShop();
    await new Promise<void>((resolve) => shop.server.listen(0, '127.0.0.1', resolve));
    return shop;
  }

  public readonly seen: SeenByShop[] = [];
  /** The script /telemetry.js of the pages. */
  public client?: string;
  /** Lets the backend refuse every order. */
  public takesOrders = true;
  private readonly server: Server;

  private constructor() {
    this.server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const path = (request.url ?? '/').split('?')[0];
      const sent = Buffer.concat(chunks);
      this.seen.push({ method: request.method ?? '', path, headers: request.headers, body: sent });
      const { status, type, body } = await this.answer(request, path, sent.toString());
      response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' });
      response.end(body);
    });
  }

  public get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  public async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage, path: string, body: string) {
    const { method = 'GET', headers } = request;
    if (path.startsWith('/api/orders')) {
      if (!this.takesOrders) return { status: 503, type: 'application/json', body: '{"message":"Closed"}' };
      const answer = await orders({ method, path, headers, body });
      return { status: answer.status, type: 'application/json', body: JSON.stringify(answer.body) };
    }
    if (path.startsWith('/api/cart')) {
      const event = { requestContext: { http: { method } }, rawPath: path, headers, body };
      const answer = await cart(event as unknown as APIGatewayProxyEventV2);
      return { status: answer.statusCode ?? 200, type: 'application/json', body: answer.body ?? '' };
    }
    if (path.startsWith('/rum/')) return { status: 200, type: 'application/json', body: '{}' };
    if (path === '/telemetry.js' && this.client) return { status: 200, type: TYPES['.js'], body: this.client };
    const file = join(SITE, path === '/' ? 'index.html' : path);
    const found = existsSync(file) && statSync(file).isFile();
    return {
      status: found ? 200 : 404,
      type: TYPES[extname(file)] ?? 'text/plain',
      body: found ? readFileSync(file) : 'Not found',
    };
  }
}
