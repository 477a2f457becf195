import { watchConsole } from '../../../client/recording/console-errors';
import { Errors } from '../../../client/recording/errors';
import type { ErrorDetails } from '../../../client/recording/thrown';

function setUp(settings: ConstructorParameters<typeof Errors>[0] = {}) {
  const recorded: (ErrorDetails & { data?: object })[] = [];
  let dropped = 0;
  const record = (type: string, details: object) => {
    expect(type).toBe('com.amazon.rum.js_error_event');
    recorded.push(details as ErrorDetails);
  };
  const errors = new Errors(settings, { record, drop: () => dropped++ });
  const page = new EventTarget();
  const { addEventListener } = page;
  Object.assign(globalThis, { addEventListener: addEventListener.bind(page) });
  errors.watch();
  const send = (type: string, details: object) => page.dispatchEvent(Object.assign(new Event(type), details));
  return {
    errors,
    messages: () => recorded.map(({ message }) => message),
    recorded,
    dropped: () => dropped,
    throws: (error: unknown, details: object = {}) =>
      send('error', { error, message: `Uncaught ${error}`, ...details }),
    rejects: (reason: unknown) => send('unhandledrejection', { reason }),
    send,
  };
}

const CAUGHT = { type: 'error' };

afterEach(() => {
  jest.useRealTimers();
  Reflect.deleteProperty(globalThis, 'addEventListener');
});

test('an error is reported once, whoever finds it', () => {
  const { errors, throws, rejects, messages } = setUp();
  const error = Object.freeze(new Error('once'));
  errors.report(error, CAUGHT, { component: 'Cart' });
  throws(error);
  rejects(error);
  errors.report(error, CAUGHT);
  throws(new Error('once'));
  expect(messages()).toEqual(['once', 'once']);
});

test('a value that is thrown and logged is one error, and another one later', async () => {
  const { errors, throws, rejects, messages } = setUp();
  errors.report('offline', CAUGHT);
  throws('offline');
  rejects(undefined);
  rejects(undefined);
  await new Promise((done) => setTimeout(done, 5));
  throws('offline');
  expect(messages()).toEqual(['offline', 'undefined', 'undefined', 'offline']);
});

test('a bare event of that name is no error; a rejection of a library is one', () => {
  const { send, messages } = setUp();
  send('error', {});
  send('unhandledrejection', { detail: { reason: new Error('of bluebird') } });
  expect(messages()).toEqual(['of bluebird']);
});

test.each([
  ['^offline$', new Error('offline'), true],
  ['^TypeError: ', new TypeError('x is undefined'), true],
  ['^Uncaught', new Error('offline'), false],
  ['^error: offline$', 'offline', true],
  ['"code":500', { code: 500 }, true],
  ['^unhandledrejection', { code: 500 }, false],
  ['token', new Error('GET https://x.y/?token=1'), false],
  ['/orders/:id', new Error('GET https://x.y/orders/7'), true],
  ['(x+x+)+y$', new Error('x'.repeat(20)), false],
])('the pattern %s on %p: %p', (pattern, error, isIgnored) => {
  const { throws, messages } = setUp({
    ignoredErrors: [new RegExp(pattern)],
    pathTemplates: [[/^\/orders\/[^/]+$/, '/orders/:id']],
  });
  throws(error);
  expect(messages()).toHaveLength(isIgnored ? 0 : 1);
});

test.each([
  ['https://ads.example.com/tag.js?id=7', true],
  ['https://shop.example.com/ads.js', false],
  ['chrome-extension://abc/content.js', true],
  ['moz-extension://abc/content.js', true],
  ['safari-web-extension://abc/content.js', true],
  ['safari-extension://abc/content.js', true],
  ['webkit-masked-url://hidden/', true],
  ['https://shop.example.com/chrome-extension:/a.js', false],
  ['', false],
])('errors of the file %s are left out: %p', (filename, isIgnored) => {
  const settings = { ignoredErrorFiles: [/^https:\/\/ads\.example\.com\/tag\.js$/] };
  const thrown = setUp(settings);
  thrown.throws(new Error('x'), { filename });
  expect(thrown.recorded).toHaveLength(isIgnored ? 0 : 1);
  const rejected = setUp(settings);
  rejected.rejects(Object.assign(new Error('x'), { stack: `Error: x\n    at f (${filename}:1:2)` }));
  expect(rejected.recorded).toHaveLength(isIgnored ? 0 : 1);
});

