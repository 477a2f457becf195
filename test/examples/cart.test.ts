import { metrics } from '@opentelemetry/api';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { handler } from '../../examples/retail/cart/handler';

const exporter = new InMemoryMetricExporter(AggregationTemporality.DELTA);
const provider = new MeterProvider({ readers: [new PeriodicExportingMetricReader({ exporter })] });

beforeAll(() => {
  metrics.setGlobalMeterProvider(provider);
});
beforeEach(async () => {
  await provider.forceFlush(); // what earlier tests left
  exporter.reset();
});
afterAll(() => provider.shutdown());

function call(method: string, path: string, body: unknown, headers: Record<string, string> = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const event = { requestContext: { http: { method } }, rawPath: path, headers, body: text, isBase64Encoded: false };
  return handler(event as unknown as APIGatewayProxyEventV2);
}

async function recorded(name: string): Promise<number[]> {
  await provider.forceFlush();
  const found = exporter.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics));
  return found
    .filter((metric) => metric.descriptor.name === name)
    .flatMap((metric) => metric.dataPoints.map(({ value }) => (typeof value === 'number' ? value : 1)));
}

test('an added item is priced from the catalog, whatever price the browser sends', async () => {
  const answer = await call('POST', '/api/cart/items', { productId: 'mug', quantity: 2, price: 0.01 });
  expect(answer.statusCode).toBe(200);
  expect(JSON.parse(answer.body ?? '')).toEqual({
    productId: 'mug',
    name: 'Stoneware mug',
    quantity: 2,
    unitPrice: 18,
    total: 36,
  });
});

test('an added item is counted, and the time of the request is recorded', async () => {
  await call('POST', '/api/cart/items', { productId: 'mug', quantity: 3 });
  expect(await recorded('retail.cart.items_added')).toEqual([3]);
  expect(await recorded('http.server.request.duration')).toHaveLength(1);
});

test('what a canary adds is not counted', async () => {
  await call(
    'POST',
    '/api/cart/items',
    { productId: 'mug', quantity: 3 },
    { 'user-agent': 'X CloudWatchSynthetics/arn' },
  );
  expect(await recorded('retail.cart.items_added')).toEqual([]);
});

test('a cart is priced as a whole', async () => {
  const items = [
    { productId: 'mug', quantity: 1 },
    { productId: 'blanket', quantity: 2 },
  ];
  const answer = await call('POST', '/api/cart/price', { items });
  expect(JSON.parse(answer.body ?? '')).toMatchObject({ total: 196, currency: 'USD' });
});

test('a base64 body is understood', async () => {
  const event = {
    requestContext: { http: { method: 'POST' } },
    rawPath: '/api/cart/items',
    headers: {},
    body: Buffer.from('{"productId":"tote","quantity":1}').toString('base64'),
    isBase64Encoded: true,
  };
  const answer = await handler(event as unknown as APIGatewayProxyEventV2);
  expect(answer.statusCode).toBe(200);
});

test.each([
  ['no JSON', 'no'],
  ['a list', []],
  ['an unknown product', { productId: 'yacht', quantity: 1 }],
  ['a property of every object', { productId: 'constructor', quantity: 1 }],
  ['no quantity', { productId: 'mug' }],
  ['a quantity of 0', { productId: 'mug', quantity: 0 }],
  ['a quantity of 11', { productId: 'mug', quantity: 11 }],
  ['a fraction', { productId: 'mug', quantity: 1.5 }],
])('%s is refused', async (_, body) => {
  const answer = await call('POST', '/api/cart/items', body);
  expect(answer.statusCode).toBe(400);
  expect(JSON.parse(answer.body ?? '').message).not.toBe('');
});

test.each([
  ['an empty cart', []],
  ['no list', 'mug'],
  ['21 lines', Array.from({ length: 21 }, () => ({ productId: 'mug', quantity: 1 }))],
])('%s is not priced', async (_, items) => {
  expect((await call('POST', '/api/cart/price', { items })).statusCode).toBe(400);
});

test('other paths are not found', async () => {
  expect((await call('GET', '/api/cart/items', {})).statusCode).toBe(404);
});
