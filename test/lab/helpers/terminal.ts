import { execFile } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import type { Edge } from '../../../lab/cast/browser';
import { labEnvironment } from '../../../lab/demo/deploy';

const AWS = join(__dirname, '../../../lab/.venv/bin/aws');

/**
 * Runs a command as an operator would, in a shell in which the AWS CLI reaches the lab's edge under any host name.
 *
 * Unsigned: version 1 of the AWS CLI, which the lab has, lacks the signatures of APIs that belong to no Region.
 */
export async function inTerminal(edge: Edge, command: string): Promise<string> {
  const proxy = await proxyTo(edge);
  const { AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_S3, ...env } = labEnvironment({ aws: '' });
  const { port } = proxy.address() as AddressInfo;
  try {
    return await new Promise((resolve, reject) => {
      execFile(
        'bash',
        ['-euc', `aws() { ${AWS} --no-sign-request --no-verify-ssl "$@"; }\n${command}`],
        { env: { ...env, HTTPS_PROXY: `http://127.0.0.1:${port}`, https_proxy: `http://127.0.0.1:${port}` } },
        (error, stdout, stderr) => (error ? reject(new Error(`${command}\n${stderr}`)) : resolve(stdout)),
      );
    });
  } finally {
    proxy.close();
    proxy.closeAllConnections();
  }
}

/** A proxy whose every tunnel ends at the edge, which tells hosts apart by themselves. */
async function proxyTo({ host, port }: Edge): Promise<Server> {
  const proxy = createServer((_, response) => response.writeHead(405).end());
  proxy.on('connect', (_, client, head) => {
    const tunnel = connect(port, host, () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      tunnel.write(head);
      tunnel.pipe(client).pipe(tunnel);
    });
    for (const end of [tunnel, client]) end.on('error', () => [tunnel, client].map((one) => one.destroy()));
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  return proxy;
}
