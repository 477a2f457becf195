import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { App, Duration, Stack } from 'aws-cdk-lib';
import * as ts from 'typescript';
import { suggest } from '../../cli/suggest/command';
import { pagesInText } from '../../cli/suggest/journeys';
import { readSuggestOptions } from '../../cli/suggest/options';
import { pageOf } from '../../cli/suggest/pages';
import { Problems } from '../../cli/suggest/problems';
import { eventsOf as eventsIn } from '../../cli/suggest/read-events';
import { canaries } from '../../src';
import type { JourneyDocument } from '../../src/formats/journey';
import { eventsOf, VISITS } from './events';

const LINES = VISITS.flatMap(eventsOf).map((event) => JSON.stringify(event));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'suggest-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Buffer): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

async function suggested(...args: string[]): Promise<string> {
  const printed: string[] = [];
  await suggest(readSuggestOptions(args), { print: (line) => printed.push(line) });
  return printed.join('\n');
}

describe('suggest', () => {
  test('finds the most travelled paths, and how many sessions they cover', async () => {
    const output = await suggested(file('events.jsonl', LINES.join('\n')));
    expect(output).toContain('100 sessions of real users');
    expect(output.match(/^ {2}\d\..*\n.*$/gm)).toEqual([
      // The 25 who buy, the 40 who only look, and the 15 who see the home page: the one path holds the others.
      [
        '  1. / → /products/:id → /cart → /checkout → /thanks',
        '     covers 80.0 % (80 of 100) of the sessions; taken in whole by 25',
      ].join('\n'),
      '  2. /gift-cards → /help/gift-cards\n     covers 10.0 % (10 of 100) of the sessions; taken in whole by 10',
      '  3. /search → /search/results\n     covers 2.0 % (2 of 100) of the sessions; taken in whole by 2',
    ]);
    // 40 × 1 + 25 × 4 + 10 + 8 + 2 moves, and only those to the stories are not covered.
    expect(output).toContain('They cover 92.0 % (92 of 100) of the sessions, and 95.0 % (152 of 160) of the moves');
  });

  test('suggests no more than is asked for, and nothing that too few have done', async () => {
    const events = file('events.jsonl', LINES.join('\n'));
    const paths = (output: string) => output.match(/^ {2}\d+\./gm) ?? [];
    expect(paths(await suggested(events, '--top', '1'))).toHaveLength(1);
    expect(paths(await suggested(events, '--min-sessions', '11'))).toHaveLength(1);
    expect(paths(await suggested(events, '--min-sessions', '1', '--top', '20'))).toHaveLength(3 + 8);
  });

  test('says the same whatever the order of the events', async () => {
    const straight = await suggested(file('events.jsonl', LINES.join('\n')));
    expect(await suggested(file('events.jsonl', [...LINES].reverse().join('\n')))).toBe(straight);
  });

  test('tells what journeys cover already, and suggests what they do not', async () => {
    const trail = file(
      'trail.json',
      JSON.stringify([
        { journey: 'Shop/Look', passed: true, pages: ['http://localhost:1/', 'http://localhost:1/products/7'] },
      ]),
    );
    const output = await suggested(file('events.jsonl', LINES.join('\n')), '--trail', trail);
    expect(output).toContain('Shop/Look: / → /products/:id');
    expect(output).toContain('They cover 55.0 % (55 of 100) of the sessions, and 40.6 % (65 of 160) of the moves');
    expect(output).toContain('1. / → /products/:id → /cart → /checkout → /thanks\n     covers 25.0 % (25 of 100)');
    expect(output).toContain('Together with the existing ones they cover 92.0 % (92 of 100)');
  });

  test('leaves synthetic users out, whatever tells them', async () => {
    const pages = ['/', '/canary'];
    const synthetic = [
      { session: 'c1', pages, metadata: { userAgent: 'Mozilla/5.0 CloudWatchSynthetics/arn:aws:synthetics:…' } },
      { session: 'c2', pages, metadata: { 'user_agent.synthetic.type': 'test' } },
      { session: 'c3', pages, metadata: { user_agent_synthetic_type: 'bot' } },
      { session: 'c4', pages, metadata: { synthetic: true } },
    ].flatMap(eventsOf);
    const real = eventsOf({ session: 'r', pages, metadata: { synthetic: 'false' } });
    const events = [...synthetic, ...real].map((event) => JSON.stringify(event));
    const output = await suggested(file('events.jsonl', [...LINES, ...events].join('\n')));
    expect(output).toContain('101 sessions of real users');
    expect(output).toContain('  4 sessions of synthetic users');
  });

  test('counts what it can not use, and tells where the first of it is', async () => {
    const view = { event_type: 'com.amazon.rum.page_view_event', event_timestamp: 1, event_details: {} };
    const user = { sessionId: 's' };
    const bad = [
      'no JSON at all',
      '{"event_type":',
      '{"hello":"world"}',
      JSON.stringify({ ...view, event_id: '1' }),
      JSON.stringify({ ...view, event_id: '2', user_details: { sessionId: '00000000-0000-0000-0000-000000000000' } }),
      JSON.stringify({ ...view, event_id: '3', user_details: user }),
      JSON.stringify({ ...view, event_id: '4', user_details: user, event_timestamp: undefined }),
      LINES[1],
    ];
    const output = await suggested(file('events.jsonl', [...LINES, ...bad].join('\n')));
    const at = (index: number) => `first: ${join(folder, 'events.jsonl')}:${LINES.length + index}`;
    expect(output).toContain(`2 lines that are not JSON (${at(1)})`);
    expect(output).toContain(`1 log events that are none of CloudWatch RUM: without event_type (${at(3)})`);
    expect(output).toContain(`2 events without user_details.sessionId: is allowCookies off? (${at(4)})`);
    expect(output).toContain(`1 page views without a page id (${at(6)})`);
    expect(output).toContain(`1 page views and clicks without event_timestamp (${at(7)})`);
    expect(output).toContain('1 session without a page view');
    expect(output).toContain('1 event that had been delivered before');
    expect(output).toContain('100 sessions of real users');
  });

  test('has nothing to suggest where there are no sessions', async () => {
    expect(await suggested(file('events.jsonl', ''))).toContain('nothing to suggest');
  });
});

