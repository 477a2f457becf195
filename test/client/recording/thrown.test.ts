import { createContext, runInContext } from 'node:vm';
import { described } from '../../../client/recording/thrown';

const REJECTION = { type: 'unhandledrejection' };

function shown(thrown: unknown, finding: Parameters<typeof described>[1] = REJECTION): string {
  const { type, message } = described(thrown, finding);
  return `${type} | ${message}`;
}

class Failure {
  public constructor(public readonly code: number) {}
}

class WebEvent {
  public readonly isTrusted = true;
  public get type(): string {
    return 'error';
  }
  public get target(): object {
    return { tagName: 'SCRIPT', src: 'https://x.y/chunk.js' };
  }
  public get [Symbol.toStringTag](): string {
    return 'Event';
  }
}

test.each([
  [new TypeError('no'), 'TypeError | no'],
  [new Error(''), 'Error | Error'],
  [Object.freeze(new Error('cold')), 'Error | cold'],
  [runInContext('new RangeError("of another window")', createContext()), 'RangeError | of another window'],
  [new DOMException('Stopped', 'AbortError'), 'AbortError | Stopped'],
  [Object.assign(new Error('numeric'), { name: 7 }), '7 | numeric'],
  [Object.assign(new Error('odd'), { name: {} }), 'unhandledrejection | odd'],
  [{ name: 'HttpErrorResponse', message: 'Http failure' }, 'HttpErrorResponse | Http failure'],
  ['text', 'unhandledrejection | text'],
  ['', 'unhandledrejection | unhandledrejection'],
  [7, 'unhandledrejection | 7'],
  [10n, 'unhandledrejection | 10'],
  [true, 'unhandledrejection | true'],
  [Symbol('s'), 'unhandledrejection | Symbol(s)'],
  [undefined, 'unhandledrejection | undefined'],
  [null, 'unhandledrejection | null'],
  [function load() {}, 'unhandledrejection | function load'],
  [{ code: 500 }, 'unhandledrejection | {"code":500}'],
  [{ code: 404, url: '/users?email=jane' }, 'unhandledrejection | {"code":404,"url":"/users"}'],
  [{ message: { code: 500 } }, 'unhandledrejection | {"message":{"code":500}}'],
  [{ name: 'Jane', code: 1n }, 'unhandledrejection | {"name":"…","code":"1"}'],
  [{ error: new TypeError('inside') }, 'unhandledrejection | {"error":"TypeError: inside"}'],
  [{}, 'unhandledrejection | {}'],
  [Object.create(null), 'unhandledrejection | {}'],
  [[1, [2, [3]]], 'unhandledrejection | [1,[2,"…"]]'],
  [new Failure(3), 'unhandledrejection | {"code":3}'],
  [new Map([[1, 2]]), 'Map | [object Map]'],
  [
    new Response(null, { status: 503, statusText: 'Busy' }),
    'Response | {"type":"default","status":503,"statusText":"Busy"}',
  ],
  [new WebEvent(), 'Event | {"type":"error","target":{"tagName":"SCRIPT","src":"https://x.y/chunk.js"}}'],
])('%p is reported as %s', (thrown, expected) => {
  expect(shown(thrown)).toBe(expected);
});

test.each([
  ['a proxy that was revoked', () => revoked({})],
  ['a function that was revoked', () => revoked(() => {})],
  [
    'getters that throw',
    () =>
      Object.create(Error.prototype, {
        name: { get: raise },
        message: { get: raise },
        stack: { get: raise },
        cause: { get: raise },
        errors: { get: raise },
      }),
  ],
  ['conversions that throw', () => ({ toString: raise, toJSON: raise, [Symbol.toPrimitive]: raise, valueOf: raise })],
  ['a proxy that throws at every touch', () => new Proxy({}, new Proxy({}, { get: raise }))],
  ['a circle', () => circle()],
])('%s is no trouble', (_, make) => {
  const { message, type } = described(make(), REJECTION);
  expect(message).not.toBe('');
  expect(message).not.toMatch(/undefined|object Object/);
  expect(type).not.toBe('');
});

function raise(): never {
  throw new Error('touched');
}

function revoked(target: object): object {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

function circle(): object {
  const circle: Record<string, unknown> = {};
  circle.self = circle;
  return circle;
}

test('where the browser knows more than what was thrown, that is reported', () => {
  const finding = { type: 'error', message: 'Script error.', filename: '', lineno: 0, colno: 0 };
  expect(described(null, finding)).toEqual({ version: '1.0.0', type: 'error', message: 'Script error.' });
});

test('the place is that of the browser, or of the first call in the stack', () => {
  const finding = { type: 'error', message: 'Uncaught Error: x', filename: 'https://x.y/a.js', lineno: 3, colno: 4 };
  expect(described(new Error('x'), finding)).toMatchObject({ filename: 'https://x.y/a.js', lineno: 3, colno: 4 });
});

test.each([
  'Error: see https://api.x.y/a.js:1:1\n    at f (https://x.y/b.js:10:5)\n    at https://x.y/c.js:3:4',
  'f@https://x.y/b.js:10:5\nhttps://x.y/c.js:3:4',
  '@https://x.y/b.js:10:5',
  'Error: two\nlines\n    at https://x.y/b.js:10:5',
])('the first call is found in %j', (stack) => {
  const message = /^Error: (.*?)\n {4}at/s.exec(stack)?.[1] ?? 'x';
  const error = { name: 'Error', message, stack };
  expect(described(error, REJECTION)).toMatchObject({ filename: 'https://x.y/b.js', lineno: 10, colno: 5 });
});

test('causes and what an aggregate holds follow the stack', () => {
  const root = new RangeError('root');
  const error = Object.assign(new Error('outer', { cause: new TypeError('middle', { cause: root }) }), {
    stack: 'at f',
  });
  expect(described(error, REJECTION).stack).toBe('at f\nCaused by: TypeError: middle\nCaused by: RangeError: root');
  const all = new AggregateError([new Error('one'), 'two', { code: 3 }], 'All failed');
  expect(described(all, REJECTION).stack).toMatch(
    /at .*\nCaused by: Error: one\nCaused by: two\nCaused by: {"code":3}$/s,
  );
  Object.assign(root, { cause: error });
  expect(described(error, REJECTION).stack).toHaveLength(61);
});

test('nothing is longer than its bound, and a long message does not hide the stack', () => {
  const long = 'x'.repeat(2_000_000);
  const error = Object.assign(new Error(long), { name: long, cause: new Error(long) });
  error.stack = `${long}: ${long}\n    at f (https://x.y/b.js:10:5)\n${'    at g\n'.repeat(1_000)}`;
  const { type, message, stack = '' } = described(error, REJECTION);
  expect(type).toHaveLength(200);
  expect(message).toHaveLength(1_000);
  expect(stack.length).toBeLessThanOrEqual(1_000);
  const named = Object.assign(new Error(long), { stack: `Error: ${long}\n    at f (https://x.y/b.js:10:5)` });
  expect(described(named, REJECTION)).toMatchObject({ stack: expect.stringContaining('b.js'), lineno: 10 });
  expect(described({ list: Array(1e6).fill(long) }, REJECTION).message).toHaveLength(1_000);
});
