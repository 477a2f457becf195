import { execFileSync } from 'node:child_process';
import type { AwsCredentials } from '../../src/private/run/signature';
import { CannotRun, messageOf } from '../common/cannot-run';

export interface Credentials extends AwsCredentials {
  /** From when on they are worth nothing: none where that is not told. */
  readonly expiresAt?: Date;
}

/**
 * Those of the environment, or what the AWS CLI finds by profile, single sign-on or otherwise.
 *
 * @see https://docs.aws.amazon.com/cli/latest/reference/configure/export-credentials.html
 */
export function credentialsOf(env: NodeJS.ProcessEnv = process.env): Credentials {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN: token, AWS_CREDENTIAL_EXPIRATION } = env;
  if (AWS_ACCESS_KEY_ID && AWS_SECRET_ACCESS_KEY) {
    const expiresAt = expiration(AWS_CREDENTIAL_EXPIRATION);
    if (expiresAt && expiresAt.getTime() <= Date.now()) {
      throw new CannotRun(`the credentials of the environment have expired at ${expiresAt.toISOString()}: renew them`);
    }
    return { keyId: AWS_ACCESS_KEY_ID, secretKey: AWS_SECRET_ACCESS_KEY, token, expiresAt };
  }
  const told = fromAwsCli(env);
  if (typeof told.AccessKeyId !== 'string' || typeof told.SecretAccessKey !== 'string') {
    throw new CannotRun('`aws configure export-credentials` answers no keys: expected AccessKeyId and SecretAccessKey');
  }
  const { AccessKeyId: keyId, SecretAccessKey: secretKey, SessionToken, Expiration } = told;
  return { keyId, secretKey, token: SessionToken, expiresAt: expiration(Expiration) };
}

interface Told {
  readonly AccessKeyId?: string;
  readonly SecretAccessKey?: string;
  readonly SessionToken?: string;
  readonly Expiration?: string;
}

function fromAwsCli(env: NodeJS.ProcessEnv): Told {
  try {
    const args = ['configure', 'export-credentials', '--format', 'process'];
    return JSON.parse(execFileSync('aws', args, { encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'pipe'] })) ?? {};
  } catch (error) {
    throw new CannotRun(`there are no credentials in the environment, and the AWS CLI tells none: ${messageOf(error)}`);
  }
}

function expiration(text: string | undefined): Date | undefined {
  const date = new Date(text ?? Number.NaN);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
