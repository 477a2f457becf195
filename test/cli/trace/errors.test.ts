import { fisherExact, holm } from '../../../cli/trace/affected/fisher';
import { event } from './shop-events';
import { lines, told, useFolder } from './told';

const { file } = useFolder();

interface Visitor {
  readonly name: string;
  readonly browser?: string;
  readonly isSynthetic?: boolean;
  /** What happens in the checkout, which all begin. */
  readonly fate: 'buys' | 'throws' | 'leaves' | 'fails and leaves';
}

function visit({ name, browser = 'Chrome', isSynthetic = false, fate }: Visitor): object[] {
  const metadata = { browserName: browser, ...(isSynthetic && { 'user_agent.synthetic.type': 'test' }) };
  const who = { session: name, user: `user of ${name}`, metadata };
  const on = { ...who, page: '/checkout', interaction: 1 };
  const checkout = { transaction: 'Checkout', attempt: `attempt of ${name}` };
  const isOver = fate === 'buys' ? 'completed' : 'abandoned';
  return [
    event({ ...who, type: 'com.amazon.rum.page_view_event', at: 0, details: { pageId: '/' } }),
    event({ ...on, type: 'com.amazon.rum.page_view_event', at: 5_000, details: { pageId: '/checkout' } }),
    event({ ...on, type: 'user_telemetry.transaction_started', at: 5_000, details: checkout }),
    ...(fate === 'throws'
      ? [
          event({
            ...on,
            type: 'com.amazon.rum.js_error_event',
            at: 8_000,
            details: { type: 'TypeError', message: 'no items' },
          }),
        ]
      : []),
    ...(fate === 'fails and leaves'
      ? [
          event({
            ...{ ...on, type: 'com.amazon.rum.http_event', at: 8_000 },
            details: { request: { method: 'POST', url: '/api/orders/4711' }, response: { status: 503 } },
          }),
        ]
      : []),
    ...(fate === 'throws'
      ? []
      : [
          event({
            ...on,
            type: `user_telemetry.transaction_${isOver}`,
            at: 20_000,
            details: { ...checkout, reason: 'left' },
          }),
        ]),
  ];
}

const many = (count: number, visitor: Omit<Visitor, 'name'>, name: string) =>
  Array.from({ length: count }, (_, index) => visit({ ...visitor, name: `${name}-${index}` })).flat();

const found = async (events: readonly object[], ...args: string[]) =>
  (await told('--errors', ...args, file('events.jsonl', lines(events)))).output;

const FEW = [
  ...visit({ name: 'buyer', fate: 'buys' }),
  ...visit({ name: 'thrower', fate: 'throws' }),
  ...visit({ name: 'leaver', fate: 'leaves' }),
  ...visit({ name: 'failer', fate: 'fails and leaves' }),
  ...visit({ name: 'canary', fate: 'throws', isSynthetic: true }),
];

test('sessions with trouble are listed, the worst first, and synthetic users are none of them', async () => {
  const output = await found(FEW);
  expect(output).toContain('Sessions with trouble: 3 of 4 sessions');
  expect(output).toContain('1 session of synthetic users left out');
  // A request that failed, a transaction abandoned, and the one after the other: 3 + 2 + 3.
  expect(output.match(/^ {2,4}\d+ {2}(failer|thrower|leaver|buyer|canary)\b/gm)).toEqual([
    '    8  failer',
    '    3  thrower',
    '    2  leaver',
  ]);
  expect(output).toContain('1  failed request: POST /api/orders/:id → 503');
  expect(output).toContain('too few to tell');
});

test('those of a transaction or a page are compared with others that had to do with it', async () => {
  const elsewhere = [
    event({
      type: 'com.amazon.rum.page_view_event',
      at: 0,
      session: 'reader',
      page: '/help',
      details: { pageId: '/help' },
    }),
    event({
      type: 'com.amazon.rum.js_error_event',
      at: 1_000,
      session: 'reader',
      page: '/help',
      details: { message: 'x' },
    }),
  ];
  const all = [...FEW, ...elsewhere];
  expect(await found(all)).toContain('Sessions with trouble: 4 of 5 sessions');
  expect(await found(all, 'checkout')).toContain('in transaction Checkout: 3 of 4 sessions');
  expect(await found(all, '/help')).toContain('on page /help: 1 of 1 session');
  await expect(found(all, 'Chekout')).rejects.toThrow('is called Chekout; transactions in these events: Checkout');
});

test('what they have in common is told where it can hardly be chance', async () => {
  const safari = many(20, { fate: 'throws', browser: 'Safari' }, 'safari');
  const chrome = many(60, { fate: 'buys' }, 'chrome');
  const both = [...many(5, { fate: 'buys', browser: 'Safari' }, 'lucky'), ...many(5, { fate: 'throws' }, 'unlucky')];
  const output = await found([...safari, ...chrome, ...both], 'Checkout');
  expect(output).toContain('browser Safari: 80 % (20 of 25), others 8 % (5 of 65); 10.4 times as often, p < 0.0001');
  expect(output).not.toMatch(/browser Chrome:|country DE:|page \/checkout:/);
  expect(output).toContain("Fisher's exact test");
});

