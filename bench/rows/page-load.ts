import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { table } from '../table';
import { OURS } from '../workspace';

const LOADS = 30;
/** As a phone of the middle class, compared with this machine. */
const CPU_SLOWDOWN = 4;

interface Load {
  readonly lcp: number;
  readonly blocked: number;
  readonly loaded: number;
  /** What the client asked the network for before its first events. */
  readonly requestsBefore: number;
}

type Shown = 'lcp' | 'blocked' | 'loaded';

/** A page in Chromium with and without the client, in turns: what real users would notice. */
export async function pageLoadRow(workspace: string): Promise<string> {
  const client = readFileSync(join(workspace, 'node_modules', OURS, 'assets/client/telemetry.js'), 'utf8');
  const { origin, close } = await serve(client);
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-background-networking'],
  });
  const plain: Load[] = [];
  const observed: Load[] = [];
  try {
    for (let round = 0; round <= LOADS; round++) {
      const without = await load(browser, `${origin}/plain`);
      const withClient = await load(browser, `${origin}/observed`);
      if (round === 0) continue; // warms up
      plain.push(without);
      observed.push(withClient);
    }
  } finally {
    await browser.close();
    close();
  }
  const row = (label: string, of: Shown): string[] => {
    const [before, after] = [plain, observed].map((loads) => loads.map((load) => load[of]));
    const differences = after.map((value, index) => value - before[index]);
    return [label, spread(before), spread(after), spread(differences)];
  };
  const requests = Math.max(...observed.map(({ requestsBefore }) => requestsBefore));
  return [
    '## A page with the client',
    `${LOADS} loads of each, in turns, in Chromium slowed down ${CPU_SLOWDOWN} times: median and, in brackets, quartiles.`,
    'The difference is taken pair by pair: where its quartiles lie on both sides of 0, it is within the noise.',
    `Requests of the client before its first events: ${requests}.`,
    '',
    table(
      ['', 'without', 'with', 'difference'],
      [
        row('largest contentful paint, ms', 'lcp'),
        row('total blocking time, ms', 'blocked'),
        row('load event, ms', 'loaded'),
      ],
    ),
  ].join('\n');
}

async function load(browser: Browser, url: string): Promise<Load> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN });
  const requests: string[] = [];
  page.on('request', (request) => requests.push(`${request.method()} ${new URL(request.url()).pathname}`));
  await page.addInitScript(() => {
    const seen = { lcp: 0, blocked: 0 };
    Object.assign(window, { seen });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) seen.lcp = entry.startTime;
    }).observe({ type: 'largest-contentful-paint', buffered: true });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) seen.blocked += Math.max(0, duration - 50);
    }).observe({ type: 'longtask', buffered: true });
  });
  await page.goto(url, { waitUntil: 'load' });
  await page.waitForTimeout(1_000);
  const measured = await page.evaluate(() => {
    const [{ loadEventStart }] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
    return { ...(window as unknown as { seen: { lcp: number; blocked: number } }).seen, loaded: loadEventStart };
  });
  await page.goto('about:blank');
  await context.close();
  const first = requests.findIndex((request) => request.startsWith('POST'));
  const own = ['/plain', '/observed', '/hero.svg', '/favicon.ico'];
  const before = (first < 0 ? requests : requests.slice(0, first)).filter((r) => !own.includes(r.split(' ')[1]));
  return { ...measured, requestsBefore: before.length };
}

async function serve(client: string): Promise<{ origin: string; close: () => void }> {
  const server = createServer((request, response) => {
    const respond = (type: string, body: string) => response.setHeader('content-type', type).end(body);
    if (request.method === 'POST') response.writeHead(200).end();
    else if (request.url === '/telemetry.js')
      respond('text/javascript', `(function(__USER_TELEMETRY__){${client}})(${configuration()});`);
    else if (request.url === '/hero.svg') respond('image/svg+xml', HERO);
    else respond('text/html', page(request.url === '/observed'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const configuration = () =>
    JSON.stringify({
      appMonitorId: '8a5f3f0e-4c1d-4a53-9d36-6a1d6f0a1b2c',
      region: 'us-east-1',
      endpoint: `${origin}/rum`,
      sessionSampleRate: 1,
      telemetries: ['errors', 'performance', 'http'],
      allowCookies: true,
      userIdRetentionDays: 0,
      tracing: true,
      applicationName: 'shop',
      applicationVersion: '1.0.0',
      transactions: [],
    });
  return { origin, close: () => server.close() };
}

const HERO =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 400"><rect width="800" height="400" fill="#e8d9c5"/></svg>';

/** A page with some work of its own: an image, 200 cards, and a script that makes them. */
function page(withClient: boolean): string {
  const tag = withClient ? '<script async src="/telemetry.js"></script>' : '';
  return `<!doctype html><html lang="en"><head><title>Shop</title>${tag}</head><body>
<h1>Things for slow mornings</h1><img src="/hero.svg" width="800" height="400" alt=""><main></main>
<script>for (let i = 0; i < 200; i++) { const card = document.createElement('article');
card.innerHTML = '<h2>Thing ' + i + '</h2><p>Made in small workshops, sent in plain boxes.</p>'; document.querySelector('main').append(card); }</script>
</body></html>`;
}

function spread(values: number[]): string {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))].toFixed(0);
  return `${at(0.5)} (${at(0.25)} to ${at(0.75)})`;
}