describe('exported events are read', () => {
  const events = LINES.slice(0, 5);
  const messages = events.map((message, id) => ({ id: `${id}`, timestamp: 1, message }));
  const lines = (values: unknown[]) => values.map((value) => JSON.stringify(value)).join('\n');
  test.each<[string, string]>([
    ['of JSON lines', events.join('\n')],
    ['of JSON lines of Windows', `\uFEFF${events.join('\r\n')}`.slice(1)],
    ['of an export to S3', events.map((event) => `2026-11-20T08:00:01.000Z ${event}`).join('\n')],
    ['of aws logs filter-log-events', JSON.stringify({ events: messages, searchedLogStreams: [] }, undefined, 2)],
    [
      'of aws logs get-query-results',
      JSON.stringify({ results: events.map((value) => [{ field: '@message', value }]) }),
    ],
    ['of log events line by line', lines(messages)],
    [
      'of a subscription',
      lines([{ messageType: 'CONTROL_MESSAGE' }, { messageType: 'DATA_MESSAGE', logEvents: messages }]),
    ],
    [
      'of a delivery stream',
      messages.map((logEvent) => JSON.stringify({ messageType: 'DATA_MESSAGE', logEvents: [logEvent] })).join(''),
    ],
    ['of a JSON array', `[${events.join(',')}]`],
  ])('%s', (_, text) => {
    const problems = new Problems();
    const read = eventsIn('file', text, problems).map(({ fields }) => fields.event_id);
    expect(problems.lines).toEqual([]);
    expect(read).toEqual(events.map((event) => JSON.parse(event).event_id));
  });

  test('from gzipped files and from folders', async () => {
    file('000001.gz', gzipSync(LINES.slice(0, 100).join('\n')));
    file('000002.gz', gzipSync(LINES.slice(100).join('\n')));
    file('aws-logs-write-test', 'Permission Check Successful');
    expect(await suggested(folder)).toContain('100 sessions of real users');
  });

  test('of a file that is not there, not at all', async () => {
    await expect(suggested(join(folder, 'none'))).rejects.toThrow('there is no such file');
  });
});

test.each([
  ['/orders/42', '/orders/:id'],
  ['/orders/42/items/7?x=1#top', '/orders/:id/items/:id'],
  ['/u/3f2504e0-4f89-11d3-9a0c-0305e82c3301', '/u/:id'],
  ['/reset/Zk3jf93kd02kdQ9sl2', '/reset/:id'],
  ['https://shop.example.com/cart?id=1', '/cart'],
  ['/app#/orders/42?tab=1', '/app#/orders/:id'],
  ['/orders/:id', '/orders/:id'],
  ['/index.html', '/index.html'],
  ['/products/stoneware-mug', '/products/stoneware-mug'],
  ['/decade', '/decade'],
])('the page of %s is %s', (id, page) => expect(pageOf(id)).toBe(page));

describe('the pages of a journey that was not played', () => {
  const pages = (startUrl: string, ...parts: object[]) =>
    pagesInText({ version: 1, startUrl, budgetMs: 1, steps: [{ name: 'x', parts }] } as JourneyDocument);
  const VALUE = '$' + '{JOURNEY_VALUE_1}'; // what stands for a value of the deployment
  const click = { action: 'click', locator: 'a' };
  const at = (value: string) => ({ expect: 'url', value });

  test('are those that it opens, and those it expects after one thing that it does', () => {
    const { stretches, goesFurther } = pages(`https://${VALUE}`, click, at('/b'), {
      action: 'open',
      value: '/c',
    });
    expect(stretches).toEqual([['/', '/b', '/c']]);
    expect(goesFurther).toBe(false);
  });

  test('are interrupted where it does more than that', () => {
    expect(pages(`${VALUE}a`, click, click, at('/b'), click)).toEqual({
      stretches: [['/a'], ['/b']],
      goesFurther: true,
    });
  });
});

