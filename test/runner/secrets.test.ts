// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references have this form
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { Secrets } from '../../runner/secrets';
import { signedHeaders } from '../../src/private/run/signature';

const ARN = 'arn:aws-us-gov:secretsmanager:us-gov-west-1:123456789012:secret:shop-AbCdEf';
const CREDENTIALS = { AWS_ACCESS_KEY_ID: 'AKID', AWS_SECRET_ACCESS_KEY: 'key', AWS_SESSION_TOKEN: 'token' };

function answering(body: unknown, status = 200) {
  return jest.spyOn(globalThis, 'fetch').mockImplementation(async () => new Response(JSON.stringify(body), { status }));
}
afterEach(() => jest.restoreAllMocks());

test('a request is signed as the AWS SDK signs it', async () => {
  const now = new Date('2026-11-24T03:04:05.678Z');
  const url = new URL('https://secretsmanager.eu-west-1.amazonaws.com/');
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'secretsmanager.GetSecretValue' };
  const body = '{"SecretId":"shop"}';
  const request = { method: 'POST', url, region: 'eu-west-1', service: 'secretsmanager', headers, body };
  const ours = signedHeaders(request, { keyId: 'AKID', secretKey: 'key', token: 'token' }, now);

  const credentials = { accessKeyId: 'AKID', secretAccessKey: 'key', sessionToken: 'token' };
  const signer = new SignatureV4({ credentials, region: 'eu-west-1', service: 'secretsmanager', sha256: Sha256 });
  const theirs = await signer.sign(
    {
      method: 'POST',
      protocol: 'https:',
      hostname: url.host,
      path: '/',
      headers: { ...headers, host: url.host },
      body,
      query: {},
    },
    // What it adds of its own accord is left out, so that both sign the same.
    { signingDate: now, unsignableHeaders: new Set(['x-amz-content-sha256']) },
  );
  expect(ours['x-amz-date']).toBe(theirs.headers['x-amz-date']);
  expect(ours.authorization).toBe(theirs.headers.authorization);
});

test('a secret is fetched from its own Region when it is first needed, once', async () => {
  const fetch = answering({ SecretString: '{"code":"open sesame","pin":1234}' });
  const secrets = new Secrets({ ...CREDENTIALS, JOURNEY_SECRET_1: `${ARN} code`, JOURNEY_SECRET_2: `${ARN} pin` });
  expect(fetch).not.toHaveBeenCalled();
  expect(await secrets.fill('Bearer ${JOURNEY_SECRET_1}')).toBe('Bearer open sesame');
  expect(await secrets.fill('${JOURNEY_SECRET_1}')).toBe('open sesame');
  expect(await secrets.fill('${JOURNEY_SECRET_2}')).toBe('1234');
  expect(await secrets.fill('no secret')).toBe('no secret');
  expect(fetch).toHaveBeenCalledTimes(2);
  const [url, { body }] = fetch.mock.calls[0] as [URL, RequestInit];
  expect(url.href).toBe('https://secretsmanager.us-gov-west-1.amazonaws.com/');
  expect(body).toBe(JSON.stringify({ SecretId: ARN }));
});

test.each([
  ['aws-cn', 'cn-north-1', 'amazonaws.com.cn'],
  ['aws-eusc', 'eusc-de-east-1', 'amazonaws.eu'],
  ['aws-iso-b', 'us-isob-east-1', 'sc2s.sgov.gov'],
])('a secret of %s is fetched from %s under %s', async (partition, region, suffix) => {
  const fetch = answering({ SecretString: 'open sesame' });
  const arn = `arn:${partition}:secretsmanager:${region}:123456789012:secret:shop-AbCdEf`;
  await new Secrets({ ...CREDENTIALS, JOURNEY_SECRET_1: arn }).fill('${JOURNEY_SECRET_1}');
  const [url] = fetch.mock.calls[0] as [URL];
  expect(url.host).toBe(`secretsmanager.${region}.${suffix}`);
});

test('a local run takes the value from its environment, without any request', async () => {
  const fetch = answering({});
  expect(await new Secrets({ JOURNEY_SECRET_1: 'local:a b' }).fill('${JOURNEY_SECRET_1}')).toBe('a b');
  expect(fetch).not.toHaveBeenCalled();
});

test('messages hold no secret that was used, in any of its forms', async () => {
  const secrets = new Secrets({ JOURNEY_SECRET_1: 'local:a "b" & c' });
  await secrets.fill('${JOURNEY_SECRET_1}');
  const message = 'got a "b" & c, a%20%22b%22%20%26%20c and "a \\"b\\" & c"';
  expect(secrets.redact(message)).toBe('got ***, *** and "***"');
});

test.each<[unknown, number, string]>([
  [{ __type: 'AccessDeniedException' }, 400, 'expected to read it, got 400 AccessDeniedException'],
  [{ SecretBinary: 'eA==' }, 200, 'expected a text, got a binary value'],
  [{ SecretString: 'plain' }, 200, 'expected a JSON object with the field code, got another text'],
  [{ SecretString: '{"pin":1}' }, 200, 'expected the field code, got none'],
])('%j fails, and says why', async (answer, status, message) => {
  answering(answer, status);
  const secrets = new Secrets({ ...CREDENTIALS, JOURNEY_SECRET_1: `${ARN} code` });
  await expect(secrets.fill('${JOURNEY_SECRET_1}')).rejects.toThrow(`secret ${ARN}: ${message}`);
});

test('without credentials the error says so', async () => {
  await expect(new Secrets({ JOURNEY_SECRET_1: ARN }).fill('${JOURNEY_SECRET_1}')).rejects.toThrow('AWS credentials');
});
