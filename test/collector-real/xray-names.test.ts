import { TraceDestination } from '../../src/collector';
import type { Segment } from './fake-aws';
import { spans } from './otlp';
import { configuration } from './running-collector';
import { useAws } from './use-aws';

const CLIENT = 3;
const PRODUCER = 4;

const { aws, start } = useAws();

async function segmentOf(options: Parameters<typeof spans>[1]): Promise<Segment> {
  const collector = await start();
  expect(await collector.send('traces', spans(1, options))).toBe(200);
  await collector.stop();
  return aws.segments[0];
}

describe('a node of the map has the name of what is called', () => {
  const http = { 'http.request.method': 'GET', 'url.full': 'https://user@payments.example.com:8443/pay?card=4711' };
  test.each([
    ['HTTP', CLIENT, { ...http, 'server.address': 'payments.example.com' }, 'payments.example.com'],
    ['HTTP, by its URL', CLIENT, http, 'payments.example.com'],
    ['a peer that has a name', CLIENT, { ...http, 'peer.service': 'payments' }, 'payments'],
    ['an AWS service', CLIENT, { ...http, 'rpc.system': 'aws-api', 'rpc.service': 'S3' }, 'S3'],
    ['a queue', PRODUCER, { 'messaging.destination.name': 'orders' }, 'orders'],
    ['a database', CLIENT, { 'db.system.name': 'postgresql', 'db.namespace': 'shop' }, 'shop'],
    ['a cache', CLIENT, { 'db.system.name': 'redis', 'server.address': 'cache.internal' }, 'cache.internal'],
  ])('%s', async (_, kind, attributes, name) => {
    const segment = await segmentOf({ kind, attributes, name: 'GET' });
    expect(segment).toMatchObject({ name });
    expect(JSON.stringify(segment)).not.toContain('url_host');
    expect(JSON.stringify(segment)).not.toContain('4711');
  });

  test('what is served keeps the name of the service', async () => {
    const attributes = { 'http.request.method': 'GET', 'server.address': 'shop.example.com' };
    expect(await segmentOf({ attributes, name: 'GET' })).toMatchObject({ name: 'orders' });
  });
});

test.each([
  ['postgresql', 'postgresql'],
  ['mysql', 'mysql'],
  ['microsoft.sql_server', 'mssql'],
  ['oracle.db', 'oracle'],
  ['ibm.db2', 'db2'],
])('a query of %s keeps its SQL block', async (system, type) => {
  const attributes = {
    ...{ 'db.system.name': system, 'db.namespace': 'shop', 'server.address': 'db.internal' },
    'db.query.text': 'SELECT * FROM carts WHERE id = ?',
  };
  expect((await segmentOf({ kind: CLIENT, attributes, name: 'SELECT carts' })).sql).toMatchObject({
    database_type: type,
    sanitized_query: 'SELECT * FROM carts WHERE id = ?',
  });
});

test('a service that takes OTLP gets the attributes as they are', () => {
  const vendor = TraceDestination.otlp({ name: 'vendor', url: 'https://vendor.example' });
  expect(configuration({ traceDestinations: [vendor] })).not.toContain('net.peer.name');
});
