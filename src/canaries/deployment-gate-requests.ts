import { createHash, createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

/** A request to an AWS service. Its path and query must need no escaping. */
export interface AwsRequest {
  readonly service: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: string;
  readonly headers?: Record<string, string>;
}

const ATTEMPTS = 8;
const THROTTLED = /Throttl|TooManyRequests|RequestLimitExceeded/;

/**
 * Signs and sends a request, and tries again while the service is busy. An error has the name that the service gave it.
 *
 * The AWS SDK of the runtime would do, but it loads ten times what is needed here, and which operations of Synthetics it
 * knows depends on its version.
 */
export async function send(request: AwsRequest): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    const last = attempt === ATTEMPTS;
    try {
      const response = await fetch(urlOf(request), {
        method: request.method,
        body: request.body,
        headers: sign(request, new Date()),
        signal: AbortSignal.timeout(30_000),
      });
      const text = await response.text();
      if (response.ok) return text;
      const error = errorOf(request, response, text);
      if (last || !(response.status >= 500 || response.status === 429 || THROTTLED.test(error.name))) throw error;
    } catch (error) {
      if (last || error instanceof ServiceError) throw error;
    }
    await sleep(Math.min(10_000, 250 * 2 ** attempt) * (0.5 + Math.random() / 2));
  }
}

class ServiceError extends Error {}

function errorOf({ service, path }: AwsRequest, response: Response, text: string): Error {
  const name =
    response.headers.get('x-amzn-errortype') ?? /<Code>([^<]+)</.exec(text)?.[1] ?? `HTTP ${response.status}`;
  const message = /"[Mm]essage"\s*:\s*("(?:[^"\\]|\\.)*")/.exec(text)?.[1];
  const said = message ? JSON.parse(message) : (/<Message>([^<]+)</.exec(text)?.[1] ?? text.slice(0, 300));
  const error = new ServiceError(`${said} (${name.split(':')[0]} of ${service}${path})`);
  error.name = name.split(':')[0];
  return error;
}

function urlOf({ service, path }: AwsRequest): URL {
  const { AWS_ENDPOINT_URL, AWS_REGION, URL_SUFFIX = 'amazonaws.com' } = process.env;
  return new URL(path, AWS_ENDPOINT_URL ?? `https://${service}.${AWS_REGION}.${URL_SUFFIX}`);
}

/**
 * Signature Version 4 with the credentials of the function.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function sign(request: AwsRequest, date: Date): Record<string, string> {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_REGION } = process.env;
  const url = urlOf(request);
  const at = date.toISOString().replace(/[-:]|\.\d+/g, '');
  const signed: Record<string, string> = { host: url.host, 'x-amz-date': at };
  if (AWS_SESSION_TOKEN) signed['x-amz-security-token'] = AWS_SESSION_TOKEN;
  for (const [name, value] of Object.entries(request.headers ?? {})) signed[name.toLowerCase()] = value;
  const names = Object.keys(signed).sort();
  const query = [...url.searchParams.entries()].map((pair) => pair.map(encodeURIComponent).join('='));
  const canonical = [
    request.method,
    url.pathname,
    query.sort().join('&'),
    ...names.map((name) => `${name}:${signed[name].trim()}`),
    '',
    names.join(';'),
    sha256(request.body ?? ''),
  ].join('\n');
  const scope = [at.slice(0, 8), AWS_REGION, request.service, 'aws4_request'];
  const key = scope.reduce(
    (secret: string | Buffer, part) => hmac(secret, String(part)),
    `AWS4${AWS_SECRET_ACCESS_KEY}`,
  );
  const signature = hmac(key, ['AWS4-HMAC-SHA256', at, scope.join('/'), sha256(canonical)].join('\n')).toString('hex');
  const { host: _, ...headers } = signed; // fetch sets it by itself
  return {
    ...headers,
    authorization: `AWS4-HMAC-SHA256 Credential=${AWS_ACCESS_KEY_ID}/${scope.join('/')}, SignedHeaders=${names.join(';')}, Signature=${signature}`,
  };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
