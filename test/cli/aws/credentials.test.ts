import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { credentialsOf } from '../../../cli/aws/credentials';

const KEYS = { AWS_ACCESS_KEY_ID: 'AKIA', AWS_SECRET_ACCESS_KEY: 'secret' };

describe('credentials of the environment', () => {
  test('are taken with their token and their end', () => {
    const env = { ...KEYS, AWS_SESSION_TOKEN: 'token', AWS_CREDENTIAL_EXPIRATION: '2999-01-01T00:00:00Z' };
    expect(credentialsOf(env)).toEqual({
      keyId: 'AKIA',
      secretKey: 'secret',
      token: 'token',
      expiresAt: new Date('2999-01-01T00:00:00Z'),
    });
    expect(credentialsOf(KEYS).expiresAt).toBeUndefined();
  });

  test('that have expired are told as such', () => {
    const env = { ...KEYS, AWS_CREDENTIAL_EXPIRATION: '2020-01-01T00:00:00+00:00' };
    expect(() => credentialsOf(env)).toThrow('have expired at 2020-01-01T00:00:00.000Z');
  });
});

describe('without credentials in the environment', () => {
  const folder = mkdtempSync(join(tmpdir(), 'aws-cli-'));
  const env = { PATH: `${folder}${delimiter}${process.env.PATH}` };
  afterAll(() => rmSync(folder, { recursive: true }));

  /** An AWS CLI that answers so. */
  function awsCli(answer: string, status = 0): void {
    writeFileSync(join(folder, 'aws'), `#!/bin/sh\necho '${answer}'\necho "asked: $*" >&2\nexit ${status}\n`);
    chmodSync(join(folder, 'aws'), 0o755);
  }

  // The shape is that of https://docs.aws.amazon.com/cli/latest/topic/config-vars.html#sourcing-credentials-from-external-processes
  test('the AWS CLI is asked', () => {
    awsCli(
      '{"Version": 1, "AccessKeyId": "ASIA", "SecretAccessKey": "s", "SessionToken": "t", "Expiration": "2999-01-01T00:00:00+00:00"}',
    );
    expect(credentialsOf(env)).toEqual({
      keyId: 'ASIA',
      secretKey: 's',
      token: 't',
      expiresAt: new Date('2999-01-01'),
    });
  });

  test('what it says where it has none is told', () => {
    awsCli('', 255);
    expect(() => credentialsOf(env)).toThrow(/the AWS CLI tells none: .*asked: configure export-credentials/s);
    awsCli('{"Version": 1}');
    expect(() => credentialsOf(env)).toThrow('answers no keys');
  });
});
