import { Driver } from './telemetry/driver';
import { allowEveryone, arnOf, batch, deployMonitor } from './telemetry/monitor';

const driver = new Driver();
afterAll(() => driver.end());

const POOL = 'AWS::Cognito::IdentityPool';
const ATTACHMENT = 'AWS::Cognito::IdentityPoolRoleAttachment';
const COGNITO = 'cognito-identity.amazonaws.com';

let serial = 0;
const next = (kind: string) => `${kind}-${serial++}`;
const refused = async (name: string) => (await driver.call('refused', { name })).refused;
const put = (monitor: string, action = 'rum:PutRumEvents') => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: action, Resource: arnOf(monitor) }],
});
const trust = (pool: string, amr = 'unauthenticated') => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Federated: COGNITO },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: {
        StringEquals: { [`${COGNITO}:aud`]: pool },
        'ForAnyValue:StringLike': { [`${COGNITO}:amr`]: amr },
      },
    },
  ],
});
const privateMonitor = async () => {
  const name = next('monitor');
  return { name, id: await deployMonitor(driver, name, { ResourcePolicy: undefined }) };
};
const role = (policy?: object, pool = 'us-east-1:0') =>
  driver.call('role', { name: next('role'), trust: trust(pool), policy });

/** Sends one batch, signed as asked for; `change` may spoil what was signed. */
async function send(
  id: string,
  signing: object,
  change: (request: { headers: object; query: string }) => object = (r) => r,
) {
  const body = batch([]);
  return driver.call('send', { id, body, ...change(await driver.call('sign', { id, body, ...signing })) });
}

describe('a signed request', () => {
  test('passes with the credentials of a role that may send, in the header and in the query', async () => {
    const { name, id } = await privateMonitor();
    const guest = await driver.call('issue', { role: await role(put(name)) });
    expect(await send(id, guest)).toMatchObject({ status: 200 });
    expect(await send(id, { ...guest, presign: true })).toMatchObject({ status: 200 });
    expect(await refused(name)).toEqual({});
  });

  test.each<[string, string, string, object]>([
    ['of a wrong secret', 'InvalidSignatureException', 'bad signature', { secret: 'wrong' }],
    ['of an unknown key', 'UnrecognizedClientException', 'unknown credential', { key: 'AKIDNOBODY' }],
    ['with the token of somebody else', 'UnrecognizedClientException', 'unknown credential', { token: 'stolen' }],
    ['for another service', 'InvalidSignatureException', 'bad signature', { service: 's3' }],
    ['of ten minutes ago', 'InvalidSignatureException', 'signature expired', { age: 600 }],
    [
      'presigned two minutes ago, for one',
      'InvalidSignatureException',
      'signature expired',
      { age: 120, presign: true },
    ],
  ])('is refused %s', async (_, error, reason, spoiled) => {
    const { name, id } = await privateMonitor();
    const guest = await driver.call('issue', { role: await role(put(name)) });
    expect(await send(id, { ...guest, ...spoiled })).toMatchObject({ status: 403, error });
    expect(await refused(name)).toEqual({ [reason]: 1 });
  });

  test('is refused when host or body is not what was signed', async () => {
    const { name, id } = await privateMonitor();
    const guest = await driver.call('issue', { role: await role(put(name)) });
    const elsewhere = await send(id, guest, (r) => ({ ...r, headers: { ...r.headers, Host: 'd111.cloudfront.net' } }));
    expect(elsewhere).toMatchObject({ status: 403, error: 'InvalidSignatureException' });
    const other = await send(id, guest, (r) => ({ ...r, body: batch([]) }));
    expect(other).toMatchObject({ status: 403, error: 'InvalidSignatureException' });
  });

  test('is refused with expired credentials', async () => {
    const { name, id } = await privateMonitor();
    const guest = await driver.call('issue', { role: await role(put(name)), seconds: 0 });
    expect(await send(id, guest)).toMatchObject({ status: 403, error: 'ExpiredTokenException' });
    expect(await refused(name)).toEqual({ 'expired credential': 1 });
  });

  test.each<[string, (name: string) => object | undefined]>([
    ['no policy', () => undefined],
    ['another monitor only', () => put('elsewhere')],
    ['another action only', (name) => put(name, 'rum:GetAppMonitor')],
  ])('is refused when the role allows %s', async (_, policy) => {
    const { name, id } = await privateMonitor();
    const guest = await driver.call('issue', { role: await role(policy(name)) });
    const answer = await send(id, guest);
    expect(answer).toMatchObject({ status: 403, error: 'AccessDeniedException' });
    expect(answer.message).toContain('no identity-based policy allows the rum:PutRumEvents action');
    expect(await refused(name)).toEqual({ 'identity without permission': 1 });
  });

  test('is refused by a session policy that does not name the action', async () => {
    const { name, id } = await privateMonitor();
    const session_policies = [put(name, 's3:GetObject')];
    const guest = await driver.call('issue', { role: await role(put(name, 'rum:*')), session_policies });
    expect((await send(id, guest)).status).toBe(403);
  });

  test('passes by the resource policy when the role itself allows nothing', async () => {
    const name = next('monitor');
    const policy = { PolicyDocument: JSON.stringify(allowEveryone(name)) };
    const id = await deployMonitor(driver, name, { ResourcePolicy: policy });
    expect((await send(id, await driver.call('issue', { role: await role() }))).status).toBe(200);
  });
});

