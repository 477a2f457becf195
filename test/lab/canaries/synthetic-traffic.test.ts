/** A real and a synthetic user order the same in the sample's shop: pages, client, backends and runner are the real ones. */
import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { context, metrics, propagation, trace } from '@opentelemetry/api';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node';
import { DEVICES, newUser } from '../../../lab/cast/browser';
import { clientScript } from '../../../src/rum/web-app/javascript';
import { clientConfiguration } from '../client/configuration';
import { sharedBrowser } from '../helpers/browser';
import { LocalShop } from '../helpers/local-shop';

const ROOT = join(__dirname, '../../..');

const spans = new InMemorySpanExporter();
const tracers = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] });
const exporter = new InMemoryMetricExporter(AggregationTemporality.DELTA);
const meters = new MeterProvider({ readers: [new PeriodicExportingMetricReader({ exporter })] });

let folder: string;
let shop: LocalShop;

beforeAll(async () => {
  tracers.register();
  metrics.setGlobalMeterProvider(meters);
  folder = mkdtempSync(join(tmpdir(), 'synthetic-'));
  shop = await LocalShop.open();
  shop.client = await client();
});
afterAll(async () => {
  await shop?.close();
  rmSync(folder, { recursive: true, force: true });
  await Promise.all([tracers.shutdown(), meters.shutdown()]);
  for (const api of [trace, metrics, context, propagation]) api.disable();
});

/** The bundled client, as a web app delivers it. */
async function client(): Promise<string> {
  const bundle = readFileSync(join(ROOT, 'assets/client/telemetry.js'), 'utf8');
  const configuration = clientConfiguration(`${shop.url}/rum`, { tracing: true });
  return clientScript(bundle, JSON.stringify(configuration));
}

/** Events that RUM's data plane got. */
function events(): { type: string }[] {
  return shop.seen
    .filter(({ method, path }) => method === 'POST' && path.startsWith('/rum/'))
    .flatMap(({ body }) => JSON.parse((body[0] === 0x1f ? gunzipSync(body) : body).toString()).RumEvents);
}

const outcomes = () => events().flatMap(({ type }) => /^user_telemetry\.(transaction_\w+)$/.exec(type)?.[1] ?? []);

async function countedCheckouts(): Promise<number> {
  await meters.forceFlush();
  return exporter
    .getMetrics()
    .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics))
    .filter(({ descriptor }) => descriptor.name === 'user.transactions')
    .flatMap(({ dataPoints }) => dataPoints.map(({ value }) => Number(value)))
    .reduce((sum, value) => sum + value, 0);
}

const orderSpans = () => spans.getFinishedSpans().filter(({ name }) => name === 'POST /api/orders');

async function realUserBuys(): Promise<void> {
  const browser = await sharedBrowser();
  try {
    const page = await (await newUser(browser, DEVICES[0])).newPage();
    await page.goto(`${shop.url}/`);
    await page.click('text=Stoneware mug');
    await page.click('#add');
    await page.waitForSelector('text=Added to your cart');
    await page.click('#cart');
    await page.click('#checkout');
    await page.fill('#name', 'Jane Doe');
    await page.fill('#email', 'jane@example.com');
    await page.fill('#address', '123 Any Street');
    await page.click('#order');
    await page.waitForSelector('text=Thank you');
    const deadline = Date.now() + 30_000;
    while (outcomes().length < 2) {
      if (Date.now() > deadline) throw new Error(`of the transaction arrived: ${outcomes()}`);
      await pause(100);
    }
  } finally {
    await browser.close();
  }
}

/** The sample's journey by the very script that a canary has. */
async function canaryBuys(): Promise<void> {
  mkdirSync(join(folder, 'code'));
  copyFileSync(join(ROOT, 'assets/runner/index.js'), join(folder, 'code/index.js'));
  const fill = (locator: string, value: string) => ({ action: 'fill', locator, value });
  const click = (locator: string) => ({ action: 'click', locator });
  const parts = [
    click('text=Stoneware mug'),
    click('#add'),
    { expect: 'text', locator: '#added', value: 'Added to your cart' },
    click('#cart'),
    click('#checkout'),
    fill('#name', 'Jane Doe'),
    fill('#email', 'jane@example.com'),
    fill('#address', '123 Any Street'),
    click('#order'),
    { expect: 'text', locator: 'h1', value: 'Thank you' },
  ];
  const journey = { version: 1, startUrl: shop.url, budgetMs: 100_000, steps: [{ name: 'buy', parts }] };
  writeFileSync(join(folder, 'code/journey.json'), JSON.stringify(journey));
  const args = [
    '--import',
    'tsx',
    'lab/synthetics/run.ts',
    '--code',
    join(folder, 'code'),
    '--handler',
    'index.handler',
  ];
  const { stdout } = await promisify(execFile)(process.execPath, [...args, '--out', join(folder, 'out')], {
    cwd: ROOT,
    env: { ...process.env, CANARY_ARN: 'arn:aws:synthetics:us-east-1:123456789012:canary:buy' },
  });
  expect(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).toMatchObject({ status: 'PASSED' });
}

test("a canary's order is traced as synthetic, and no metric or event of real users has it", async () => {
  await realUserBuys();
  expect(orderSpans().map(({ attributes }) => attributes['user_agent.synthetic.type'])).toEqual([undefined]);
  expect(await countedCheckouts()).toBe(1);
  expect(outcomes()).toEqual(['transaction_started', 'transaction_completed']);
  exporter.reset();
  shop.seen.length = 0;

  await canaryBuys();
  expect(orderSpans().map(({ attributes }) => attributes['user_agent.synthetic.type'])).toEqual([undefined, 'test']);
  expect(await countedCheckouts()).toBe(0);
  const synthetic = shop.seen.filter(({ headers }) => headers['user-agent']?.includes('CloudWatchSynthetics'));
  expect(synthetic.filter(({ path }) => path.startsWith('/rum/'))).toEqual([]);
  // Each request that a backend answers has both marks; what the first service hands on is the baggage.
  const calls = synthetic.filter(({ path }) => path.startsWith('/api/'));
  expect(calls.length).toBeGreaterThanOrEqual(3);
  for (const { headers } of calls) {
    expect(headers['user-agent']).toContain('arn:aws:synthetics:us-east-1:123456789012:canary:buy');
    expect(
      propagation.getBaggage(propagation.extract(context.active(), headers))?.getEntry('user_agent.synthetic.type'),
    ).toEqual({
      value: 'test',
    });
  }
});
