import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below those that Linux gives to connections (ip_local_port_range, from 32768), so that none takes it meanwhile. */
const FIRST = 20_000;
const COUNT = 12_000;

/** A port on which nobody listens, for a process that is told where to. */
export async function freePort(): Promise<number> {
  const port = FIRST + Math.floor(Math.random() * COUNT);
  const server = createServer();
  try {
    await once(server.listen(port, '127.0.0.1'), 'listening');
  } catch {
    return freePort();
  }
  server.close();
  await once(server, 'close');
  return port;
}