describe('an identity pool', () => {
  const call = (operation: string, body: object) => driver.call('cognito', { operation, body });
  const deployPool = async (properties: object = {}) => {
    const made = await driver.call('deploy', {
      type: POOL,
      properties: { AllowUnauthenticatedIdentities: true, AllowClassicFlow: false, ...properties },
    });
    return made.ref as string;
  };
  const attach = (pool: string, arn: string) =>
    driver.call('deploy', { type: ATTACHMENT, properties: { IdentityPoolId: pool, Roles: { unauthenticated: arn } } });
  const guestOf = async (pool: string) => (await call('GetId', { IdentityPoolId: pool })).body.IdentityId as string;

  test('gives a guest credentials that the data plane accepts', async () => {
    const { name, id } = await privateMonitor();
    const pool = await deployPool();
    await attach(pool, await role(put(name), pool));
    const { body } = await call('GetCredentialsForIdentity', { IdentityId: await guestOf(pool) });
    const { AccessKeyId: key, SecretKey: secret, SessionToken: token, Expiration } = body.Credentials;
    expect(Expiration - Date.now() / 1000).toBeGreaterThan(3500);
    expect((await send(id, { key, secret, token })).status).toBe(200);
  });

  test('refuses guests where it does not allow them', async () => {
    const pool = await deployPool({ AllowUnauthenticatedIdentities: false });
    const answer = await call('GetId', { IdentityPoolId: pool });
    expect(answer).toMatchObject({ status: 400, body: { __type: 'NotAuthorizedException' } });
  });

  test('refuses the classic flow', async () => {
    const pool = await deployPool();
    const answer = await call('GetOpenIdToken', { IdentityId: await guestOf(pool) });
    expect(answer).toMatchObject({ status: 400, body: { __type: 'InvalidParameterException' } });
  });

  test.each<[string, (pool: string) => Promise<string> | undefined]>([
    ['it has none', () => undefined],
    ['it trusts another pool', () => role(undefined, 'us-east-1:other')],
    [
      'it trusts users only',
      (pool) => driver.call('role', { name: next('role'), trust: trust(pool, 'authenticated') }),
    ],
  ])('gives nothing for a role of guests when %s', async (_, roleOf) => {
    const pool = await deployPool();
    const arn = await roleOf(pool);
    if (arn) await attach(pool, arn);
    const answer = await call('GetCredentialsForIdentity', { IdentityId: await guestOf(pool) });
    expect(answer).toMatchObject({ status: 400, body: { __type: 'InvalidIdentityPoolConfigurationException' } });
  });

  test('does not know identities and pools that it did not make', async () => {
    const stranger = 'us-east-1:00000000-0000-4000-8000-000000000000';
    for (const [operation, body] of [
      ['GetId', { IdentityPoolId: stranger }],
      ['GetCredentialsForIdentity', { IdentityId: stranger }],
    ] as const) {
      expect(await call(operation, body)).toMatchObject({ status: 400, body: { __type: 'ResourceNotFoundException' } });
    }
  });

  test('is refused with a property that the lab does not know', async () => {
    await expect(deployPool({ PushSync: {} })).rejects.toThrow('PushSync');
  });
});
