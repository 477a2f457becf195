import { readSecretPlace, SECRET_REFERENCE } from '../src/formats/journey';
import { serviceHost } from '../src/formats/partitions';
import { type AwsCredentials, signedHeaders } from '../src/private/run/signature';

const TIMEOUT_MS = 10_000;
const MASK = '***';
/** What a local run sets instead of an ARN: the value itself. */
const LOCAL = 'local:';

interface Environment {
  readonly [name: string]: string | undefined;
}

/** Fetches the secrets of a journey when they are first needed, and keeps them out of messages. */
export class Secrets {
  private readonly values = new Map<string, string>();

  constructor(private readonly environment: Environment) {}

  /** A text with the secrets in it that it refers to. */
  public async fill(text: string): Promise<string> {
    for (const [, variable] of text.matchAll(SECRET_REFERENCE)) {
      if (!this.values.has(variable)) this.values.set(variable, await this.fetch(variable));
    }
    return text.replace(SECRET_REFERENCE, (_reference, variable: string) => this.values.get(variable) ?? '');
  }

  /** A message without secrets, be they encoded for an address or for JSON. */
  public redact(message: string): string {
    let redacted = message;
    for (const value of this.values.values()) {
      for (const form of new Set([value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1)])) {
        if (form !== '') redacted = redacted.replaceAll(form, MASK);
      }
    }
    return redacted;
  }

  private async fetch(variable: string): Promise<string> {
    const reference = this.environment[variable];
    if (reference === undefined) throw new Error(`environment variable ${variable} is not set; deploy again`);
    if (reference.startsWith(LOCAL)) return reference.slice(LOCAL.length);
    const { arn, jsonField } = readSecretPlace(reference);
    const secret = await getSecretValue(arn, this.environment);
    return jsonField === undefined ? secret : fieldOf(secret, jsonField, arn);
  }
}

function fieldOf(secret: string, field: string, arn: string): string {
  let fields: unknown;
  try {
    fields = JSON.parse(secret);
  } catch {
    throw new Error(`secret ${arn}: expected a JSON object with the field ${field}, got another text`);
  }
  const value = (fields as { [name: string]: unknown } | null)?.[field];
  if (value === undefined) throw new Error(`secret ${arn}: expected the field ${field}, got none`);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/**
 * Reads a secret without the AWS SDK, which is not on the list of what Synthetics' runtimes have.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html
 */
async function getSecretValue(arn: string, environment: Environment): Promise<string> {
  const [, , , region] = arn.split(':');
  const endpoint =
    environment.AWS_ENDPOINT_URL_SECRETS_MANAGER ??
    environment.AWS_ENDPOINT_URL ??
    `https://${serviceHost('secretsmanager', region)}`;
  const body = JSON.stringify({ SecretId: arn });
  const headers = {
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': 'secretsmanager.GetSecretValue',
  };
  const url = new URL('/', endpoint);
  const method = 'POST';
  const request = { method, url, region, service: 'secretsmanager', headers, body };
  const signed = signedHeaders(request, credentialsOf(environment));
  const response = await fetch(url, { method, headers: signed, body, signal: AbortSignal.timeout(TIMEOUT_MS) });
  const answer = (await response.json().catch(() => ({}))) as { SecretString?: string; __type?: string };
  if (!response.ok) {
    // The message of the service may repeat what was sent, but nothing secret was.
    throw new Error(`secret ${arn}: expected to read it, got ${response.status} ${answer.__type ?? ''}`.trim());
  }
  if (answer.SecretString === undefined) throw new Error(`secret ${arn}: expected a text, got a binary value`);
  return answer.SecretString;
}

function credentialsOf(environment: Environment): AwsCredentials {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = environment;
  if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) {
    throw new Error('expected AWS credentials in the environment to read a secret with, got none');
  }
  return { keyId: AWS_ACCESS_KEY_ID, secretKey: AWS_SECRET_ACCESS_KEY, token: AWS_SESSION_TOKEN };
}