test('no query is sent', () => {
  const { rejects, recorded } = setUp();
  const stack = 'Error: x\n    at f (https://x.y/b.js?token=1:10:5)';
  rejects(Object.assign(new Error('GET https://x.y/a?token=1 failed'), { stack }));
  expect(recorded).toEqual([
    {
      version: '1.0.0',
      type: 'Error',
      message: 'GET https://x.y/a failed',
      filename: 'https://x.y/b.js',
      lineno: 10,
      colno: 5,
      stack: 'Error: x\n    at f (https://x.y/b.js:10:5)',
    },
  ]);
});

test('fifty errors are reported per page, and the others counted', () => {
  const { errors, throws, recorded, dropped } = setUp();
  const storm = () => Array.from({ length: 60 }, (_, index) => throws(new Error(`${index}`)));
  errors.turn('/');
  storm();
  errors.turn('/');
  expect([recorded.length, dropped()]).toEqual([50, 10]);
  errors.turn('/cart');
  storm();
  expect([recorded.length, dropped()]).toEqual([100, 20]);
  errors.turn(); // the same page anew, out of the browser's cache of pages
  storm();
  expect([recorded.length, dropped()]).toEqual([150, 30]);
});

test('what is ignored does not count', () => {
  const { throws, recorded } = setUp({ ignoredErrors: [/^noise/] });
  for (let index = 0; index < 60; index++) throws(new Error(`noise ${index}`));
  throws(new Error('real'));
  expect(recorded).toHaveLength(1);
});

test.each([
  [{ component: 'Cart' }, { component: 'Cart' }],
  [{ stack: 'x'.repeat(2_000) }, { stack: `${'x'.repeat(999)}…` }],
  [{ a: 'x'.repeat(900), b: 'y'.repeat(900), c: 'z'.repeat(900), d: 'z'.repeat(900) }, { dataDropped: 'too long' }],
  [{ n: 1n }, { dataDropped: 'not serializable' }],
])('data %# goes along', (data, expected) => {
  const { errors, recorded } = setUp();
  errors.report(new Error('x'), CAUGHT, data);
  expect(recorded[0].data).toEqual(expected);
});

describe('the console', () => {
  function captured(page: Partial<Console> = {}) {
    const { errors, messages, recorded } = setUp();
    const printed: unknown[] = [];
    const error = function error(this: unknown, ...args: unknown[]) {
      printed.push(this, ...args);
      return 'printed';
    };
    const console = { error, ...page } as Console;
    watchConsole(console, (it) => errors.report(it, { type: 'console.error' }));
    return { console, messages, recorded, printed, errors };
  }

  test('prints as before', () => {
    const { console, printed } = captured();
    const { error } = console;
    expect(error.name).toMatch(/^error/);
    expect(console.error('a', 1)).toBe('printed');
    expect(error.call(printed, 'b')).toBe('printed');
    expect(printed.filter((it) => it !== printed)).toEqual([console, 'a', 1, 'b']);
    expect(printed[3]).toBe(printed);
    expect(Function.prototype.toString.call(error)).toContain('[native code]');
  });

  const error = () => new TypeError('inside');
  test.each([
    [['text'], 'text'],
    [[error()], 'inside'],
    [['ERROR', error()], 'inside'], // Angular
    [['%o\n\n%s\n\n%s\n', error(), 'The above error occurred in <Cart>', 'React will try'], 'inside'], // React
    [['[Vue warn]: Unhandled error', error(), '\n at <Cart>'], 'inside'], // Vue
    [['%cERROR%c %s: 100%% of %d', 'color: red', '', 'cart', 5, { code: 500 }], 'ERROR cart: 100% of 5 {"code":500}'],
    [['%s and %s', 'one'], 'one and %s'],
    [[{ code: 500 }, undefined, null], '{"code":500} undefined null'],
    [[], ''],
  ])('reports %j', (args, message) => {
    const { console, messages } = captured();
    console.error(...args);
    expect(messages()).toEqual(message ? [message] : []);
  });

  test('reports an error that is thrown as well once', () => {
    const { console, errors, messages } = captured();
    const thrown = error();
    console.error('Uncaught', thrown);
    errors.report(thrown, CAUGHT);
    expect(messages()).toEqual(['inside']);
  });

  test('is not read in circles', () => {
    const { console, messages } = captured();
    const noisy = {
      get code() {
        console.error('again');
        return 1;
      },
    };
    console.error(noisy);
    expect(messages()).toEqual(['{"code":1}']);
  });

  test('that throws still throws', () => {
    const raise = () => {
      throw new Error('full');
    };
    const { console, messages } = captured({ error: raise });
    expect(() => console.error('lost')).toThrow('full');
    expect(messages()).toEqual(['lost']);
  });
});
