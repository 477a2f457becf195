import { createServer, type IncomingMessage } from 'node:http';
import { handle } from './handler';
import { startTelemetry } from './telemetry';

const MAX_BODY_BYTES = 8 * 1024;
const flush = startTelemetry();

const server = createServer(async (incoming, outgoing) => {
  const body = await read(incoming);
  const { status, body: answer } =
    body === undefined
      ? { status: 413, body: { message: `The body must be at most ${MAX_BODY_BYTES} bytes` } }
      : await handle({
          method: incoming.method ?? 'GET',
          path: (incoming.url ?? '/').split('?')[0],
          headers: incoming.headers,
          body,
        });
  outgoing.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  outgoing.end(JSON.stringify(answer));
});

server.listen(Number(process.env.PORT ?? 8080), () => console.log(`orders listens on ${process.env.PORT ?? 8080}`));

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    server.close();
    server.closeIdleConnections();
    flush().finally(() => process.exit(0));
  });
}

/** The whole body, or nothing if it is larger than any order could be. */
async function read(incoming: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    size += (chunk as Buffer).length;
    if (size <= MAX_BODY_BYTES) chunks.push(chunk as Buffer);
  }
  return size <= MAX_BODY_BYTES ? Buffer.concat(chunks).toString('utf8') : undefined;
}
