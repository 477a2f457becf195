import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { CollectorConfig } from '../../src/collector';
import { newStack } from '../collector/fixture';
import { COLLECTOR, ENVIRONMENT } from './collector';
import { freePort } from './free-port';

interface EmbeddedEvent {
  readonly _aws: { CloudWatchMetrics: { Namespace: string; Dimensions: string[][]; Metrics: { Name: string }[] }[] };
  readonly [field: string]: unknown;
}

const INTERVAL_MS = 2_000;
const events: EmbeddedEvent[] = [];
const children: ChildProcess[] = [];
let logs: Server;

beforeAll(async () => {
  logs = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    if (String(request.headers['x-amz-target']).endsWith('PutLogEvents')) {
      const text = request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
      const { logEvents } = JSON.parse(text.toString()) as { logEvents: { message: string }[] };
      events.push(...logEvents.map(({ message }) => JSON.parse(message)));
    }
    response.setHeader('content-type', 'application/x-amz-json-1.1').end('{"nextSequenceToken":"1"}');
  }).listen(0, '127.0.0.1');
  await once(logs, 'listening');
});

beforeEach(() => {
  events.length = 0;
});

afterEach(async () => {
  for (const child of children.splice(0)) {
    const ended = child.exitCode !== null || once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }
});

afterAll(() => {
  logs.close();
});

/** Runs the default configuration with selfTelemetry, on ports of its own and faster than it ships. */
async function start(memoryLimiter?: object): Promise<string> {
  const [http, own, health] = await Promise.all([freePort(), freePort(), freePort()]);
  const stack = newStack({ env: { account: '123456789012', region: 'us-east-1' } });
  const metricsLogGroup = LogGroup.fromLogGroupName(stack, 'Metrics', '/metrics');
  const { document } = new CollectorConfig({ selfTelemetry: true })._bind(stack, {
    metricsLogGroup,
    memoryLimitMiB: 256,
    applicationName: 'shop',
    serviceName: 'orders',
  });
  const config = JSON.parse(
    JSON.stringify(stack.resolve(document))
      .replaceAll('127.0.0.1:8888', `127.0.0.1:${own}`)
      .replace('value_double > 90', `value_double > ${(INTERVAL_MS * 1.5) / 1000}`)
      .replace('"interval":60000', `"interval":${INTERVAL_MS}`),
  );
  config.receivers.otlp.protocols = { http: { endpoint: `127.0.0.1:${http}` } };
  config.extensions.health_check.endpoint = `127.0.0.1:${health}`;
  config.exporters.awsemf.endpoint = `http://127.0.0.1:${(logs.address() as AddressInfo).port}`;
  // Nobody listens there.
  Object.assign(config.exporters.awsxray, { endpoint: 'http://127.0.0.1:1', max_retries: 0 });
  Object.assign(config.processors.memory_limiter, memoryLimiter);
  const child = spawn(COLLECTOR, ['--config', 'env:AOT_CONFIG_CONTENT'], {
    env: { ...ENVIRONMENT, AOT_CONFIG_CONTENT: JSON.stringify(config) },
    stdio: 'ignore',
  });
  children.push(child);
  await until(async () => (await fetch(`http://127.0.0.1:${health}`).catch(() => undefined))?.ok);
  return `http://127.0.0.1:${http}`;
}

async function until(done: () => unknown): Promise<void> {
  const end = Date.now() + 60_000;
  while (!(await done())) {
    if (Date.now() > end) throw new Error(`in vain: ${JSON.stringify(events)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function sendSpans(url: string, count: number): Promise<number> {
  const now = BigInt(Date.now()) * 1_000_000n;
  const spans = Array.from({ length: count }, (_, index) => ({
    traceId: '5b8efff798038103d269b633813fc60c',
    spanId: (index + 1).toString(16).padStart(16, '0'),
    name: 'GET /',
    kind: 2,
    startTimeUnixNano: String(now - 1_000_000n),
    endTimeUnixNano: String(now),
  }));
  const { status } = await fetch(`${url}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] }),
  });
  return status;
}

const valuesOf = (name: string) => events.flatMap((event) => (name in event ? [Number(event[name])] : []));
const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);

test('what could not be sent is counted once, by application and service', async () => {
  const url = await start();
  expect(await sendSpans(url, 7)).toBe(503);
  await until(() => valuesOf('collector.exports.failed').length > 0);
  await sendSpans(url, 4);
  await until(() => sum(valuesOf('collector.exports.failed')) > 7);
  // Two exports more bring nothing more.
  const uptimes = valuesOf('collector.uptime').length;
  await until(() => valuesOf('collector.uptime').length >= uptimes + 2);
  expect(valuesOf('collector.exports.failed')).toEqual([7, 4]);

  expect(valuesOf('collector.starts')).toHaveLength(1);
  expect(valuesOf('collector.telemetry.refused')).toEqual([]);
  // Seconds since the last export, not since the start.
  for (const uptime of valuesOf('collector.uptime')) expect(uptime).toBeLessThan((INTERVAL_MS * 1.9) / 1000);
  for (const event of events) {
    expect(event).toMatchObject({ application: 'shop', service: 'orders' });
    for (const { Namespace, Dimensions } of event._aws.CloudWatchMetrics) {
      expect({ Namespace, Dimensions }).toEqual({
        Namespace: 'UserTelemetry',
        Dimensions: [['application', 'service']],
      });
    }
  }
});

test('what is refused for lack of memory is counted, too', async () => {
  const url = await start({ limit_mib: 1, spike_limit_mib: 0, check_interval: '100ms' });
  await until(async () => {
    await sendSpans(url, 5);
    return sum(valuesOf('collector.telemetry.refused')) >= 5;
  });
  expect(sum(valuesOf('collector.telemetry.refused')) % 5).toBe(0);
});
