import { setTimeout as sleep } from 'node:timers/promises';
import { signedHeaders } from '../../../private/run/signature';

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

/** The headers of a request, signed with the credentials of the function. */
export function sign(request: AwsRequest, date: Date): Record<string, string> {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_REGION } = process.env;
  const { service, method, body = '', headers = {} } = request;
  const lowerCase = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  const credentials = {
    keyId: String(AWS_ACCESS_KEY_ID),
    secretKey: String(AWS_SECRET_ACCESS_KEY),
    token: AWS_SESSION_TOKEN,
  };
  return signedHeaders(
    { method, url: urlOf(request), region: String(AWS_REGION), service, headers: Object.fromEntries(lowerCase), body },
    credentials,
    date,
  );
}
