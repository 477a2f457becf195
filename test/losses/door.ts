import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { connect, createServer as createTcpServer, type Socket, type Server as TcpServer } from 'node:net';
import { freePort } from '../collector-real/free-port';
import { moveTimes } from './otlp-times';

/**
 * What stands between SDK and collector: the same address for all collectors that follow each other. Nobody listens there
 * while none does.
 */
export abstract class Door {
  /** Answers as a collector does that can't; of requests by HTTP only. */
  refuses = false;
  /** How far the clock of the application is ahead, in milliseconds; of requests by HTTP only. */
  ahead = 0;
  protected abstract readonly server: Server | TcpServer;

  private port?: number;

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async open(): Promise<void> {
    if (this.server.listening) return;
    this.port ??= await freePort();
    await once(this.server.listen(this.port, '127.0.0.1'), 'listening');
  }

  /** Connections that exist end, too. */
  async close(): Promise<void> {
    if (!this.server.listening) return;
    const closed = once(this.server, 'close');
    this.server.close();
    this.cut();
    await closed;
  }

  protected abstract cut(): void;
}

export class HttpDoor extends Door {
  protected readonly server = createServer((incoming, response) => {
    this.pass(incoming, response).catch(() => incoming.socket.destroy());
  });

  constructor(private readonly target: () => string) {
    super();
  }

  protected cut(): void {
    this.server.closeAllConnections();
  }

  private async pass(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    if (this.refuses) return void response.writeHead(503).end();
    const bytes = Buffer.concat(chunks);
    const body = this.ahead === 0 ? bytes : moveTimes(bytes, this.ahead);
    const { 'transfer-encoding': _, ...headers } = incoming.headers;
    const onward = request(`${this.target()}${incoming.url}`, {
      method: incoming.method,
      headers: { ...headers, 'content-length': body.length },
    });
    onward.on('error', () => incoming.socket.destroy());
    onward.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.end(body);
  }
}

/** For gRPC, of which it sees connections only. */
export class GrpcDoor extends Door {
  private readonly sockets = new Set<Socket>();
  protected readonly server = createTcpServer((incoming) => {
    const { hostname, port } = new URL(this.target());
    const onward = connect(Number(port), hostname);
    for (const [socket, other] of [
      [incoming, onward],
      [onward, incoming],
    ]) {
      this.sockets.add(socket);
      socket.pipe(other);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        this.sockets.delete(socket);
        other.destroy();
      });
    }
  });

  constructor(private readonly target: () => string) {
    super();
  }

  protected cut(): void {
    for (const socket of this.sockets) socket.destroy();
  }
}
