import { createApi, isLoaded, METHODS, type Methods } from '../../client/core/queue';
import { createMethods } from '../../client/recording/methods';
import type { Transactions } from '../../client/recording/transactions';

function setUp(existing?: unknown) {
  const transactions = {
    isDeclared: (name: string) => name === 'Checkout',
    start: jest.fn(),
    complete: jest.fn(),
    abandon: jest.fn(),
  };
  const record = jest.fn();
  const warn = jest.fn();
  const api = createApi(createMethods(transactions as unknown as Transactions, record, warn), existing);
  return { api, transactions, record, warn };
}

test('calls that the page queued are made up for, in order, before any other', () => {
  const calls: unknown[] = [];
  const log =
    (name: string) =>
    (...args: unknown[]) =>
      void calls.push([name, ...args]);
  const methods = { start: log('start'), complete: log('complete'), abandon: log('abandon'), event: log('event') };
  const api = createApi(methods as Methods, [
    ['start', 'Checkout', { a: 1 }],
    ['event', 'seen'],
  ]);
  api.push(['complete', 'Checkout'], ['abandon', 'Checkout']);
  expect(calls).toEqual([
    ['start', 'Checkout', { a: 1 }],
    ['event', 'seen'],
    ['complete', 'Checkout'],
    ['abandon', 'Checkout'],
  ]);
});

test('where nothing may be recorded, every method is there and does nothing', () => {
  const api = createApi({}, [['start', 'Checkout']]);
  for (const method of METHODS) expect(() => (api[method] as () => void)()).not.toThrow();
});

test('a feature is an event that names it', () => {
  const { api, record } = setUp();
  api.feature('Dark mode', { on: true, feature: 'forged' });
  expect(record.mock.calls).toEqual([['user_telemetry.feature', { on: true, feature: 'Dark mode' }]]);
});

test.each([[['constructor']], [['push', ['start', 'Checkout']]], [[]], 'start', 7, null, undefined, {}])(
  'the queued call %j is ignored',
  (call) => {
    const { api, transactions, record } = setUp([call]);
    expect(() => api.push(call as never)).not.toThrow();
    expect(transactions.start).not.toHaveBeenCalled();
    expect(record).not.toHaveBeenCalled();
  },
);

test('a fault of ours does not reach the page', () => {
  const { api, transactions, record } = setUp();
  transactions.start.mockImplementation(() => {
    throw new Error('ours');
  });
  record.mockImplementation(() => {
    throw new Error('ours');
  });
  expect(() => api.start('Checkout')).not.toThrow();
  expect(() => api.event('x')).not.toThrow();
  expect(() => api.event(Symbol('x') as never)).not.toThrow();
});

test('a window that has the client is told from one that has a queue or nothing', () => {
  expect(isLoaded(setUp().api)).toBe(true);
  expect(isLoaded([])).toBe(false);
  expect(isLoaded({ start() {} })).toBe(false);
  expect(isLoaded(undefined)).toBe(false);
});

test('a transaction that is not declared is named once and not counted', () => {
  const { api, transactions, warn } = setUp();
  api.start('Chekout');
  api.complete('Chekout');
  api.start('Checkout');
  expect(warn).toHaveBeenCalledTimes(1);
  expect(warn).toHaveBeenCalledWith(expect.stringContaining('"Chekout" is not declared'));
  expect(transactions.start.mock.calls).toEqual([['Checkout', undefined]]);
});

test.each([
  ['added-to.cart_1', { items: 2 }, 'added-to.cart_1', { items: 2 }],
  ['ein Ereignis/ö', undefined, 'ein_Ereignis__', {}],
  ['x'.repeat(300), undefined, 'x'.repeat(200), {}],
  ['text', 'no object', 'text', {}],
  ['long', { text: 'x'.repeat(5000) }, 'long', { dataDropped: 'too long' }],
  ['wide', { text: '漢'.repeat(2000) }, 'wide', { dataDropped: 'too long' }],
  ['date', { at: new Date(0) }, 'date', { at: '1970-01-01T00:00:00.000Z' }],
])('the event %p becomes what the service takes', (name, data, type, details) => {
  const { api, record } = setUp();
  api.event(name, data as object);
  expect(record.mock.calls).toEqual([[`user_telemetry.event.${type}`, details]]);
});

test('an event counts even if its data cannot be sent', () => {
  const circular: Record<string, unknown> = {};
  circular.self = circular;
  const { api, transactions } = setUp();
  api.complete('Checkout', circular);
  expect(transactions.complete.mock.calls).toEqual([['Checkout', { dataDropped: 'not serializable' }]]);
});
