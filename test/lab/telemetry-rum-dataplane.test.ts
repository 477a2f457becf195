import { gzipSync } from 'node:zlib';
import { Driver } from './telemetry/driver';
import { allowEveryone, arnOf, batch, deployMonitor, event } from './telemetry/monitor';

const driver = new Driver();
afterAll(() => driver.end());

const PAGE_VIEW = 'com.amazon.rum.page_view_event';
const refused = (name: string) => driver.call('refused', { name });
const send = (id: string, body: unknown, more: Record<string, unknown> = {}) =>
  driver.call('send', { id, body, ...more });

describe('a request that the service would accept', () => {
  test('becomes counted events and metrics', async () => {
    const id = await deployMonitor(driver, 'accepts');
    expect((await send(id, batch([event(PAGE_VIEW), event('my.event')]))).status).toBe(200);
    expect((await refused('accepts')).accepted).toEqual({ [PAGE_VIEW]: 1, 'my.event': 1 });
  });

  test('may be gzipped, or a plain-text beacon', async () => {
    const id = await deployMonitor(driver, 'encodings');
    const binary = [...gzipSync(JSON.stringify(batch([event(PAGE_VIEW)])))];
    expect((await send(id, '', { binary, headers: { 'Content-Encoding': 'gzip' } })).status).toBe(200);
    const headers = { 'Content-Type': 'text/plain;charset=UTF-8' };
    expect((await send(id, batch([event(PAGE_VIEW)]), { headers })).status).toBe(200);
    expect((await refused('encodings')).accepted).toEqual({ [PAGE_VIEW]: 2 });
  });

  test('may come from a page of a wildcard domain', async () => {
    const id = await deployMonitor(driver, 'wildcard');
    const headers = { Origin: 'https://d111.cloudfront.net' };
    expect((await send(id, batch([]), { headers })).status).toBe(200);
  });

  test('is answered for the page’s origin, also before it is sent', async () => {
    const id = await deployMonitor(driver, 'cors');
    const headers = { 'Access-Control-Request-Headers': 'content-type,content-encoding' };
    expect(await send(id, '', { method: 'OPTIONS', headers })).toMatchObject({
      status: 200,
      allowOrigin: 'https://shop.example.com',
      allowHeaders: 'content-type,content-encoding',
    });
    expect((await send(id, batch([]))).allowOrigin).toBe('https://shop.example.com');
  });

  test('counts an event twice that is sent twice, because RUM documents no deduplication', async () => {
    const id = await deployMonitor(driver, 'repeats');
    const same = batch([event(PAGE_VIEW)]);
    await send(id, same);
    await send(id, same);
    expect(await refused('repeats')).toMatchObject({ accepted: { [PAGE_VIEW]: 2 }, repeated: 1 });
  });

  test('is copied to the log group of the app monitor, which appears with the first event, where that is enabled', async () => {
    const id = await deployMonitor(driver, 'logs', { CwLogEnabled: true });
    const group = `/aws/vendedlogs/RUMService_logs${id.slice(0, 8)}`;
    expect(await driver.call('log', { group })).toBeNull();
    await send(id, batch([event(PAGE_VIEW, { a: 1 })]));
    expect(await driver.call('log', { group })).toMatchObject({
      retention: 30,
      messages: [{ event_type: PAGE_VIEW, application_id: id, event_details: { a: 1 } }],
    });
  });

  test('loses its custom events where they are not enabled', async () => {
    const id = await deployMonitor(driver, 'no-custom', { CustomEvents: undefined });
    expect((await send(id, batch([event('my.event'), event(PAGE_VIEW)]))).status).toBe(200);
    expect(await refused('no-custom')).toMatchObject({
      accepted: { [PAGE_VIEW]: 1 },
      dropped: { 'custom events are disabled': 1 },
    });
  });
});

