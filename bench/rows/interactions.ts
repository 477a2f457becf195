import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { brotliCompressSync } from 'node:zlib';
import { unchanging } from '../../src/rum/web-app/client-files';
import { clientScript } from '../../src/rum/web-app/javascript';
import { clientConfiguration } from '../../test/lab/client/configuration';
import { type BenchPage, Chromium } from '../chromium';
import { table } from '../table';
import { OURS } from '../workspace';

const ROUNDS = Number(process.env.BENCH_MOVES ?? 8);
/**
 * As a phone of the middle class, compared with this machine: times are multiplied by it. Chromium's own way keeps the
 * thread busy meanwhile, which is counted, and on a machine that does something else, too, hides all that is measured.
 */
const SLOWDOWN = 4;
const MOVES = 500;
const CLICKS = 5;
const AFTER_LOAD_MS = 2_500;
/** A click is judged after 2 seconds. */
const AFTER_CLICKS_MS = 2_500;

/** What a page view costs with the file that sees what users do: its bytes, and the main thread's time beside the client alone. */
export async function interactionsRow(workspace: string): Promise<string> {
  const asset = (name: string) => readFileSync(join(workspace, 'node_modules', OURS, 'assets/client', name), 'utf8');
  const interactions = asset('interactions.js');
  const site = await serve(asset('telemetry.js'), interactions);
  const chromium = new Chromium();
  const costs: Record<'moves' | 'clicks' | 'listener', Cost[]> = { moves: [], clicks: [], listener: [] };
  try {
    for (let round = 0; round <= ROUNDS; round++) {
      const cost: Record<string, Cost> = {};
      for (const kind of ['moves', 'clicks'] as const) {
        const paths = ['/alone', ...(kind === 'moves' ? ['/listener'] : []), '/seen'];
        for (const path of round % 2 ? paths.reverse() : paths)
          cost[kind + path] = await used(chromium, `${site.origin}${path}`, kind === 'clicks');
        const beside = (path: string) => {
          const [it, alone] = [cost[kind + path], cost[`${kind}/alone`]];
          return { script: it.script - alone.script, all: it.all - alone.all };
        };
        if (round === 0) continue; // warms up
        costs[kind].push(beside('/seen'));
        if (kind === 'moves') costs.listener.push(beside('/listener'));
      }
    }
  } finally {
    await chromium.close();
    site.close();
  }
  const shown = (kind: keyof typeof costs, of: keyof Cost) => {
    const sorted = costs[kind].map((cost) => SLOWDOWN * cost[of]).sort((one, other) => one - other);
    const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))].toFixed(1);
    return `${at(0.5)} (${at(0.25)} to ${at(0.75)})`;
  };
  return [
    '## What users do on a page',
    `${ROUNDS} page views with ${MOVES} pointer moves, and ${ROUNDS} with ${CLICKS} clicks, in Chromium, beside the same with the`,
    `client alone, in turns; and beside one \`pointermove\` listener that does nothing, which is the browser's own part of each`,
    `move. Milliseconds of processor time, times ${SLOWDOWN}: medians and quartiles. It includes loading, measuring and sending.`,
    '',
    table(
      ['', 'interactions', 'a listener that does nothing', 'asked for'],
      [
        ['minified bytes', `${Buffer.byteLength(interactions)}`, '', ''],
        ['brotli bytes', `${brotliCompressSync(interactions).length}`, '', 'at most 6144'],
        [`${MOVES} moves: scripts`, shown('moves', 'script'), shown('listener', 'script'), 'at most 10'],
        ['… all of the main thread', shown('moves', 'all'), shown('listener', 'all'), ''],
        [`${CLICKS} clicks: scripts`, shown('clicks', 'script'), '', ''],
      ],
    ),
  ].join('\n');
}

/** Milliseconds of processor time. */
interface Cost {
  readonly script: number;
  readonly all: number;
}

/** Of the page's main thread, for a visit with movement, clicks and an end. */
async function used(chromium: Chromium, url: string, clicks: boolean): Promise<Cost> {
  const page = await chromium.newPage();
  const { ask } = page;
  await ask('Page.navigate', { url });
  await pause(AFTER_LOAD_MS);
  for (let move = 0; move < (clicks ? 1 : MOVES); move++) {
    const [x, y] = [100 + (move % 300), 100 + ((move * 7) % 300)];
    await ask('Input.dispatchMouseEvent', { type: 'mouseMoved', x, y });
  }
  for (let click = 0; click < (clicks ? CLICKS : 0); click++) await press(ask);
  await pause(AFTER_CLICKS_MS);
  // As an app switch on a phone does it: what there is, is told.
  const hide = `Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));`;
  await ask('Runtime.evaluate', { expression: hide });
  await pause(300);
  const { metrics } = await ask<{ metrics: { name: string; value: number }[] }>('Performance.getMetrics');
  const of = (duration: string) => 1000 * (metrics.find(({ name }) => name === duration)?.value ?? Number.NaN);
  const cost = { script: of('ScriptDuration'), all: of('TaskDuration') };
  await page.dispose();
  return cost;
}

async function press(ask: BenchPage['ask']): Promise<void> {
  for (const type of ['mousePressed', 'mouseReleased'])
    await ask('Input.dispatchMouseEvent', { type, x: 60, y: 20, button: 'left', clickCount: 1 });
  await pause(100);
}

async function serve(client: string, interactions: string): Promise<{ origin: string; close(): void }> {
  const { name, integrity } = unchanging('client', interactions);
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    const respond = (type: string, body: string) => response.setHeader('content-type', type).end(body);
    const isSeen = path.startsWith('/seen');
    const settings = { clicks: true, forms: true, sampleRate: 1, budget: 1_000, toRum: true, toPipeline: false };
    const more = isSeen ? { interactions: settings, extras: [[name, integrity]] } : {};
    const configuration = clientConfiguration('/rum', { transactions: [], ...more });
    if (request.method === 'POST') response.writeHead(200).end();
    else if (path === `/${name}`) respond('text/javascript', interactions);
    else if (path.endsWith('.js')) respond('text/javascript', clientScript(client, JSON.stringify(configuration)));
    else respond('text/html', html(isSeen ? '/seen.js' : '/alone.js', path === '/listener' ? LISTENER : ''));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { origin, close: () => server.close() };
}

/** What any library costs that wants to know of each move. */
const LISTENER = "addEventListener('pointermove', () => {}, { capture: true, passive: true })";

const html = (
  script: string,
  more: string,
) => `<!doctype html><html lang="en"><head><title>Shop</title><link rel="icon" href="data:,">
<script async src="${script}"></script></head><body style="margin:0"><button style="width:200px;height:40px"
onclick="this.dataset.n = 1 + Number(this.dataset.n ?? 0)">Add to cart</button><main></main>
<script>for (let i = 0; i < 200; i++) { const card = document.createElement('article');
card.innerHTML = '<h2>Thing ' + i + '</h2><p>Made in small workshops.</p>'; document.querySelector('main').append(card); }
${more}</script></body></html>`;
