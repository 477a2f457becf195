import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { launch } from './client/visitor';

/** The built client, in real Chromium, against a server that is site and data plane in one. */
const BUNDLE = readFileSync(join(__dirname, '../../assets/client/telemetry.js'), 'utf8');
const PAGE =
  '<!doctype html><title>Shop</title><script async src="/telemetry.js"></script><h1>A mug</h1><a href="/next">Next</a>';

interface RumEvent {
  readonly type: string;
  readonly metadata: string;
  readonly details: string;
}

let server: Server;
let browser: Browser;
let received: RumEvent[];
let answer: number;
let resourceTimings: boolean;

beforeAll(async () => {
  server = createServer(async (request, response) => {
    if (request.method === 'POST') {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const body = Buffer.concat(chunks);
      const text = request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
      received.push(...JSON.parse(text.toString()).RumEvents);
      response.writeHead(answer).end();
    } else if (request.url === '/telemetry.js') {
      response.setHeader('content-type', 'text/javascript').end(client());
    } else {
      response.setHeader('content-type', 'text/html').end(PAGE);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  browser = await launch();
});

afterAll(async () => {
  await browser?.close();
  server?.close();
});

beforeEach(() => {
  received = [];
  answer = 200;
  resourceTimings = false;
});

function origin(): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function client(): string {
  const configuration = {
    appMonitorId: '8a5f3f0e-4c1d-4a53-9d36-6a1d6f0a1b2c',
    region: 'us-east-1',
    endpoint: `${origin()}/rum`,
    sessionSampleRate: 1,
    telemetries: ['errors', 'performance', 'http'],
    allowCookies: true,
    userIdRetentionDays: 0,
    tracing: true,
    resourceTimings,
    applicationName: 'shop',
    applicationVersion: '1.0.0',
    transactions: [{ name: 'Checkout', abandonedAfterSeconds: 1_800 }],
  };
  return `(function(__USER_TELEMETRY__){${BUNDLE}})(${JSON.stringify(configuration)});`;
}

async function visit(act: (page: Page) => Promise<unknown>, userAgent?: string): Promise<string[]> {
  const context = await browser.newContext({ userAgent });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(`${origin()}/mug?email=jane@example.com`, { waitUntil: 'networkidle' });
  await act(page);
  await page.goto('about:blank'); // the user leaves: what is left is sent by beacon
  await page.waitForTimeout(500);
  await context.close();
  return errors;
}

function pagesOf(type: string): string[] {
  return received.filter((event) => event.type === type).map((event) => JSON.parse(event.metadata).pageId);
}

function transactions(): string[] {
  return received
    .filter((event) => event.type.startsWith('user_telemetry.transaction_'))
    .map((event) => `${event.type.split('_').at(-1)} ${JSON.parse(event.details).reason ?? ''}`.trim());
}

test('every page that is left reports its largest contentful paint, though nobody touched it', async () => {
  await visit((page) => page.goto(`${origin()}/cup`, { waitUntil: 'networkidle' }));
  expect(pagesOf('com.amazon.rum.largest_contentful_paint_event')).toEqual(['/mug', '/cup']);
});

test('a transaction that spans pages ends once', async () => {
  await visit(async (page) => {
    await page.evaluate("(window.userTelemetry ||= []).push(['start', 'Checkout'])");
    await page.click('a');
    await page.waitForLoadState('networkidle');
    await page.evaluate("userTelemetry.complete('Checkout')");
  });
  expect(transactions()).toEqual(['started', 'completed']);
});

test('leaving the site abandons what was started', async () => {
  await visit((page) => page.evaluate("userTelemetry.start('Checkout')"));
  expect(transactions()).toEqual(['started', 'abandoned left']);
});

test('query strings, which can hold personal data, are not sent', async () => {
  await visit(async () => {});
  expect(received.length).toBeGreaterThan(0);
  expect(JSON.stringify(received)).not.toContain('jane');
});

test('a canary sends nothing', async () => {
  const agent = 'Mozilla/5.0 Chrome/156.0 CloudWatchSynthetics/arn:aws:synthetics:us-east-1:123456789012:canary:buy';
  await visit((page) => page.evaluate("userTelemetry.start('Checkout')"), agent);
  expect(received).toEqual([]);
});

test.each([403, 500])('a data plane that answers %i leaves the page without an error', async (status) => {
  answer = status;
  const errors = await visit((page) => page.evaluate("userTelemetry.start('Checkout')"));
  expect(received.length).toBeGreaterThan(0);
  expect(errors).toEqual([]);
});

test('what a page loads is reported only where it was asked for: it would be half of all events', async () => {
  await visit(async () => {});
  expect(pagesOf('com.amazon.rum.performance_navigation_event')).toEqual(['/mug']);
  expect(pagesOf('com.amazon.rum.performance_resource_event')).toEqual([]);

  resourceTimings = true;
  await visit(async () => {});
  expect(pagesOf('com.amazon.rum.performance_resource_event')).toContain('/mug');
});
