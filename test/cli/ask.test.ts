import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { App, Stack } from 'aws-cdk-lib';
import { ask } from '../../cli/ask/command';
import { findDuckDB } from '../../cli/ask/duckdb';
import { readAskOptions } from '../../cli/ask/options';
import * as events from '../../src/events';

const { EventMatch } = events;

let folder: string;
let assembly: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ask-'));
  assembly = join(folder, 'cdk.out');
  const app = new App({ outdir: assembly, analyticsReporting: false });
  const stack = new Stack(app, 'Shop');
  const pipeline = new events.EventPipeline(stack, 'Events', {
    catalog: new events.EventCatalog(stack, 'Catalog', {
      events: { 'cart.added': { properties: { quantity: events.EventProperty.integer() } } },
    }),
  });
  const steps = [
    { name: 'saw', match: EventMatch.page('/') },
    { name: 'took two', match: EventMatch.named('cart.added', events.EventCondition.atLeast('quantity', 2)) },
  ];
  new events.Funnel(stack, 'Purchase', { pipeline, title: 'Who buys', steps });
  new events.Paths(stack, 'Ways', { pipeline, length: 2 });
  new events.Retention(stack, 'Days', { pipeline, unit: events.RetentionUnit.DAY });
  new events.Retention(stack, 'Weeks', { pipeline });
  app.synth();
  await writeParquet(join(folder, 'parquet'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const TIME = Date.UTC(2026, 10, 20, 12);
const row = (id: string, who: string, event_name: string, more: object = {}) => ({
  event_id: id,
  event_name,
  event_time: TIME + Number(id) * 1000,
  received_time: TIME + Number(id) * 1000 + 50,
  session_id: `session of ${who}`,
  anonymous_id: who,
  ...more,
});
const ROWS = [
  row('1', 'ann', 'page_view', { page: '/' }),
  row('2', 'ben', 'page_view', { page: '/' }),
  row('2', 'ben', 'page_view', { page: '/' }), // sent again
  row('3', 'ann', 'cart.added', { p_quantity: 2 }),
  row('4', 'ben', 'cart.added', { p_quantity: 1 }),
  row('5', 'bot', 'page_view', { page: '/', is_bot: true }),
];
const lines = (rows: readonly object[]) => rows.map((each) => `${JSON.stringify(each)}\n`).join('');

/** As Firehose leaves it: a folder for each day, in files of two schemas. */
async function writeParquet(target: string): Promise<void> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const day = join(target, 'dt=2026-11-20');
  mkdirSync(day, { recursive: true });
  for (const [name, rows] of [
    ['old', ROWS.slice(0, 3)],
    ['new', ROWS.slice(3)],
  ] as const) {
    const given = join(folder, `${name}.ndjson`);
    writeFileSync(given, lines(rows));
    await connection.run(`COPY (SELECT * FROM read_json('${given}')) TO '${join(day, name)}' (FORMAT parquet)`);
    rmSync(given);
  }
  connection.closeSync();
}

async function answer(...args: string[]): Promise<string> {
  const printed: string[] = [];
  expect(await ask(readAskOptions(['--app', assembly, ...args]), { print: (line) => printed.push(line) })).toBe(0);
  return printed.join('\n');
}

const funnelOf = async (...files: string[]) =>
  JSON.parse(await answer('Purchase', ...files, '--json')).map((each: { units: number }) => each.units);

describe('the same events give the same answer', () => {
  test('in Parquet as Firehose leaves it, by day, some files without newer columns', async () => {
    expect(await funnelOf(join(folder, 'parquet'))).toEqual([2, 1]);
  });

  test('in lines of JSON, compressed or not', async () => {
    const file = join(folder, 'events.json.gz');
    writeFileSync(file, gzipSync(lines(ROWS)));
    expect(await funnelOf(file)).toEqual([2, 1]);
  });

  test('in both, since copies count once', async () => {
    const file = join(folder, 'again.ndjson');
    writeFileSync(file, lines(ROWS));
    expect(await funnelOf(file, join(folder, 'parquet'))).toEqual([2, 1]);
  });
});

test('prints a table, and what it is of', async () => {
  const text = await answer('Who buys', join(folder, 'parquet'));
  expect(text).toContain(
    'Who buys (funnel, Shop/Purchase)\n6 events of 2026-11-20 to 2026-11-20; today is 2026-11-20\n',
  );
  expect(text).toMatch(/step {2}step_name +units +share_of_first/);
  expect(text).toMatch(/\n +2 {2}took two +1 +0\.5000 +0\.5000 +- +2000 +2000$/);
});

test('tells who dropped out', async () => {
  const rows = JSON.parse(await answer('funnel', join(folder, 'parquet'), '--statement', 'dropped', '--json'));
  expect(rows).toEqual([{ person: 'ben', step: 1, step_name: 'saw', reached_time: TIME + 2000 }]);
});

test('the last days end with the day that is given', async () => {
  const rows = JSON.parse(await answer('funnel', join(folder, 'parquet'), '--today', '2027-11-20', '--json'));
  expect(rows.map(({ units }: { units: number }) => units)).toEqual([0, 0]);
});

describe('of what CloudWatch RUM logs', () => {
  const logged = (id: string, event_type: string, event_details: object, more: object = {}) => ({
    event_id: id,
    event_timestamp: TIME + Number(id),
    event_type,
    user_details: { sessionId: 's1', userId: 'u1' },
    event_details,
    metadata: {},
    ...more,
  });
  const view = (id: string, pageId: string, more: object = {}) =>
    logged(id, 'com.amazon.rum.page_view_event', { pageId }, more);
  const fileOf = (name: string, rows: readonly object[]) => {
    const file = join(folder, name);
    writeFileSync(file, lines(rows));
    return file;
  };

  test('page views are read, with the pages that the pipeline would store', async () => {
    const file = fileOf('rum.jsonl', [
      view('1', '/'),
      view('2', '/orders/4711?from=mail'),
      logged('3', 'com.amazon.rum.xray_trace_event', {}),
    ]);
    expect(JSON.parse(await answer('Ways', file, '--json'))).toEqual([
      { place: 1, step_1: '/', step_2: '/orders/4711', sessions: 1, share: 1 },
    ]);
  });

  test('events of the page itself are read, with the properties that the catalog has', async () => {
    const added = (id: string, quantity: unknown, user_details = { sessionId: 's1', userId: 'u1' }) =>
      logged(id, 'cart.added', { quantity, sku: 'a' }, { user_details });
    const other = { sessionId: 's2', userId: 'u2' };
    const file = fileOf('rum-own.jsonl', [
      view('1', '/'),
      added('2', 2),
      view('3', '/', { user_details: other }),
      added('4', 'two', other),
    ]);
    expect(await funnelOf(file)).toEqual([2, 1]);
    expect(await answer('Purchase', file)).toContain('1 properties of another type than declared (first: ');
  });

  test('events have the names under which the pipeline stores them', async () => {
    const added = (id: string, type: string) => logged(id, type, { quantity: 2 });
    const file = fileOf('rum-named.jsonl', [view('1', '/'), added('2', 'cart added'), added('3', 'page view')]);
    const outdir = join(folder, 'named.out');
    const app = new App({ outdir, analyticsReporting: false });
    const stack = new Stack(app, 'Shop');
    const steps = ['/', 'cart_added'].map((name) => ({
      name,
      match: name === '/' ? EventMatch.page(name) : EventMatch.named(name),
    }));
    new events.Funnel(stack, 'Named', { pipeline: new events.EventPipeline(stack, 'Events'), steps });
    app.synth();
    const text = await answer('Named', file, '--app', outdir);
    expect(text).toMatch(/\n +2 {2}cart_added +1 /);
    expect(text).toContain('1 events whose name becomes one that clients report by themselves (first: ');
  });

  test('users without cookies, who all have one ID, are as many as sessions are', async () => {
    const nil = '00000000-0000-0000-0000-000000000000';
    const file = fileOf('rum-nil.jsonl', [
      view('1', '/', { user_details: { sessionId: 's1', userId: nil } }),
      view('2', '/', { user_details: { sessionId: 's2', userId: nil } }),
    ]);
    expect(await funnelOf(file)).toEqual([2, 0]);
  });

  test.each([
    ['events of a subscription', (message: string, timestamp: number) => ({ id: '1', timestamp, message })],
    [
      'answers of a query',
      (message: string, timestamp: number) => [
        { field: '@timestamp', value: new Date(timestamp).toISOString().replace('T', ' ').replace('Z', '') },
        { field: '@message', value: message },
      ],
    ],
  ])('an event of a clock that is ahead does not make today a day without events: %s', async (_, wrapped) => {
    const events = [view('1', '/'), view('2', '/', { event_timestamp: TIME + 90 * 86_400_000 })];
    const file = fileOf(
      'rum-ahead.jsonl',
      events.map((event) => wrapped(JSON.stringify(event), TIME + 60_000)),
    );
    const text = await answer('Purchase', file);
    expect(text).toContain('1 events of 2026-11-20 to 2026-11-20; today is 2026-11-20');
    expect(text).toContain('1 events dated after they were logged, as by a clock that is ahead');
  });
});

test('says so where today would be a day of a clock that is ahead', async () => {
  const file = join(folder, 'ahead.ndjson');
  const many = Array.from({ length: 100 }, (_, index) =>
    row(String(index), `user${index}`, 'page_view', { page: '/' }),
  );
  writeFileSync(file, lines([...many, row('101', 'x', 'page_view', { event_time: TIME + 90 * 86_400_000 })]));
  expect(await answer('Purchase', file)).toContain('1 of them are dated after 2026-11-20');
  expect(await answer('Purchase', file, '--today', '2026-11-20')).not.toContain('are dated after');
});

test('rejected events, which are in the same bucket, are none', async () => {
  const rejected = {
    event_id: 'r',
    received_time: TIME,
    reason: 'malformed',
    detail: 'no',
    sender: 'browser',
    part: 1,
  };
  const file = join(folder, 'rejected.json');
  writeFileSync(
    file,
    lines([
      { ...rejected, parts: 1, raw: '{"event_type":1}' },
      { ...rejected, event_name: 'page_view' },
    ]),
  );
  const text = await answer('Who buys', file, join(folder, 'parquet'));
  expect(text).toContain('\n6 events of 2026-11-20 to 2026-11-20;');
  expect(text).toContain('\n2 rows of rejected events are left out\n');
});

describe('says what is wrong', () => {
  test.each<[string, () => Promise<unknown>, RegExp]>([
    ['an unknown question', () => answer('Nothing', folder), /no question Nothing .*\n {2}Shop\/Purchase \(funnel\)/],
    [
      'a kind of two questions',
      () => answer('retention', folder),
      /more than one question .*\n {2}Shop\/Days .*\n {2}Shop\/Weeks/,
    ],
    [
      'an unknown statement',
      () => answer('funnel', folder, '--statement', 'links'),
      /has no statement links; it has: answer, dropped/,
    ],
    ['a file that there is not', () => answer('funnel', join(folder, 'nowhere')), /nowhere: there is no such file/],
    ['files without events', () => answer('funnel', join(assembly, 'manifest.json')), /no events in/],
    ['no DuckDB', () => findDuckDB([folder]), /DuckDB was not found .*\n {2}npm install --save-dev @duckdb\/node-api/],
  ])('%s', async (_, act, message) => {
    await expect(act()).rejects.toThrow(message);
  });

  test('no app, no events, a day that is none', () => {
    expect(() => readAskOptions(['funnel', 'events'])).toThrow(/expected --app/);
    expect(() => readAskOptions(['funnel'])).toThrow(/expected a question and files/);
    expect(() => readAskOptions(['funnel', 'events', '--app', 'x', '--today', 'monday'])).toThrow(
      /--today: got monday/,
    );
  });
});
