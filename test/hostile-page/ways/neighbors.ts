import { WALK } from '../walk';
import type { Way } from '../way';

/** What other clients do to a page: they stand in the way of what they watch, one in front of the other. */
const OTHER_CLIENT = (name: string) => `{
  const { fetch: send } = window;
  window.fetch = function (...args) { log('${name} fetch', args.length, args[1] === window.given, this === window || this === undefined); return send.apply(this, args); };
  const { open, send: sendXhr } = XMLHttpRequest.prototype;
  XMLHttpRequest.prototype.open = function (...args) { log('${name} open', args.join(' ')); return open.apply(this, args); };
  XMLHttpRequest.prototype.send = function (...args) { log('${name} send', args.length); return sendXhr.apply(this, args); };
  for (const method of ['pushState', 'replaceState']) {
    const original = history[method];
    history[method] = function (...args) { log('${name} ' + method, args[2]); return original.apply(this, args); };
  }
  for (const level of ['error', 'warn', 'log']) {
    const original = console[level];
    console[level] = function (...args) { log('${name} console.' + level, args.length); return original.apply(this, args); };
  }
  const before = window.onerror;
  window.onerror = function (...args) { log('${name} onerror', args[0]); return before ? before.apply(this, args) : false; };
  addEventListener('unhandledrejection', ({ reason }) => log('${name} rejection', reason));
}`;
const TALK = `
  window.given = { method: 'POST', body: 'x' };
  log((await fetch('/api/x?status=500', window.given)).status);
  const request = new XMLHttpRequest();
  await new Promise((done) => { request.onloadend = done; request.open('GET', '/api/y?status=404'); request.send(); });
  log(request.status);
  history.pushState({}, '', '/next'); history.replaceState({ a: 1 }, '', '/next?q');
  console.error('to the console'); console.warn('too');
  later(() => { throw new TypeError('boom'); });
  Promise.reject(new RangeError('rejected'));
  await pause(50);
`;
const TALKED = [
  'http 404 GET /api/y',
  'http 500 POST /api/x',
  'js_error RangeError: rejected @/next',
  'js_error TypeError: boom @/next',
  'page_view /',
  'page_view /next',
];

