import { createHash, createHmac } from 'node:crypto';

export interface AwsCredentials {
  readonly keyId: string;
  readonly secretKey: string;
  readonly token: string | undefined;
}

interface UnsignedRequest {
  readonly method: string;
  /** Its path and query must need no escaping. */
  readonly url: URL;
  readonly region: string;
  readonly service: string;
  readonly headers: { readonly [lowerCaseName: string]: string };
  readonly body: string;
}

/**
 * The headers of a request to an AWS service, with its signature (Signature Version 4).
 *
 * What runs outside of CDK bundles it: canaries, whose runtimes have no AWS SDK to rely on, and Lambda functions.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function signedHeaders(
  { method, url, region, service, headers, body }: UnsignedRequest,
  { keyId, secretKey, token }: AwsCredentials,
  now = new Date(),
): { [name: string]: string } {
  const time = now.toISOString().replace(/[-:]|\.\d{3}/g, '');
  const scope = `${time.slice(0, 8)}/${region}/${service}/aws4_request`;
  const all: { [name: string]: string } = { ...headers, host: url.host, 'x-amz-date': time };
  if (token) all['x-amz-security-token'] = token;
  const names = Object.keys(all).sort();
  const query = [...url.searchParams.entries()].map((pair) => pair.map(encodeURIComponent).join('='));
  const canonical = [
    method,
    url.pathname,
    query.sort().join('&'),
    ...names.map((name) => `${name}:${all[name].trim()}`),
    '',
    names.join(';'),
    hash(body),
  ].join('\n');
  const key = scope.split('/').reduce<Buffer | string>((secret, part) => hmac(secret, part), `AWS4${secretKey}`);
  const signature = hmac(key, ['AWS4-HMAC-SHA256', time, scope, hash(canonical)].join('\n')).toString('hex');
  const { host: _set_by_fetch, ...sent } = all;
  return {
    ...sent,
    authorization: `AWS4-HMAC-SHA256 Credential=${keyId}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`,
  };
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: Buffer | string, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
