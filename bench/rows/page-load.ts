import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { clientScript } from '../../src/rum/web-app/javascript';
import { clientConfiguration } from '../../test/lab/client/configuration';
import { Chromium, type TraceEvent } from '../chromium';
import { parentClient } from '../parent-client';
import { table } from '../table';
import { OURS } from '../workspace';

const ROUNDS = Number(process.env.BENCH_LOADS ?? 40);
/** As a phone of the middle class, compared with this machine. */
const CPU_SLOWDOWN = 4;
/** The client begins once the page has loaded; all of its start has to be in what is measured. */
const AFTER_LOAD_MS = 2_500;

/** Milliseconds. */
interface Load {
  /** Largest contentful paint. */
  readonly lcp: number;
  /** Total blocking time: of each task after the first paint what exceeds 50 ms. */
  readonly blocked: number;
  /** The same by the processor time of tasks, which other work on the machine does not lengthen. */
  readonly blockedCpu: number;
  /** The longest of these tasks, by processor time. */
  readonly longest: number;
  /** Load event. */
  readonly loaded: number;
  /** Processor time of all tasks of the page's main thread. */
  readonly cpu: number;
}

const SHOWN: Record<keyof Load, string> = {
  lcp: 'largest contentful paint, ms',
  blocked: 'total blocking time, ms',
  blockedCpu: '… by CPU time of tasks, ms',
  longest: 'longest task after first paint, ms of CPU',
  loaded: 'load event, ms',
  cpu: 'main thread, ms of CPU',
};

/** In each round each of them once, in turning order: what the second says of the first is the noise. */
const PATHS = ['/plain', '/plain?again', '/observed'];
/** The same page with the client as it was. */
const PARENT_PATH = '/parent';

/** A page in Chromium with and without the client: what real users would notice. */
export async function pageLoadRow(workspace: string): Promise<string> {
  const client = readFileSync(join(workspace, 'node_modules', OURS, 'assets/client/telemetry.js'), 'utf8');
  const parent = parentClient();
  const paths = parent ? [...PATHS, PARENT_PATH] : PATHS;
  const site = await serve(client, parent);
  const chromium = new Chromium();
  const loads: Load[][] = paths.map(() => []);
  let requestsBefore = 0;
  try {
    for (let round = 0; round <= ROUNDS; round++) {
      for (let turn = 0; turn < paths.length; turn++) {
        const index = (round + turn) % paths.length;
        site.requests.length = 0;
        const measured = await load(chromium, `${site.origin}${paths[index]}`);
        if (paths[index] === '/observed') requestsBefore = Math.max(requestsBefore, countBeforeEvents(site.requests));
        if (round > 0) loads[index].push(measured); // the first round warms up
      }
    }
  } finally {
    await chromium.close();
    site.close();
  }
  const row = (of: keyof Load): string[] => {
    const [plain, again, observed, before] = loads.map((list) => list.map((one) => one[of]));
    const minus = (values: number[], others: number[]) => values.map((value, index) => value - others[index]);
    return [
      SHOWN[of],
      median(plain).toFixed(0),
      median(observed).toFixed(0),
      interval(minus(observed, plain)),
      interval(minus(again, plain)),
      ...(before ? [median(before).toFixed(0), interval(minus(before, plain))] : []),
    ];
  };
  const share = () => {
    const [plain, , observed, before] = loads.map((list) => list.map(({ cpu }) => cpu));
    const added = (values: number[]) => median(values.map((value, index) => value - plain[index]));
    const longest = (index: number) => median(loads[index].map((load) => load.longest)).toFixed(1);
    return before
      ? `Main thread beside the client as it was: ${(added(observed) / added(before)).toFixed(2)}; longest task ${longest(2)} ms, without ${longest(0)}, as it was ${longest(3)}.`
      : 'The history here is too short for the client as it was.';
  };
  return [
    '## A page with the client',
    `${ROUNDS} loads of each, in turns, in Chromium slowed down ${CPU_SLOWDOWN} times; medians.`,
    'Differences are taken round by round, with the 95 % confidence interval of their median in brackets;',
    '"without - without" is the difference of two loads without the client, which is the noise.',
    `Requests of the client before its first events: ${requestsBefore}.`,
    share(),
    '',
    table(
      [
        ...['', 'without', 'with', 'with - without', 'without - without'],
        ...(parent ? ['as it was', 'as it was - without'] : []),
      ],
      (Object.keys(SHOWN) as (keyof Load)[]).map(row),
    ),
  ].join('\n');
}

function countBeforeEvents(requests: readonly string[]): number {
  const first = requests.findIndex((request) => request.startsWith('POST'));
  const before = first < 0 ? requests : requests.slice(0, first);
  return before.filter((request) => !/GET \/(plain|observed|hero|favicon)/.test(request)).length;
}

