import { createApi } from '../../client/core/queue';
import { userTelemetry } from '../../client/page/user-telemetry';

/** What applications import: it works before, with and without the script, and on a server. */
function enter(page: object): { userTelemetry?: unknown } {
  Object.assign(globalThis, { window: page });
  return page;
}
afterEach(() => Reflect.deleteProperty(globalThis, 'window'));

test('on a server nothing happens, and nothing is kept for the next user', () => {
  expect(() => userTelemetry.start('Checkout')).not.toThrow();
  const page = enter({});
  userTelemetry.event('seen');
  expect(page.userTelemetry).toEqual([['event', 'seen']]);
});

test('calls wait for the script in their order, and reach it from then on', () => {
  const page = enter({});
  const { start, complete } = userTelemetry;
  start('Checkout', { items: 2 });
  const kept = page.userTelemetry as unknown[];
  const calls: unknown[] = [];
  const log = (name: string) => (of: unknown) => void calls.push(`${name} ${of}`);
  page.userTelemetry = createApi({ start: log('start'), complete: log('complete'), event: log('event') }, kept);
  complete('Checkout');
  kept.push(['event', 'late']); // a script that keeps the queue
  expect(calls).toEqual(['start Checkout', 'complete Checkout', 'event late']);
});

test('where the script is blocked no more than 1,000 calls are kept', () => {
  const page = enter({});
  for (let index = 0; index < 1_500; index++) userTelemetry.event('seen');
  expect(page.userTelemetry).toHaveLength(1_000);
});

test.each([
  ['something else', { userTelemetry: { version: 1 } }],
  ['a text', { userTelemetry: 'v1' }],
  ['nothing that can be written', Object.freeze({})],
  ['a frozen queue', { userTelemetry: Object.freeze([]) }],
])('a window that has %s by that name is left alone', (_, page) => {
  const before = JSON.stringify(page);
  enter(page);
  expect(() => userTelemetry.error(new Error('x'))).not.toThrow();
  expect(JSON.stringify(page)).toBe(before);
});
