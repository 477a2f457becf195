import { context, metrics, propagation, trace } from '@opentelemetry/api';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node';
import type { Headers } from '../../examples/retail/backend/observe';
import { handle } from '../../examples/retail/orders/handler';

const spans = new InMemorySpanExporter();
const tracers = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] });
const exporter = new InMemoryMetricExporter(AggregationTemporality.DELTA);
const meters = new MeterProvider({ readers: [new PeriodicExportingMetricReader({ exporter })] });

beforeAll(() => {
  tracers.register();
  metrics.setGlobalMeterProvider(meters);
});
beforeEach(async () => {
  await meters.forceFlush(); // what earlier tests left
  spans.reset();
  exporter.reset();
});
afterAll(async () => {
  await Promise.all([tracers.shutdown(), meters.shutdown()]);
  for (const api of [trace, metrics, context, propagation]) api.disable();
});

const ORDER = {
  name: 'Jane Doe',
  email: 'jane@example.com',
  address: '123 Any Street',
  items: [{ productId: 'mug', quantity: 2 }],
};

function order(body: unknown, headers: Headers = {}) {
  return handle({ method: 'POST', path: '/api/orders', headers, body: JSON.stringify(body) });
}

async function checkouts() {
  await meters.forceFlush();
  return exporter
    .getMetrics()
    .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics))
    .filter((metric) => metric.descriptor.name === 'user.transactions')
    .flatMap((metric) => metric.dataPoints.map(({ value, attributes }) => ({ value, attributes })));
}

test('an order is priced from the catalog', async () => {
  const { status, body } = await order({ ...ORDER, total: 1, items: [{ productId: 'mug', quantity: 2, price: 1 }] });
  expect(status).toBe(201);
  expect(body).toMatchObject({ total: 36, currency: 'USD', orderId: expect.stringMatching(/^[0-9a-f-]{36}$/) });
});

test('an order completes the transaction Checkout', async () => {
  await order(ORDER);
  expect(await checkouts()).toEqual([{ value: 1, attributes: { transaction: 'Checkout', outcome: 'completed' } }]);
});

test.each([
  ['by its user agent', { 'user-agent': 'Chrome CloudWatchSynthetics/arn:aws:synthetics' }],
  ['by baggage', { 'user-agent': 'node', baggage: 'tenant=a,user_agent.synthetic.type=test' }],
])('the order of a canary, told %s, is traced as synthetic and not counted', async (_, headers) => {
  const { status } = await order(ORDER, headers);
  expect(status).toBe(201);
  expect(await checkouts()).toEqual([]);
  expect(spans.getFinishedSpans()[0].attributes['user_agent.synthetic.type']).toBe('test');
});

test("the span joins the browser's trace", async () => {
  await order(ORDER, { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' });
  const [span] = spans.getFinishedSpans();
  expect(span.spanContext().traceId).toBe('0af7651916cd43dd8448eb211c80319c');
  expect(span.parentSpanContext?.spanId).toBe('b7ad6b7169203331');
});

test('the span holds nothing about the person', async () => {
  await order(ORDER);
  const text = JSON.stringify(spans.getFinishedSpans()[0].attributes);
  expect(text).not.toMatch(/Jane|example\.com|Any Street/);
});

test.each([
  ['name', ''],
  ['name', 'x'.repeat(101)],
  ['email', 'nobody'],
  ['email', 7],
  ['address', undefined],
  ['items', []],
])('an order whose %s is %j is refused and not counted', async (field, value) => {
  expect((await order({ ...ORDER, [field]: value })).status).toBe(400);
  expect(await checkouts()).toEqual([]);
});

test('the health check answers without a span', async () => {
  const answer = await handle({ method: 'GET', path: '/api/orders/health', headers: {}, body: '' });
  expect(answer.status).toBe(200);
  expect(spans.getFinishedSpans()).toEqual([]);
});
