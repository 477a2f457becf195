import { brotliCompressSync } from 'node:zlib';
import { Chromium } from '../chromium';
import { besideFirst, table } from '../table';
import { CLIENTS, type Fact, type WalkedClient } from '../walk/clients';
import { WalkSite } from '../walk/site';
import { walk } from '../walk/walk';

const ROUNDS = Number(process.env.BENCH_WALKS ?? 3);

/**
 * What the walk has (see `../walk/walk.ts`), each once: a hash, a query, an aborted request and an error that the page
 * caught are nothing. The last shift and the slow click are on the last page.
 */
const TRUTH: readonly Fact[] = [
  { of: 'view', what: 'Home', page: '/' },
  { of: 'view', what: 'Thing 7', page: '/products/7' },
  { of: 'view', what: 'Cart', page: '/cart' }, // by the Navigation API
  { of: 'view', what: 'Thing 7', page: '/products/7' }, // back
  { of: 'view', what: 'Thing 7', page: '/products/7' }, // loaded anew
  { of: 'view', what: 'Orders', page: '/orders' },
  { of: 'error', what: 'TypeError: in a handler', page: '/products/7' },
  { of: 'error', what: 'RangeError: rejected', page: '/products/7' },
  { of: 'error', what: 'a plain text', page: '/products/7' }, // no error: of any type
  { of: 'failure', what: '500 /api/fail', page: '/products/7' },
  { of: 'failure', what: '404 /api/missing', page: '/products/7' },
  { of: 'failure', what: '500 /api/broken', page: '/products/7' },
  { of: 'failure', what: '404 /gone.js', page: '/products/7' },
  { of: 'LCP', what: '', page: '/' },
  { of: 'LCP', what: '', page: '/products/7' },
  { of: 'CLS', what: '', page: '/' },
  { of: 'CLS', what: '', page: '/orders' },
  { of: 'INP', what: '', page: '/orders' },
];

type Compared = (told: Fact, had: Fact) => boolean;
const samePage: Compared = (told, had) => told.page === had.page;
const sameWhat: Compared = (told, had) => told.what.includes(had.what);
const all =
  (...compared: Compared[]): Compared =>
  (told, had) =>
    compared.every((same) => same(told, had));
const VITALS: readonly Fact['of'][] = ['LCP', 'CLS', 'INP'];

const COUNTED: readonly [label: string, of: readonly Fact['of'][], compared: Compared][] = [
  ['page views', ['view'], samePage],
  ['… with their title', ['view'], all(samePage, sameWhat)],
  ['errors with type and page', ['error'], all(samePage, sameWhat)],
  ['failed requests', ['failure'], sameWhat],
  ['… with their page', ['failure'], all(samePage, sameWhat)],
  ...VITALS.map((vital): [string, Fact['of'][], Compared] => [vital, [vital], () => true]),
  ['vitals with their page', VITALS, samePage],
];

/** One walk with a client. */
interface Walked {
  readonly facts: readonly Fact[];
  readonly events: number;
  readonly bytes: number;
  /** Milliseconds beyond the walk without a client in the same round. */
  readonly cpu: number;
}

/** The same walk with each client: what arrived against what the walk had. */
export async function clientWalkRow(workspace: string): Promise<string> {
  const site = new WalkSite();
  await site.open();
  const scripts = CLIENTS.map((client) => client.script(workspace, site.origin));
  const chromium = new Chromium();
  const walks: Walked[][] = CLIENTS.map(() => []);
  try {
    for (let round = 0; round < ROUNDS; round++) {
      Object.assign(site, { tag: '', script: '' });
      const plain = await walk(chromium, site.origin);
      for (const [index, client] of CLIENTS.entries()) {
        Object.assign(site, { tag: client.tag, script: scripts[index] });
        site.bodies.length = 0;
        walks[index].push(toldBy(client, site.bodies, (await walk(chromium, site.origin)) - plain));
      }
    }
  } finally {
    await chromium.close();
    site.close();
  }
  const sizes = (label: string, size: (script: string) => number) => [
    label,
    ...besideFirst(scripts.map((script) => size(script) / 1000)),
  ];
  const medians = (label: string, of: (walked: Walked) => number, digits = 0) => [
    label,
    ...walks.map((list) => median(list.map(of)).toFixed(digits)),
  ];
  return [
    '## The same walk with three clients',
    `Medians of ${ROUNDS} walks with each. Right of what the walk had; after the plus, what it did not have or had once only.`,
    '',
    table(
      ['', ...CLIENTS.map(({ name }) => name)],
      [
        ...COUNTED.map(([label, of, compared]) => [label, ...walks.map((list) => counted(list, of, compared))]),
        medians('events or signals sent', ({ events }) => events),
        medians('KB sent, before compression', ({ bytes }) => bytes / 1000, 1),
        sizes('script, minified KB', (script) => Buffer.byteLength(script)),
        sizes('script, brotli KB', (script) => brotliCompressSync(script).length),
        medians('main thread, ms of CPU', ({ cpu }) => cpu),
      ],
    ),
  ].join('\n');
}

function toldBy(client: WalkedClient, bodies: readonly string[], cpu: number): Walked {
  const told = bodies.flatMap((body) => client.read(body));
  const bytes = bodies.reduce((sum, body) => sum + Buffer.byteLength(body), 0);
  return { facts: told.flatMap((fact) => fact ?? []), events: told.length, bytes, cpu };
}

/** `3 of 3`, and `3 of 3 + 1` if one came that nobody expected. */
function counted(walks: readonly Walked[], of: readonly Fact['of'][], compared: Compared): string {
  const had = TRUTH.filter((fact) => of.includes(fact.of));
  const scores = walks.map(({ facts }) => {
    const told = facts.filter((fact) => of.includes(fact.of));
    const open = [...had];
    for (const fact of told) {
      const index = open.findIndex((one) => one.of === fact.of && compared(fact, one));
      if (index >= 0) open.splice(index, 1);
    }
    const right = had.length - open.length;
    return { right, more: told.length - right };
  });
  const more = median(scores.map((score) => score.more));
  return `${median(scores.map(({ right }) => right))} of ${had.length}${more ? ` + ${more}` : ''}`;
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