test('nothing is made of what may be chance, and of nobody in trouble', async () => {
  const mixed = [
    ...many(6, { fate: 'throws', browser: 'Safari' }, 'a'),
    ...many(6, { fate: 'throws' }, 'b'),
    ...many(20, { fate: 'buys', browser: 'Safari' }, 'c'),
    ...many(26, { fate: 'buys' }, 'd'),
  ];
  expect(await found(mixed)).toContain('nothing that could not be chance');
  expect(await found(many(9, { fate: 'buys' }, 'e'))).toMatch(/Sessions with trouble: 0 of 9 sessions$/);
});

test('of many comparisons one that looks telling by itself is no finding', async () => {
  // By itself Safari has p = 0.03; beside it as many browsers and pages are compared as there are.
  const visitors = [
    ...many(8, { fate: 'throws', browser: 'Safari' }, 'a'),
    ...many(8, { fate: 'throws' }, 'b'),
    ...many(10, { fate: 'buys', browser: 'Safari' }, 'c'),
    ...many(40, { fate: 'buys' }, 'd'),
  ];
  expect(fisherExact(8, 8, 10, 40)).toBeLessThan(0.05);
  expect(2 * fisherExact(8, 8, 10, 40)).toBeGreaterThan(0.05);
  expect(await found(visitors)).toContain('nothing that could not be chance');
});

test('as many are listed as are asked for, and the rest is counted', async () => {
  const output = await found(many(12, { fate: 'throws' }, 'a'), '--top', '3');
  expect(output.match(/^ +3 {2}a-\d+/gm)).toHaveLength(3);
  expect(output).toContain('and 9 more: --top');
});

describe('names', () => {
  const begun = (session: string, transaction: string, page = '/checkout') => [
    event({ type: 'com.amazon.rum.page_view_event', at: 0, session, page, details: { pageId: page } }),
    event({ type: 'user_telemetry.transaction_started', at: 0, session, page, details: { transaction } }),
  ];

  test('of transactions are meant exactly; of those with other capitals that of most sessions, which is told', async () => {
    const events = [...FEW, ...begun('hostile', 'CHECKOUT'), ...begun('hostile', '/checkout')];
    expect(await found(events, 'Checkout')).toContain('in transaction Checkout: 3 of 4 sessions');
    expect(await found(events, 'CHECKOUT')).toContain('in transaction CHECKOUT: 0 of 1 session');
    const output = await found(events, 'checkout');
    expect(output).toContain('in transaction Checkout: 3 of 4 sessions');
    expect(output).toContain('Checkout is taken, of most sessions (5); with other capitals there are: CHECKOUT (1)');
    expect(await found(FEW, 'checkout')).not.toContain('is taken');
  });

  test('with a slash are pages, whatever transactions are called', async () => {
    const events = [...FEW, ...begun('hostile', '/checkout', '/')];
    expect(await found(events, '/checkout')).toContain('on page /checkout: 3 of 4 sessions');
  });
});

test('requests to other hosts are told apart from those to the own one', async () => {
  const ask = (session: string, url: string) =>
    event({
      ...{ type: 'com.amazon.rum.http_event', at: 0, session },
      details: { request: { method: 'GET', url }, response: { status: 404 } },
    });
  const hosts = ['https://shop.example.com', 'https://other.example.com', ''];
  const output = await found(hosts.map((host, index) => ask(`s${index}`, `${host}/orders/4711`)));
  expect(output).toContain('2  rejected request: GET /orders/:id → 404');
  expect(output).toContain('1  rejected request: GET https://other.example.com/orders/:id → 404');
});

test('what requests are called and how they end is not read out of their text', async () => {
  const details = { request: { method: 'GET', url: '/a → 404' }, error: { message: 'gone → 404' } };
  const output = await found([event({ type: 'com.amazon.rum.http_event', at: 0, details })]);
  expect(output).toContain('1  failed request: GET /a → 404 → gone → 404');
});

test('hundreds of thousands of events are compared all the same', async () => {
  const checkout = { transaction: 'Checkout', attempt: 'a' };
  const starts = Array.from({ length: 150_000 }, (_, at) =>
    event({ type: 'user_telemetry.transaction_started', at, details: checkout }),
  );
  const output = await found([...starts, ...FEW], 'Checkout');
  expect(output).toContain('in transaction Checkout: 3 of 5 sessions');
});

describe("Fisher's exact test", () => {
  test.each([
    // Fisher's own example of tea with milk, and tables whose chance is known by counting.
    [3, 1, 1, 3, 34 / 70],
    [4, 0, 0, 4, 2 / 70],
    [1, 9, 11, 3, 0.002759456185220083],
    [0, 5, 0, 5, 1],
  ])('of %d, %d, %d, %d', (a, b, c, d, chance) => {
    expect(fisherExact(a, b, c, d)).toBeCloseTo(chance, 10);
  });

  test("has Holm's correction: never less than before, in the order of what was given", () => {
    const [first, second, third] = holm([0.01, 0.04, 0.03]);
    expect([first, second, third].map((chance) => Number(chance.toFixed(4)))).toEqual([0.03, 0.06, 0.06]);
    expect(holm([0.9, 0.8])).toEqual([1, 1]);
  });
});
