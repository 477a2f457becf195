import type { Way } from '../way';

const VIEW = 'page_view /';
const LONG = 50_000;
/** What is left of a message of so many letters. */
const cutOf = (text: string) => `${text.repeat(LONG).slice(0, 999)}…`;

const rejects = (name: string, thrown: string, told: string): Way => ({
  name: `a promise is rejected with ${name}`,
  after: `Promise.reject(${thrown}); await pause(50);`,
  expected: [VIEW, `js_error ${told}`],
});

const throws = (name: string, thrown: string, told: string): Way => ({
  name: `${name} is thrown`,
  after: `later(() => { throw ${thrown}; }); await pause(50);`,
  expected: [VIEW, `js_error ${told}`],
});

const message = (name: string, run: string): Way =>
  throws(`an error with ${name}`, `new Error('${run}'.repeat(${LONG}))`, `Error: ${cutOf(run)}`);

const dispatched = (name: string, event: string, expected: readonly string[], configuration?: object): Way => ({
  name,
  ...(configuration && { configuration }),
  after: `log(dispatchEvent(${event}));`,
  expected: [VIEW, ...expected],
});

/** What is thrown, and what is done with it. */
export const ways: readonly Way[] = [
  rejects(
    'a proxy that was revoked',
    '(() => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return proxy; })()',
    'unhandledrejection: unreadable',
  ),
  rejects('a plain object', '{ code: 500 }', 'unhandledrejection: {"code":500}'),
  rejects('nothing', '', 'unhandledrejection: undefined'),
  rejects(
    'an object whose conversions throw',
    '{ toString() { throw 1; }, [Symbol.toPrimitive]() { throw 2; }, toJSON() { throw 3; } }',
    'unhandledrejection: {"toString":"function toString","toJSON":"function toJSON"}',
  ),
  rejects(
    'an error that can not be read',
    `Object.create(Error.prototype, Object.fromEntries(['name', 'message', 'stack', 'cause', 'errors', 'constructor'].map((name) => [name, { get() { throw new Error('touched'); } }])))`,
    'unhandledrejection: {}',
  ),
  rejects('an event', `new Event('error')`, 'Event: {"type":"error"}'),
  rejects(
    'several errors',
    `new AggregateError([new Error('one'), 'two'], 'Both failed')`,
    'AggregateError: Both failed',
  ),
  rejects(
    'an error that causes itself',
    `(() => { const error = new Error('snake'); error.cause = error; return error; })()`,
    'Error: snake',
  ),
  rejects('a function', 'function load() {}', 'unhandledrejection: function load'),
  rejects('a bigint', '10n', 'unhandledrejection: 10'),
  {
    name: 'a promise is rejected with the answer to a request',
    after: `Promise.reject(await fetch('/api/x?status=404&token=1')); await pause(50);`,
    expected: [
      VIEW,
      'http 404 GET /api/x',
      'js_error Response: {"type":"basic","status":404,"statusText":"Not Found","url":"/api/x"}',
    ],
  },
  {
    name: 'an error of another window is thrown',
    page: '<iframe srcdoc=""></iframe>',
    after: `Promise.reject(new frames[0].RangeError('theirs')); await pause(50);`,
    expected: [VIEW, 'js_error RangeError: theirs'],
  },
  throws('a symbol', `Symbol('s')`, 'error: Symbol(s)'),
  throws('undefined', 'undefined', 'error: Uncaught undefined'),
  throws('a text', `'offline'`, 'error: offline'),
  throws('a frozen error', `Object.freeze(new Error('cold'))`, 'Error: cold'),
  throws('an error whose name is a number', `Object.assign(new Error('x'), { name: 7 })`, '7: x'),
  throws('a DOMException', `new DOMException('Stopped', 'AbortError')`, 'AbortError: Stopped'),
  throws('an error with a query', `new Error('GET https://x.y/a?token=1 failed')`, 'Error: GET https://x.y/a failed'),
  message('50,000 letters', 'a'),
  message('50,000 dots', '.'),
  message('50,000 hyphens', '-'),
  message('50,000 colons', ':'),
  {
    name: 'an error is thrown, logged, rejected and told',
    configuration: { consoleErrors: true },
    after: `
      const error = new Error('once');
      console.error('caught', error);
      window.userTelemetry?.error(error, { component: 'Cart' });
      later(() => { throw error; });
      Promise.reject(error);
      await pause(50);
    `,
    expected: [VIEW, 'js_error Error: once'],
  },
  {
    name: 'handlers before the client keep others from hearing of errors',
    before: `
      addEventListener('error', (event) => { log('heard', event.message); event.stopImmediatePropagation(); event.preventDefault(); });
      window.onerror = () => log('never');
    `,
    after: `later(() => { throw new Error('quiet'); }); await pause(50);`,
    expected: [VIEW],
  },
  {
    name: 'a handler of errors throws',
    before: `let times = 0; addEventListener('error', () => { if (!times++) throw new Error('second'); });`,
    after: `later(() => { throw new Error('first'); }); await pause(50);`,
    expected: [VIEW, 'js_error Error: first'],
  },
  {
    name: 'stacks are objects',
    before: `Error.prepareStackTrace = (error, calls) => calls;`,
    after: `later(() => { throw new Error('deep'); }); await pause(50);`,
    expected: [VIEW, 'js_error Error: deep'],
  },
  {
    name: 'a loop throws for ever',
    after: `for (let i = 0; i < 200; i++) later(() => { throw new Error('storm'); }); await pause(200);`,
    expected: [VIEW, ...Array<string>(50).fill('js_error Error: storm'), 'client_dropped {"tooManyErrors":150}'],
  },
  dispatched(
    'an error event that the page has made',
    `new ErrorEvent('error', { message: 'made', error: new TypeError('inside') })`,
    ['js_error TypeError: inside'],
  ),
  dispatched('an error event without an error', `new Event('error')`, []),
  dispatched(
    'a rejection of a library of promises',
    `new CustomEvent('unhandledrejection', { detail: { reason: new Error('theirs') }, cancelable: true })`,
    ['js_error Error: theirs'],
  ),
  dispatched(
    'an error of a browser extension',
    `new ErrorEvent('error', { message: 'x', filename: 'chrome-extension://abc/content.js' })`,
    [],
  ),
  dispatched(
    'an error of a file that is left out',
    `new ErrorEvent('error', { message: 'x', filename: 'https://ads.test/tag.js?id=1' })`,
    [],
    { ignoredErrorFiles: [/^https:\/\/ads\.test\/tag\.js$/] },
  ),
  dispatched(
    'an error that is left out',
    `new ErrorEvent('error', { message: 'Uncaught Error: ResizeObserver', error: new Error('ResizeObserver') })`,
    [],
    { ignoredErrors: [/^Error: ResizeObserver$/] },
  ),
  {
    name: 'the console is watched, and prints as before',
    configuration: { consoleErrors: true },
    after: `
      const { error } = console;
      log(error.name, error.length, String(error), JSON.stringify(Object.getOwnPropertyDescriptor(console, 'error')));
      tried('detached', () => error('%cred%c %s', 'color: red', '', 'text'));
      tried('with an error', () => console.error('ERROR', new TypeError('inside')));
      tried('with what throws', () => console.error({ get code() { throw 1; } }, Symbol('s')));
    `,
    expected: [
      VIEW,
      'js_error console.error: red text',
      'js_error TypeError: inside',
      'js_error console.error: {"code":"undefined"} Symbol(s)',
    ],
  },
  {
    name: 'the console is frozen, and to be watched',
    configuration: { consoleErrors: true },
    before: 'Object.freeze(console);',
    after: `console.error('unheard'); later(() => { throw new Error('heard'); }); await pause(50);`,
    expected: [VIEW, 'js_error Error: heard'],
  },
  {
    name: 'the console is replaced, and watched',
    configuration: { consoleErrors: true },
    before: `const { error } = console; console.error = function (...args) { log(this === console, args.length); return error.apply(this, args); };`,
    after: `log(console.error('one')); const { error } = console; console.error = (...args) => error.call(console, 'page', ...args); console.error('two');`,
    expected: [VIEW, 'js_error console.error: one', 'js_error console.error: page two'],
  },
];
