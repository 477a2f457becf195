import { Facts, rankOf } from '../../../client/event-sink/events';
import { createQueue } from '../../../client/transport/queue';
import * as names from '../../../src/formats/events/names';
import { entry, nameOf } from '../transport/entries';

const visit = { attributes: { pageId: '/cart', interaction: 1 }, place: {} };

beforeAll(() => {
  Object.assign(globalThis, { location: new URL('https://shop.example.com/cart') });
});

function facts(type: string, details: object, config: object = {}) {
  return new Facts(config as never).of([type, details, visit, 0, {}, {}] as never);
}

const request = (url: string, more: object = {}) =>
  facts('com.amazon.rum.http_event', { request: { method: 'POST', url }, response: { status: 500 } }, more);

test.each([
  ['https://shop.example.com/api/orders/4711?token=1#x', 'POST /api/orders/:id'],
  ['/api/users/jane@example.com/cart', 'POST /api/users/:id/cart'],
  ['/api/users/jane%40example.com', 'POST /api/users/:id'],
  ['/api/carts/6d0f2c1e-4c1d-4a53-9d36-6a1d6f0a1b2c', 'POST /api/carts/:id'],
  ['https://jane:secret@pay.example.net/v1/charges', 'POST pay.example.net/v1/charges'],
])('a request to %s is %s', (url, endpoint) => {
  expect(request(url)).toMatchObject([{ name: 'request', endpoint, status: 500, page: '/cart' }]);
});

test('templates of the app go first', () => {
  const pathTemplates = [[/^\/api\/by-name\/[^/]+$/, '/api/by-name/:name']];
  expect(request('/api/by-name/jane', { pathTemplates })).toMatchObject([{ endpoint: 'POST /api/by-name/:name' }]);
});

test('a request that was told by its trace is told once', () => {
  const told = new Facts({} as never);
  const of = (type: string, details: object) => told.of([type, details, visit, 0, {}, {}] as never);
  const http = { request: { method: 'GET', url: '/api/x' }, response: { status: 503 } };
  const trace = { trace_id: '1-2', subsegments: [{ start_time: 1, end_time: 1.25, http }] };
  expect(of('com.amazon.rum.xray_trace_event', trace)).toMatchObject([{ status: 503, durationMs: 250 }]);
  expect(of('com.amazon.rum.http_event', { ...http, trace_id: '1-2' })).toEqual([]);
  expect(of('com.amazon.rum.http_event', { ...http, trace_id: '1-3' })).toHaveLength(1);
});

test('of an error only its type is told, and only if it is one', () => {
  const error = (type: unknown) => facts('com.amazon.rum.js_error_event', { type, message: 'Jane', stack: 'Doe' });
  expect(error('RangeError')).toEqual([{ name: 'error', page: '/cart', errorType: 'RangeError' }]);
  expect(error('Jane Doe has no card')).toEqual([{ name: 'error', page: '/cart', errorType: 'Error' }]);
});

test("the page's own data come without queries of addresses", () => {
  const own = facts('user_telemetry.event.cart.added', { sku: 'mug', from: 'https://shop.example.com/?mail=jane' });
  expect(own).toMatchObject([{ name: 'cart.added', properties: { sku: 'mug', from: 'https://shop.example.com/' } }]);
});

test('of pages that are not reported only the end of transactions is told', () => {
  const of = (type: string) => new Facts({} as never).of([type, { transaction: 'Buy' }, {}, 0, {}, {}] as never);
  expect(of('user_telemetry.transaction_completed')).toMatchObject([
    { name: 'transaction_completed', transaction: 'Buy' },
  ]);
  expect(of('user_telemetry.event.x')).toEqual([]);
});

test('a queue that is full loses requests and clicks first, and what questions count by last', () => {
  const lost: string[] = [];
  const queue = createQueue((_, { event }) => void lost.push(event.type));
  const add = (name: string, times: number) => {
    for (let left = times; left; left--) queue.add(entry(name, { type: name, rank: rankOf(name) }));
  };
  add(names.REQUEST, 300);
  add('cart.added', 400);
  add(names.CLICK, 300);
  add(names.PAGE_VIEW, 300);
  expect(new Set(lost)).toEqual(new Set([names.CLICK]));
  add(names.TRANSACTION_COMPLETED, 400);
  expect(new Set(lost)).toEqual(new Set([names.CLICK, names.REQUEST, 'cart.added']));
  const left = queue.empty().map(({ event }) => event.type);
  expect(left.filter((name) => name === names.PAGE_VIEW || name === names.TRANSACTION_COMPLETED)).toHaveLength(700);
  expect(left).toHaveLength(1_000);
});

test('no event of the pipeline is one that is sent only once: copies are harmless there', () => {
  for (const name of [...Object.values(names), 'cart.added']) expect(rankOf(name)).toBeGreaterThan(0);
  expect(nameOf(entry('a'))).toBe('a');
});