async function load(chromium: Chromium, url: string): Promise<Load> {
  const { ask, ...page } = await chromium.newPage();
  await ask('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN });
  await chromium.trace(['toplevel', 'loading']);
  await ask('Page.navigate', { url });
  const read = async () => {
    const { result } = await ask<{ result: { value?: string } }>('Runtime.evaluate', {
      expression: 'globalThis.measured && JSON.stringify(measured())',
    });
    return JSON.parse(result.value ?? 'null') as Pick<Load, 'lcp' | 'blocked' | 'loaded'> | null;
  };
  const deadline = Date.now() + 60_000;
  while (!(await read())?.loaded) {
    if (Date.now() > deadline) throw new Error(`${url} has not loaded within a minute`);
    await pause(250);
  }
  await pause(AFTER_LOAD_MS);
  const measured = await read();
  const cpu = await page.cpu();
  const tasks = tasksAfterPaint(await chromium.endTrace());
  await page.dispose();
  if (!measured) throw new Error(`${url} was not measured`);
  const blockedCpu = tasks.reduce((sum, task) => sum + Math.max(0, task - 50), 0);
  return { ...measured, cpu, blockedCpu, longest: Math.max(0, ...tasks) };
}

/** Of the page's main thread. */
function tasksAfterPaint(events: TraceEvent[]): number[] {
  const paint = events.find(({ name }) => name === 'firstContentfulPaint');
  if (!paint) throw new Error('the trace has no first paint');
  return events
    .filter(({ name, pid, tid }) => name === 'ThreadControllerImpl::RunTask' && pid === paint.pid && tid === paint.tid)
    .filter(({ ts }) => ts >= paint.ts)
    .map(({ tdur = 0 }) => tdur / 1000);
}

interface BenchSite {
  readonly origin: string;
  readonly requests: string[];
  close(): void;
}

async function serve(client: string, parent = ''): Promise<BenchSite> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    const respond = (type: string, body: string) => response.setHeader('content-type', type).end(body);
    if (request.method === 'POST') response.writeHead(200).end();
    else if (request.url === '/telemetry.js') respond('text/javascript', clientScript(client, configuration()));
    else if (request.url === '/parent.js')
      respond('text/javascript', `(function(__USER_TELEMETRY__){${parent}})(${configuration()});`);
    else if (request.url === '/hero.svg') respond('image/svg+xml', HERO);
    else respond('text/html', page(SCRIPTS[request.url ?? '']));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const configuration = () => JSON.stringify(clientConfiguration(`${origin}/rum`, { tracing: true, transactions: [] }));
  return { origin, requests, close: () => server.close() };
}

const HERO =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 400"><rect width="800" height="400" fill="#e8d9c5"/></svg>';

/** Both pages have it, before anything else. */
const MEASURE = `{ let lcp = 0, fcp = Infinity; const tasks = [];
const watch = (type, note) => new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true });
watch('largest-contentful-paint', ({ startTime }) => { lcp = startTime; });
watch('paint', ({ startTime }) => { fcp = Math.min(fcp, startTime); });
watch('longtask', (task) => tasks.push(task));
window.measured = () => ({ lcp, loaded: performance.getEntriesByType('navigation')[0].loadEventStart,
  blocked: tasks.reduce((sum, { startTime, duration }) => sum + (startTime + duration > fcp ? duration - 50 : 0), 0) }); }`;

const SCRIPTS: Record<string, string | undefined> = { '/observed': '/telemetry.js', [PARENT_PATH]: '/parent.js' };

/** A page with some work of its own: an image, 200 cards, and a script that makes them. */
function page(script?: string): string {
  const tag = script ? `<script async src="${script}"></script>` : '';
  return `<!doctype html><html lang="en"><head><title>Shop</title><script>${MEASURE}</script>${tag}</head><body>
<h1>Things for slow mornings</h1><img src="/hero.svg" width="800" height="400" alt=""><main></main>
<script>for (let i = 0; i < 200; i++) { const card = document.createElement('article');
card.innerHTML = '<h2>Thing ' + i + '</h2><p>Made in small workshops, sent in plain boxes.</p>'; document.querySelector('main').append(card); }</script>
</body></html>`;
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The median and its 95 % confidence interval by order statistics, which holds whatever the distribution is. */
function interval(values: number[]): string {
  const sorted = [...values].sort((a, b) => a - b);
  const reach = (1.96 * Math.sqrt(sorted.length)) / 2;
  const low = Math.max(0, Math.floor(sorted.length / 2 - reach) - 1);
  const high = Math.min(sorted.length - 1, Math.ceil(sorted.length / 2 + reach));
  return `${median(values).toFixed(0)} (${sorted[low].toFixed(0)} to ${sorted[high].toFixed(0)})`;
}
