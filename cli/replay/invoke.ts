import { serviceHost } from '../../src/formats/partitions';
import { type AwsCredentials, signedHeaders } from '../../src/private/run/signature';
import { CannotRun } from '../common/cannot-run';

interface Invocation {
  readonly functionName: string;
  readonly region: string;
  /** JSON. */
  readonly payload: string;
}

/** Calls a function and waits for its answer. @see https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
export async function invoke(
  { functionName, region, payload }: Invocation,
  credentials: AwsCredentials,
): Promise<unknown> {
  const { AWS_ENDPOINT_URL_LAMBDA, AWS_ENDPOINT_URL = AWS_ENDPOINT_URL_LAMBDA } = process.env;
  const origin = AWS_ENDPOINT_URL_LAMBDA ?? AWS_ENDPOINT_URL ?? `https://${serviceHost('lambda', region)}`;
  const url = new URL(`/2015-03-31/functions/${functionName}/invocations`, origin);
  const headers = { 'content-type': 'application/json' };
  const request = { method: 'POST', url, region, service: 'lambda', headers, body: payload };
  const response = await fetch(url, { method: 'POST', headers: signedHeaders(request, credentials), body: payload });
  const text = await response.text();
  if (!response.ok || response.headers.has('x-amz-function-error')) {
    throw new CannotRun(`${functionName} answers ${response.status}: ${text.slice(0, 500)}`);
  }
  return JSON.parse(text);
}