describe('a request is refused, and counted with the reason,', () => {
  const big = 'x'.repeat(6 * 1024);
  const attributes = Object.fromEntries(Array.from({ length: 11 }, (_, at) => [`own${at}`, 1]));
  test.each<[string, string, unknown]>([
    ['without BatchId', 'missing member', batch([], { BatchId: undefined })],
    ['without UserDetails', 'missing member', batch([], { UserDetails: undefined })],
    ['with a BatchId that is no UUID', 'bad BatchId', batch([], { BatchId: 'x' })],
    ['with a session id that is no UUID', 'bad UserDetails', batch([], { UserDetails: { sessionId: 'x' } })],
    ['with the id of another monitor', 'bad AppMonitorDetails', batch([], { AppMonitorDetails: { id: 'x' } })],
    ['with events that are no list', 'bad RumEvents', batch([], { RumEvents: {} })],
    ['with an event without details', 'bad event', batch([event(PAGE_VIEW, {}, { details: undefined })])],
    ['with an event id that is no UUID', 'bad event id', batch([event(PAGE_VIEW, {}, { id: '1' })])],
    ['with a timestamp that is no number', 'bad timestamp', batch([event(PAGE_VIEW, {}, { timestamp: 'now' })])],
    ['with an event type that holds a space', 'bad event type', batch([event('my event')])],
    ['with details that are no JSON', 'bad details', batch([event(PAGE_VIEW, {}, { details: '{' })])],
    ['with details that are no string', 'bad details', batch([event(PAGE_VIEW, {}, { details: {} })])],
    ['with metadata that is no object', 'bad metadata', batch([event(PAGE_VIEW, {}, { metadata: '[]' })])],
    ['with 11 attributes', 'bad metadata', batch([event(PAGE_VIEW, {}, { metadata: JSON.stringify(attributes) })])],
    ['with a custom event over 6 KB', 'custom event too large', batch([event('my.event', { big })])],
    ['with an empty alias', 'bad Alias', batch([], { Alias: '' })],
    ['that is no JSON', 'bad JSON', '{'],
  ])('%s', async (name, reason, body) => {
    const monitor = name.replaceAll(/\W/g, '-');
    const id = await deployMonitor(driver, monitor);
    expect(await send(id, body)).toMatchObject({ status: 400, error: 'ValidationException' });
    expect(await refused(monitor)).toMatchObject({ refused: { [reason]: 1 }, accepted: {} });
    await driver.call('remove', { type: 'AWS::RUM::AppMonitor', ref: monitor });
  });

  test('that claims to be gzip and is not', async () => {
    const id = await deployMonitor(driver, 'gzip');
    expect((await send(id, batch([]), { headers: { 'Content-Encoding': 'gzip' } })).status).toBe(400);
    expect((await refused('gzip')).refused).toEqual({ 'bad gzip': 1 });
  });

  test('for a monitor that does not exist', async () => {
    const answer = await send('00000000-0000-4000-8000-000000000000', batch([]));
    expect(answer).toMatchObject({ status: 404, error: 'ResourceNotFoundException' });
    expect((await refused('gzip')).unknown).toEqual({ 'unknown app monitor': 1 });
  });

  test.each([
    ['another domain', { Origin: 'https://evil.example.com' }],
    ['a domain that only ends alike', { Origin: 'https://notshop.example.com' }],
    ['no page at all', { Origin: '' }],
  ])('from %s', async (name, headers) => {
    const monitor = `from-${name.replaceAll(' ', '-')}`;
    const id = await deployMonitor(driver, monitor);
    expect(await send(id, batch([]), { headers })).toMatchObject({ status: 403, error: 'AccessDeniedException' });
    expect((await refused(monitor)).refused).toEqual({ 'domain not allowed': 1 });
  });
});

describe('authorization', () => {
  let id: string;
  const deploy = async (name: string, policy?: object) => {
    const ResourcePolicy = policy && { PolicyDocument: JSON.stringify(policy) };
    id = await deployMonitor(driver, name, { ResourcePolicy });
  };
  const statusOf = async (body: Record<string, unknown> = {}, more: Record<string, unknown> = {}) =>
    (await send(id, batch([], body), more)).status;
  afterEach(() => driver.call('remove', { type: 'AWS::RUM::AppMonitor', ref: 'auth' }));

  test('an unsigned request needs a resource policy', async () => {
    await deploy('auth');
    expect(await statusOf()).toBe(403);
    expect((await refused('auth')).refused).toEqual({ 'unsigned without resource policy': 1 });
  });

  test('a policy may ask for an alias', async () => {
    await deploy('auth', allowEveryone('auth', { StringEquals: { 'rum:alias': ['one', 'two'] } }));
    expect(await statusOf({ Alias: 'two' })).toBe(200);
    expect(await statusOf({ Alias: 'three' })).toBe(403);
    expect(await statusOf()).toBe(403);
    expect((await refused('auth')).refused).toEqual({ 'resource policy does not allow': 2 });
  });

  test('a policy may ask for a source address', async () => {
    await deploy('auth', allowEveryone('auth', { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }));
    expect(await statusOf({}, { ip: '203.0.113.9' })).toBe(200);
    expect(await statusOf({}, { ip: '198.51.100.9' })).toBe(403);
  });

  test('a policy may ask for a referer, by wildcard', async () => {
    await deploy('auth', allowEveryone('auth', { StringLike: { 'aws:referer': 'https://shop.example.com/*' } }));
    expect(await statusOf({}, { headers: { Referer: 'https://shop.example.com/cart' } })).toBe(200);
    expect(await statusOf({}, { headers: { Referer: 'https://shop.example.org/' } })).toBe(403);
    expect(await statusOf()).toBe(403);
  });

  test('a Deny wins, over a signature too', async () => {
    const allow = allowEveryone('auth');
    const deny = {
      ...allow.Statement[0],
      Effect: 'Deny',
      Condition: { IpAddress: { 'aws:SourceIp': '198.51.100.1' } },
    };
    await deploy('auth', { ...allow, Statement: [...allow.Statement, deny] });
    expect(await statusOf()).toBe(200);
    expect(await statusOf({}, { ip: '198.51.100.1' })).toBe(403);
    const body = batch([]);
    const { headers } = await driver.call('sign', { id, body });
    expect((await send(id, body, { headers })).status).toBe(200);
    expect((await send(id, body, { ip: '198.51.100.1', headers })).status).toBe(403);
  });

  test.each<[string, object, string]>([
    ['another action', { Action: 'rum:GetAppMonitor' }, 'rum:PutRumEvents only'],
    ['every action', { Action: 'rum:*' }, 'rum:PutRumEvents only'],
    ['another monitor', { Resource: arnOf('other') }, 'not this app monitor'],
    ['another account', { Principal: { AWS: '999999999999' } }, 'cross-account'],
    ['no principal', { Principal: undefined }, 'Principal'],
    ['an unknown operator', { Condition: { Rhymes: { 'rum:alias': 'x' } } }, 'Rhymes'],
    ['more than 4 KB', { Sid: 'x'.repeat(4096) }, '4096'],
  ])('a policy is refused with %s', async (_, change, message) => {
    const policy = allowEveryone('auth');
    await expect(deploy('auth', { ...policy, Statement: [{ ...policy.Statement[0], ...change }] })).rejects.toThrow(
      message,
    );
  });
});
