import { WALK } from '../walk';
import type { Way } from '../way';

/** All timers and clocks stand still, as sinon, jest and Cypress fake them. */
const FAKE_TIMERS = `
  const at = Date.now();
  const Real = Date;
  window.Date = class extends Real { constructor(...args) { args.length ? super(...args) : super(at); } static now() { return at; } };
  let id = 0;
  for (const name of ['setTimeout', 'setInterval', 'setImmediate', 'requestAnimationFrame', 'requestIdleCallback', 'queueMicrotask'])
    window[name] = () => ++id;
  performance.now = () => 0;
`;

const frozen = (more = '') => `
  for (const name of ['Object', 'Array', 'Function', 'Promise', 'Map', 'Set', 'WeakMap', 'RegExp', 'Date', 'String', 'Number',
    'Error', 'TypeError', 'Symbol', 'JSON', 'Math', 'Reflect', 'Proxy']) {
    Object.freeze(window[name]);
    if (window[name].prototype) Object.freeze(window[name].prototype);
  }
  ${more}
`;

/** Intrinsics that another script has replaced, polluted or frozen. */
export const ways: readonly Way[] = [
  {
    name: 'objects have enumerable properties that they inherit',
    before: `
      Object.prototype.extend = function () {}; Object.prototype.size = 3; Object.prototype.name = 'somebody';
      Object.prototype.page = 'x'; Object.prototype.url = 'http://nowhere.test/'; Object.prototype.user = 1;
    `,
    ...WALK,
  },
  {
    name: 'objects inherit what descriptors are read for',
    before: `Object.prototype.get = () => 'got'; Object.prototype.set = () => {};`,
    after: `
      tried('own', () => Object.defineProperty({}, 'a', { value: 1 }));
      ${WALK.after}
    `,
    expected: WALK.expected,
  },
  {
    name: 'MooTools: arrays and functions have enumerable methods, and bind is its own',
    before: `
      Array.prototype.each = function (act) { for (let i = 0; i < this.length; i++) act(this[i]); };
      Array.prototype.contains = function (item) { return this.indexOf(item) >= 0; };
      Function.prototype.bind = function (that) { const it = this; return function () { return it.apply(that, arguments); }; };
      Function.prototype.extend = function () { return this; };
      String.prototype.contains = function (text) { return this.indexOf(text) >= 0; };
    `,
    ...WALK,
  },
  { name: 'intrinsics are frozen before the client comes', before: frozen(), ...WALK },
  {
    name: 'intrinsics are frozen after the client came',
    after: `${frozen()} ${WALK.after}`,
    expected: WALK.expected,
  },
  {
    name: 'Promise is a polyfill without a past: then and catch alone',
    before: `
      const Native = Promise;
      window.Promise = function (start) { const it = new Native(start); this.then = (a, b) => it.then(a, b); this.catch = (b) => it.catch(b); };
      Promise.resolve = (value) => new Promise((done) => done(value));
    `,
    ...WALK,
  },
  {
    name: 'Promise, Map, Set and their weak kin are taken away after the client came',
    after: `for (const name of ['Promise', 'Map', 'Set', 'WeakMap', 'WeakSet', 'WeakRef']) window[name] = undefined; ${WALK.after}`,
    expected: WALK.expected,
  },
  {
    name: 'there is no Proxy',
    before: 'delete window.Proxy;',
    ...WALK,
    expected: WALK.expected.filter((event) => !event.startsWith('http')),
  },
  {
    name: 'JSON is json2.js of 2010, which takes no short cuts',
    before: `
      const { parse, stringify } = JSON;
      window.JSON = {
        stringify(value, replacer, space) { if (replacer && typeof replacer !== 'function') throw new Error('JSON.stringify'); return stringify(value, replacer, space); },
        parse(text) { if (typeof text !== 'string') throw new TypeError('text'); return parse(text); },
      };
    `,
    ...WALK,
  },
  {
    name: 'JSON is taken away after the client came',
    after: `const kept = JSON; JSON = { parse: () => { throw new Error('no'); }, stringify: () => { throw new Error('no'); } }; ${WALK.after} JSON = kept;`,
    expected: WALK.expected,
  },
  { name: 'fake timers before the client comes', before: FAKE_TIMERS, ...WALK },
  { name: 'fake timers after the client came', after: `${FAKE_TIMERS} ${WALK.after}`, expected: WALK.expected },
  {
    name: 'Date stands still in another year',
    before: `const at = 1e12; window.Date = class extends Date { constructor() { super(at); } static now() { return at; } };`,
    ...WALK,
  },
  { name: 'Date runs backwards', before: 'let at = Date.now(); Date.now = () => (at -= 60_000);', ...WALK },
  { name: 'performance.now is Date.now', before: 'performance.now = Date.now;', ...WALK },
  {
    name: 'performance is a polyfill of 2012',
    before: 'const since = Date.now(); window.performance = { now: () => Date.now() - since };',
    ...WALK,
  },
  { name: 'Math.random is always 1', before: 'Math.random = () => 1;', ...WALK },
  { name: 'requestIdleCallback never calls back', before: 'window.requestIdleCallback = () => 1;', ...WALK },
  {
    name: 'window.addEventListener is wrapped as other clients wrap it, and takes undefined',
    before: `
      const { addEventListener, removeEventListener } = EventTarget.prototype;
      EventTarget.prototype.addEventListener = function (type, listener, options) {
        if (typeof listener === 'function') listener.wrapped ??= function (...args) { return listener.apply(this, args); };
        return addEventListener.call(this, type, listener?.wrapped ?? listener, options);
      };
      EventTarget.prototype.removeEventListener = function (type, listener, options) {
        return removeEventListener.call(this, type, listener?.wrapped ?? listener, options);
      };
    `,
    after: `
      tried('undefined', () => document.addEventListener('click', undefined));
      tried('null', () => document.addEventListener('click', null));
      tried('object', () => document.addEventListener('click', { handleEvent() { log('object clicked'); } }));
      const listener = () => log('removed listener clicked');
      document.addEventListener('click', listener);
      document.removeEventListener('click', listener);
      document.body.click();
      ${WALK.after}
    `,
    expected: WALK.expected,
  },
  {
    name: 'window.addEventListener is a function of the page',
    before: 'window.addEventListener = function () {};',
    after: `log((await fetch('/api/x?status=500')).status);`,
    // Nobody tells the client that the page is left.
    expected: [],
  },
  {
    name: 'window.addEventListener throws',
    before: `window.addEventListener = () => { throw new Error('no listeners'); };`,
    after: `log((await fetch('/api/x?status=500')).status);`,
    expected: [],
  },
  {
    name: 'there is no crypto',
    before: `Object.defineProperty(window, 'crypto', { value: undefined });`,
    ...WALK,
  },
  {
    name: 'crypto has no subtle, and a user is identified',
    before: `Object.defineProperty(crypto, 'subtle', { value: undefined });`,
    after: `window.userTelemetry?.identify('somebody'); ${WALK.after}`,
    expected: WALK.expected,
  },
  {
    name: 'arrays are iterated by a function of the page',
    before: 'Array.prototype[Symbol.iterator] = function* () { for (let i = 0; i < this.length; i++) yield this[i]; };',
    ...WALK,
  },
  {
    name: 'core-js: most of the standard library is a polyfill',
    before: `
      const wrap = (of, name) => { const native = of[name]; of[name] = function () { return native.apply(this, arguments); }; };
      for (const { prototype } of [Array, String, RegExp, Promise, Map, Set, WeakMap, Headers, Request])
        for (const name of Object.getOwnPropertyNames(prototype)) {
          const { value } = Object.getOwnPropertyDescriptor(prototype, name);
          if (typeof value === 'function' && name !== 'constructor') wrap(prototype, name);
        }
      for (const name of ['assign', 'entries', 'fromEntries', 'keys', 'values', 'freeze']) wrap(Object, name);
      for (const name of ['from', 'of', 'isArray']) wrap(Array, name);
    `,
    ...WALK,
  },
  {
    name: 'getters of the page on window count their reads',
    before: `
      window.reads = 0;
      for (const name of ['app', 'dataLayer', 'ga', 'Zone', '__REACT_DEVTOOLS_GLOBAL_HOOK__', 'angular', 'jQuery', 'process', 'global'])
        if (name !== 'Zone') Object.defineProperty(window, name, { get: () => { window.reads++; }, enumerable: true });
    `,
    after: `log(window.reads); ${WALK.after} log(window.reads);`,
    expected: WALK.expected,
  },
  {
    name: 'all that is watched is frozen before the client comes',
    before: frozen(
      'Object.freeze(History.prototype); Object.freeze(history); Object.freeze(XMLHttpRequest.prototype);',
    ),
    ...WALK,
  },
  {
    name: 'Math.random is seeded, and every number counts',
    before: 'let seed = 1; Math.random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;',
    after: `log(Math.random()); ${WALK.after} log(Math.random());`,
    expected: WALK.expected,
  },
  {
    name: 'requestIdleCallback calls at once, twice, and throws',
    before: `window.requestIdleCallback = (act) => { act(); act(); throw new Error('no'); };`,
    ...WALK,
  },
  {
    name: 'what is watched has the descriptors, names and lengths that it had',
    after: `
      const tell = (name, of, key) => {
        const own = Object.getOwnPropertyDescriptor(of, key);
        if (!own) return log(name, 'has none');
        const { value, get, ...more } = own;
        log(name, value, get, more, value && 'prototype' in value, value && Object.keys(value), value && Object.getOwnPropertyNames(value));
      };
      tell('fetch', window, 'fetch');
      for (const key of ['open', 'send', 'setRequestHeader', 'abort']) tell(key, XMLHttpRequest.prototype, key);
      for (const of of [history, History.prototype]) for (const key of ['pushState', 'replaceState']) tell(key, of, key);
      for (const key of ['addEventListener', 'removeEventListener', 'dispatchEvent']) { tell(key, window, key); tell(key, EventTarget.prototype, key); }
      for (const key of ['error', 'warn', 'log']) tell(key, console, key);
      for (const key of ['onerror', 'onunhandledrejection', 'onpagehide']) log(key, window[key]);
      log(Object.keys(history), Object.keys(navigator), Object.keys(document), Object.keys(performance), Object.keys(console));
      tried('new fetch', () => new fetch('/api/x'));
    `,
    expected: ['page_view /'],
  },
  {
    name: 'errors have no stack, or one that throws',
    before: `Error.stackTraceLimit = 0; Error.prepareStackTrace = () => { throw new RangeError('no stack'); };`,
    ...WALK,
  },
  {
    name: 'arrays can not be iterated over',
    before: 'delete Array.prototype[Symbol.iterator];',
    after: `log((await fetch('/api/x?status=500')).status);`,
    absent: true,
    expected: [],
  },
  {
    name: 'Prototype.js: everything has a toJSON of its own, and Array.from takes no function',
    before: `
      for (const { prototype } of [Object, Array, String, Number, Date]) prototype.toJSON = () => 'mine';
      Array.from = (list) => { const all = []; for (let i = 0; i < list.length; i++) all.push(list[i]); return all; };
    `,
    ...WALK,
  },
  {
    name: 'Prototype.js: arrays have a toJSON of their own',
    before: 'Array.prototype.toJSON = function () { return JSON.stringify(String(this)); };',
    after: `
      log(JSON.stringify({ list: [1, 2] }));
      window.userTelemetry?.event('bought', { list: [1, 2] });
      await fetch('/api/x?status=500', { method: 'post', body: JSON.stringify([1]) });
      log(JSON.stringify([1]), JSON.stringify(Object.getOwnPropertyDescriptor(Array.prototype, 'toJSON')));
    `,
    expected: ['event.bought {"list":[1,2]}', 'http 500 POST /api/x', 'page_view /'],
  },
];