describe('what is written', () => {
  interface Written {
    readonly typescript: string;
    readonly recordings: { title: string; steps: { type: string; url?: string; selectors?: string[][] }[] }[];
  }

  async function written(): Promise<Written> {
    const out = join(folder, 'out');
    await suggested(file('events.jsonl', LINES.join('\n')), '--out', out);
    const names = readdirSync(out).filter((name) => name.endsWith('.json'));
    return {
      typescript: readFileSync(join(out, 'journeys.ts'), 'utf8'),
      recordings: names.map((name) => JSON.parse(readFileSync(join(out, name), 'utf8'))),
    };
  }

  test('are journeys that a canary plays', async () => {
    const { typescript } = await written();
    const { outputText, diagnostics } = ts.transpileModule(typescript, {
      reportDiagnostics: true,
      compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
    });
    expect(diagnostics).toEqual([]);
    const module: { exports: Record<string, canaries.Journey> } = { exports: {} };
    const load = (name: string) => (name === 'cdk-user-telemetry' ? { canaries } : require(name));
    new Function('exports', 'require', outputText)(module.exports, load);
    const stack = new Stack(new App(), 'Stack');
    const steps = Object.entries(module.exports).map(([name, journey]) => [
      name,
      journey._bind(stack, Duration.minutes(2)).stepNames,
    ]);
    expect(steps).toEqual([
      [
        'journeyHomeProductsCartCheckoutThanks',
        ['open home', 'go to products', 'go to cart', 'go to checkout', 'go to thanks'],
      ],
      ['journeyGiftCardsGiftCards', ['open gift cards', 'go to gift cards']],
      ['journeySearchResults', ['open search', 'go to results']],
    ]);
    expect(typescript).toContain("canaries.Journey.startAt('https://shop.example.com/')");
    // What most users click leads on; where that is not recorded, the page is opened.
    expect(typescript).toContain(".step('go to cart', canaries.Action.click('#add'), canaries.Expect.url('/cart'))");
    expect(typescript).toMatch(
      /\/\/ How users get there.*\n {2}\.step\('go to products', canaries\.Action\.open\('\/products\/\d+'\)/,
    );
  });

  test('are recordings of the same, which journeys can be made of', async () => {
    const { recordings } = await written();
    const stack = new Stack(new App(), 'Stack');
    for (const { title } of recordings) {
      const journey = canaries.Journey.fromRecording(join(folder, 'out', `${title}.json`));
      expect(journey._bind(stack, Duration.minutes(2)).document.startUrl).toContain('https://shop.example.com/');
    }
    const buy = recordings.find(({ title }) => title === 'journeyHomeProductsCartCheckoutThanks');
    expect(buy?.steps.map(({ type, url, selectors }) => [type, ...(selectors?.[0] ?? []), url])).toEqual([
      ['setViewport', undefined],
      ['navigate', 'https://shop.example.com/'],
      ['navigate', 'https://shop.example.com/products/1000'],
      ['click', '#add', undefined],
      ['click', '#checkout', undefined],
      ['click', '#order', undefined],
    ]);
  });
});

test('what users clicked, by role and name, leads from page to page; what holds a name of somebody does not', async () => {
  const clicks = (list: object[], interaction: number, session: string) => ({
    event_timestamp: 1_000, // the batch is told later than the page view that follows
    event_type: 'user_telemetry.clicks',
    event_id: `${session}-clicks-${interaction}`,
    metadata: { pageId: '/', interaction },
    user_details: { sessionId: session },
    event_details: { version: '1.0.0', clicks: list },
  });
  const lines = ['a', 'b', 'c'].flatMap((session) => [
    ...eventsOf({ session, pages: ['/', '/cart', '/orders', '/thanks'] }),
    clicks(
      [
        { time: 1, elementRole: 'link', element: 'Help', selector: 'body>a' },
        { time: 2, elementRole: 'button', element: 'Add to "cart"', selector: 'body>button' },
      ],
      0,
      session,
    ),
    clicks([{ time: 3, elementRole: 'generic', element: 'to-orders', isNamed: true, selector: 'x' }], 1, session),
    clicks([{ time: 4, elementRole: 'link', element: 'Order of …', selector: 'body>a' }], 2, session),
  ]);
  const out = join(folder, 'out');
  await suggested(file('events.jsonl', lines.map((line) => JSON.stringify(line)).join('\n')), '--out', out);
  const written = readFileSync(join(out, 'journeys.ts'), 'utf8');
  expect(written).toContain(`canaries.Action.click('role=button[name="Add to \\\\"cart\\\\""s]')`);
  expect(written).toContain(`canaries.Action.click('css=[data-telemetry="to-orders"]')`);
  expect(written).toContain("canaries.Action.open('/thanks')");
  const [recording] = readdirSync(out).filter((name) => name.endsWith('.json'));
  const { steps } = JSON.parse(readFileSync(join(out, recording), 'utf8'));
  expect(steps.flatMap(({ selectors = [] }) => selectors)).toEqual([
    ['aria/Add to "cart"[role="button"]'],
    ['[data-telemetry="to-orders"]'],
  ]);
});
