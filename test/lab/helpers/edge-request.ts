import type { IncomingHttpHeaders } from 'node:http';
import { request } from 'node:https';
import type { Edge } from '../../../lab/cast/browser';

export interface EdgeAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A request of no browser to a host that the lab's edge answers for. */
export function askEdge(
  { host, port }: Edge,
  url: string,
  {
    method = 'GET',
    headers = {},
    body = '',
  }: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<EdgeAnswer> {
  const { hostname, pathname, search } = new URL(url);
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        host,
        port,
        path: pathname + search,
        method,
        headers: { ...headers, Host: hostname },
        rejectUnauthorized: false,
      },
      async (response) => {
        const chunks: Buffer[] = [];
        for await (const chunk of response) chunks.push(chunk as Buffer);
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString(),
        });
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}
