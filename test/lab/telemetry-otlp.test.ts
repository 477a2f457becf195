import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { Driver } from './telemetry/driver';

const driver = new Driver();
let url: string;

/** A function without the dimensions Service and Environment. */
const ORDERS = {
  OTEL_SERVICE_NAME: 'orders',
  OTEL_METRICS_EXPORTER: 'awsemf',
  OTEL_EXPORTER_OTLP_LOGS_HEADERS: 'x-aws-metric-namespace=UserTelemetry',
};

beforeAll(async () => {
  await driver.call('function', { name: 'Orders', variables: ORDERS });
  url = `http://127.0.0.1:${await driver.call('otlp_port')}`;
});
afterAll(() => driver.end());

const post = (path: string, body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
  fetch(`${url}${path}`, { method: 'POST', body, headers: { 'Content-Type': 'application/json', ...headers } });
const metric = (name: string, dimensions: Record<string, string>, stat: string) =>
  driver.call('metric', { namespace: 'UserTelemetry', name, dimensions, stat });
const resource = (service: string) => ({
  attributes: [
    { key: 'service.name', value: { stringValue: service } },
    { key: 'service.namespace', value: { stringValue: 'shop' } },
  ],
});
const exporting = (service: string, metrics: object[]) =>
  post(
    '/v1/metrics',
    JSON.stringify({ resourceMetrics: [{ resource: resource(service), scopeMetrics: [{ metrics }] }] }),
  );
const attribute = (key: string, stringValue: string) => ({ key, value: { stringValue } });
const CHECKOUT = { transaction: 'Checkout', outcome: 'completed' };

function counter(value: number, startTimeUnixNano: string, aggregationTemporality = 2) {
  const attributes = [attribute('transaction', 'Checkout'), attribute('outcome', 'completed')];
  const timeUnixNano = String(Date.now() * 1e6);
  const dataPoints = [{ attributes, startTimeUnixNano, timeUnixNano, asInt: String(value) }];
  return { name: 'user.transactions', sum: { aggregationTemporality, isMonotonic: true, dataPoints } };
}

describe('the OTLP receiver', () => {
  test('counts cumulative counters once, also across a restart of the process', async () => {
    await exporting('orders', [counter(2, '1')]);
    await exporting('orders', [counter(5, '1')]);
    await exporting('orders', [counter(5, '1')]);
    await exporting('orders', [counter(1, '9')]);
    expect(await metric('user.transactions', CHECKOUT, 'Sum')).toBe(6);
  });

  test('takes deltas as they are', async () => {
    await exporting('orders', [counter(4, '1', 1)]);
    await exporting('orders', [counter(4, '1', 1)]);
    expect(await metric('user.transactions', CHECKOUT, 'Sum')).toBe(14);
  });

  test('turns what the SDK exports into statistics, which have no percentiles', async () => {
    const script = join(__dirname, 'telemetry/sdk-export.ts');
    await promisify(execFile)('node', ['--import', 'tsx', script, `${url}/v1/metrics`]);
    const dimensions = {};
    expect(await metric('http.server.request.duration', dimensions, 'SampleCount')).toBe(3);
    expect(await metric('http.server.request.duration', dimensions, 'Average')).toBeCloseTo(0.3);
    expect(await metric('http.server.request.duration', dimensions, 'Maximum')).toBe(0.6);
    expect(await metric('http.server.request.duration', dimensions, 'p90')).toBeNull();
  });

  test('counts spans per service, compressed or not', async () => {
    const spans = [{ traceId: '0'.repeat(32), spanId: '0'.repeat(16), name: 'GET /' }];
    const body = JSON.stringify({ resourceSpans: [{ resource: resource('orders'), scopeSpans: [{ spans }] }] });
    expect((await post('/v1/traces', body)).status).toBe(200);
    expect((await post('/v1/traces', gzipSync(body), { 'Content-Encoding': 'gzip' })).status).toBe(200);
    expect((await driver.call('more')).spansByService).toEqual({ orders: 2 });
  });

  test('reads protobuf', async () => {
    const spans = [{ name: 'GET /' }, { name: 'POST /' }];
    const message = { resourceSpans: [{ resource: resource('cart'), scopeSpans: [{ spans }] }] };
    const bytes = Buffer.from(await driver.call('protobuf', { path: '/v1/traces', message }), 'base64');
    expect((await post('/v1/traces', bytes, { 'Content-Type': 'application/x-protobuf' })).status).toBe(200);
    expect((await driver.call('more')).spansByService).toMatchObject({ cart: 2 });
  });

  test('says what it did not turn into metrics, and why', async () => {
    await exporting('unknown', [counter(1, '1', 1)]);
    const dataPoints = [{ count: '1', sum: 1 }];
    await exporting('orders', [{ name: 'size', exponentialHistogram: { dataPoints, aggregationTemporality: 1 } }]);
    expect((await driver.call('more')).otlpNotConverted).toEqual({
      'no function that writes metrics is called unknown': 1,
      'exponential_histogram is not converted by the lab: size': 1,
    });
  });

  test.each([
    ['/v1/profiles', '{}', 'application/json', 404],
    ['/v1/traces', '{', 'application/json', 400],
    ['/v1/traces', 'x', 'application/x-protobuf', 400],
    ['/v1/traces', '{}', 'text/plain', 415],
  ])('refuses %s with %j as %s', async (path, body, type, status) => {
    expect((await post(path, body, { 'Content-Type': type })).status).toBe(status);
  });
});

describe('a Lambda function', () => {
  const variables = {
    OTEL_SERVICE_NAME: 'cart',
    OTEL_METRICS_EXPORTER: 'awsemf',
    OTEL_EXPORTER_OTLP_LOGS_HEADERS: 'x-aws-metric-namespace=UserTelemetry',
    OTEL_METRICS_ADD_APPLICATION_SIGNALS_DIMENSIONS: 'true',
  };

  test('has every attribute as a dimension, besides Service and Environment', async () => {
    await driver.call('function', { name: 'Cart', variables });
    await exporting('cart', [counter(3, '1', 1)]);
    const dimensions = {
      transaction: 'Checkout',
      outcome: 'completed',
      Service: 'cart',
      Environment: 'lambda:default',
    };
    expect(await metric('user.transactions', dimensions, 'Sum')).toBe(3);
  });

  test('that exports no metrics has none', async () => {
    await driver.call('function', { name: 'Cart', variables: { OTEL_SERVICE_NAME: 'stock' } });
    await exporting('stock', [counter(3, '1', 1)]);
    expect((await driver.call('more')).cloudWatchPointsByService.stock).toBeUndefined();
  });

  test('publishes its invocations, errors and duration', async () => {
    await driver.call('invoke', { name: 'Cart', answer: { result: 1 } });
    await driver.call('invoke', { name: 'Cart', answer: { error: { errorType: 'X' } } });
    const lambda = (name: string, stat: string) =>
      driver.call('metric', { namespace: 'AWS/Lambda', name, dimensions: { FunctionName: 'Cart' }, stat });
    expect(await lambda('Invocations', 'Sum')).toBe(2);
    expect(await lambda('Errors', 'Sum')).toBe(1);
    expect(await lambda('Duration', 'SampleCount')).toBe(2);
    expect(await driver.call('list_metrics', { namespace: 'AWS/Lambda' })).toBe(3);
  });
});