/** Other scripts that watch the page, or think that they are alone. */
export const ways: readonly Way[] = [
  { name: 'another client came before', before: OTHER_CLIENT('other'), after: TALK, expected: TALKED },
  { name: 'another client comes after', after: OTHER_CLIENT('other') + TALK, expected: TALKED },
  {
    name: 'a client came before, and another comes after',
    before: OTHER_CLIENT('first'),
    after: OTHER_CLIENT('second') + TALK,
    expected: TALKED,
  },
  {
    name: 'another client puts back what it found before ours came',
    before: 'window.found = [fetch, XMLHttpRequest.prototype.open, XMLHttpRequest.prototype.send];',
    after: `[window.fetch, XMLHttpRequest.prototype.open, XMLHttpRequest.prototype.send] = window.found; log(fetch === window.found[0]); ${TALK}`,
    expected: TALKED.filter((event) => !event.startsWith('http')),
  },
  {
    name: 'another client puts back send alone',
    before: 'window.found = XMLHttpRequest.prototype.send;',
    after: `XMLHttpRequest.prototype.send = window.found; ${TALK}`,
    expected: TALKED.filter((event) => !event.startsWith('http 404')),
  },
  {
    name: 'fetch is an accessor that keeps its own',
    before: `{ const own = fetch; Object.defineProperty(window, 'fetch', { get: () => own, set() {}, configurable: true }); }`,
    after: TALK,
    expected: TALKED.filter((event) => !event.startsWith('http 500')),
  },
  {
    name: 'fetch can not be replaced',
    before: `Object.defineProperty(window, 'fetch', { value: fetch, writable: false, configurable: false });`,
    after: TALK,
    expected: TALKED.filter((event) => !event.startsWith('http 500')),
  },
  {
    name: 'there is no XMLHttpRequest',
    before: 'delete window.XMLHttpRequest;',
    ...WALK,
  },
  {
    name: 'XMLHttpRequest is a class of the page, put in place after ours came',
    after: `
      const Native = XMLHttpRequest;
      window.XMLHttpRequest = class extends Native { open(...args) { log('mine', args[0]); return super.open(...args); } };
      ${TALK}
    `,
    expected: TALKED,
  },
  {
    name: 'fetch is a polyfill that asks by XMLHttpRequest',
    before: `window.fetch = (url, { method = 'GET', body } = {}) => new Promise((done, fail) => {
      const request = new XMLHttpRequest(); request.onload = () => done(new Response(request.responseText, { status: request.status })); request.onerror = () => fail(new TypeError('failed'));
      request.open(method, url); request.send(body); });`,
    after: `log((await fetch('/api/x')).status); await pause(20);`,
    expected: ['page_view /'],
  },
  {
    name: 'fetch returns what is no promise',
    before: `window.fetch = () => ({ then(done) { done({ status: 200, headers: null }); } }); window.told = fetch;`,
    after: `log(typeof fetch('/api/x').then); log((await fetch('/api/x')).status); await pause(20);`,
    expected: ['page_view /'],
  },
  {
    name: 'fetch throws at once',
    before: `window.fetch = () => { throw new RangeError('not today'); };`,
    after: `tried('fetch', () => fetch('/api/x'));`,
    expected: ['page_view /'],
  },
  {
    name: 'OpenTelemetry traces what the page asks for, and so does the client',
    before: `{ const send = fetch; window.fetch = (input, init = {}) => {
      const headers = new Headers(init.headers); headers.set('traceparent', '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01');
      return send(input, { ...init, headers }); }; }`,
    after: `log((await fetch('/api/x?status=500')).status);`,
    expected: ['http 500 GET /api/x', 'page_view /'],
  },
  {
    name: 'window.onerror takes all errors, and throws itself',
    before: `window.onerror = (message) => { log('onerror', message); throw new RangeError('in onerror'); };`,
    after: `later(() => { throw new TypeError('boom'); }); await pause(20);`,
    expected: ['js_error TypeError: boom', 'page_view /'],
  },
  {
    name: 'a listener takes all errors away from others',
    before: `for (const type of ['error', 'unhandledrejection']) addEventListener(type, (event) => { log(type); event.preventDefault(); event.stopImmediatePropagation(); }, true);`,
    after: `later(() => { throw new TypeError('boom'); }); Promise.reject(new Error('rejected')); await pause(20);`,
    expected: ['page_view /'],
  },
  {
    name: 'the console is gone',
    before: 'window.console = undefined;',
    after: `window.userTelemetry?.start('Undeclared'); ${WALK.after}`,
    expected: WALK.expected,
  },
  {
    name: 'the console throws',
    before: `for (const level of ['error', 'warn', 'log', 'info', 'debug']) console[level] = () => { throw new Error('no console'); };`,
    after: `tried('error', () => console.error('x')); try { window.userTelemetry?.start('Undeclared'); } catch (error) { log(error); } ${WALK.after}`,
    expected: WALK.expected,
  },
  {
    name: 'the page holds locks, and looks which there are',
    before: `navigator.locks.request('mine', () => new Promise(() => {}));`,
    after: `${WALK.after} const { held, pending } = await navigator.locks.query(); log(held.map(({ name }) => name), pending.length);`,
    expected: WALK.expected,
  },
  {
    name: 'locks are forbidden',
    before: `navigator.locks.request = () => { throw new DOMException('no', 'SecurityError'); };`,
    ...WALK,
  },
  { name: 'locks give nothing back', before: 'navigator.locks.request = () => undefined;', ...WALK },
  { name: 'locks are never given', before: 'navigator.locks.request = () => new Promise(() => {});', ...WALK },
  {
    name: 'the page clears what the browser measured, and wants no more of it',
    before: 'performance.setResourceTimingBufferSize(0);',
    after: `performance.clearResourceTimings(); performance.clearMarks(); performance.clearMeasures(); ${WALK.after} log(performance.getEntriesByType('mark').length, performance.getEntriesByType('measure').length);`,
    configuration: { resourceTimings: true },
    expected: WALK.expected,
  },
  { name: 'there is no PerformanceObserver', before: 'delete window.PerformanceObserver;', ...WALK },
  {
    name: 'PerformanceObserver is a polyfill that knows nothing',
    before: 'window.PerformanceObserver = class { observe() {} disconnect() {} };',
    ...WALK,
  },
  {
    name: 'PerformanceObserver refuses to observe',
    before: `PerformanceObserver.prototype.observe = () => { throw new TypeError('no'); };`,
    ...WALK,
  },
  {
    name: 'the browser has measured nothing',
    before: `for (const name of ['getEntries', 'getEntriesByType', 'getEntriesByName']) performance[name] = () => undefined;`,
    ...WALK,
  },
  {
    name: 'there is no Navigation API',
    before: `Object.defineProperty(window, 'navigation', { value: undefined });`,
    ...WALK,
  },
  {
    name: 'there is no fetch',
    before: 'delete window.fetch;',
    after: `later(() => { throw new TypeError('boom'); }); await pause(20);`,
    expected: ['js_error TypeError: boom', 'page_view /'],
  },
];
