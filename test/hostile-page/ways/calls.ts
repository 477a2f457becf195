import type { Way } from '../way';

const VIEW = 'page_view /';
const NO_NAVIGATION = `Object.defineProperty(window, 'navigation', { value: undefined });`;

/** A property of the window that is there whether the client is or not, and none of its business. */
const kept = (name: string, before: string): Way => ({
  name,
  before,
  after: `
    log(JSON.stringify(Object.getOwnPropertyDescriptor(window, 'userTelemetry')), typeof window.userTelemetry);
    later(() => { throw new Error('seen'); }); await pause(50);
  `,
  absent: true,
  expected: [VIEW, 'js_error Error: seen'],
});

const called = (name: string, calls: string, expected: readonly string[]): Way => ({
  name,
  after: `const it = window.userTelemetry; if (it) { ${calls} }`,
  expected: [VIEW, ...expected],
});

/** The user moves within the site, in a browser that doesn't tell where to. */
const moves = (name: string, page: string, selector: string, to = '/next', more = ''): Way => ({
  name: `without the Navigation API, ${name} leads to another page of the site`,
  before: NO_NAVIGATION,
  page,
  after: `window.userTelemetry?.start('Checkout'); ${more}`,
  act: async (visit) => {
    await visit.page.click(selector);
    await visit.arrive(to);
    await visit.do(`window.userTelemetry?.complete('Checkout')`);
  },
  expected: [VIEW, 'page_view /next', 'started Checkout', 'completed Checkout @/next'],
});

const SHADOW = (html: string) =>
  `const root = document.getElementById('host').attachShadow({ mode: 'open' }); root.innerHTML = '${html}';`;

/** How pages call the client, and how they leave. */
export const ways: readonly Way[] = [
  kept(
    'the page has something else by the name of the client',
    `window.userTelemetry = { version: 1, start: 'never' };`,
  ),
  kept('the name of the client is a text', `window.userTelemetry = 'v1';`),
  kept('the name of the client can not be written', `Object.defineProperty(window, 'userTelemetry', { value: 0 });`),
  {
    name: 'the queue is kept by the page, and can not be replaced',
    before: `const queue = []; Object.defineProperty(window, 'userTelemetry', { value: queue }); queue.push(['event', 'early']);`,
    after: `window.userTelemetry.push(['event', 'late']);`,
    absent: true,
    expected: [VIEW, 'event.early', 'event.late'],
  },
  {
    name: 'the queue is frozen, and holds what are no calls',
    before: `window.userTelemetry = Object.freeze([['event', 'early'], ['constructor'], ['push', ['event', 'x']], 'start', 7, null, {}, [], [Symbol('s')]]);`,
    expected: [VIEW, 'event.early'],
  },
  called(
    'methods are called without their object',
    `const { start, complete, event, push } = it; start('Checkout'); complete('Checkout'); event('one'); push(['event', 'two']);`,
    ['started Checkout', 'completed Checkout', 'event.one', 'event.two'],
  ),
  called(
    'names are of any type',
    `for (const name of [Symbol('s'), {}, null, undefined, 7, 7n, () => 1, { toString() { throw 1; } }]) for (const method of ['feature', 'event', 'identify']) it[method](name); it.event('x'.repeat(1e6)); it.identify();`,
    [
      ...['Symbol_s_', '_object_Object_', 'null', 'undefined', '7', '7', '______1', 'x'.repeat(200)].map(
        (name) => `event.${name}`,
      ),
      ...['Symbol(s)', '[object Object]', 'null', 'undefined', '7', '7', '() => 1'].map((name) => `feature ${name}`),
    ],
  ),
  called(
    'data can not be sent',
    `
      const circle = {}; circle.self = circle;
      it.event('a', circle); it.event('b', { n: 1n }); it.event('c', { get x() { throw 1; } });
      it.event('d', { text: 'x'.repeat(1e6) }); it.event('e', { list: Array(1e6).fill(1) }); it.event('f', { toJSON() { throw 1; } });
      it.event('g', 'text'); it.event('h', () => 1); it.event('i', new Proxy({}, { ownKeys() { throw 1; } }));`,
    [
      ...['a', 'b', 'c', 'f', 'i'].map((name) => `event.${name} {"dataDropped":"not serializable"}`),
      ...['d', 'e'].map((name) => `event.${name} {"dataDropped":"too long"}`),
      ...['g', 'h'].map((name) => `event.${name}`),
    ],
  ),
  called(
    'the client is frozen, and spied on',
    `it.event = ((event) => (name) => event('spied.' + name))(it.event); Object.freeze(it); it.event('one');`,
    ['event.spied.one'],
  ),
  called(
    'an error is told that was told',
    `const error = new Error('once'); it.error(error, { a: 1 }); it.error(error); it.error('text'); it.error(); it.error(null, 7);`,
    ['js_error Error: once', 'js_error error: text', 'js_error error: undefined', 'js_error error: null'],
  ),
  moves('a link in a shadow root', '<div id="host"></div>', '#host a', '/next', SHADOW('<a href="/next">x</a>')),
  moves(
    'a link in an image',
    '<svg width="99" height="99"><a href="/next"><rect width="99" height="99"/></a></svg>',
    'rect',
  ),
  moves(
    'a link of which nobody hears',
    '<a href="/next">x</a>',
    'a',
    '/next',
    `addEventListener('click', (event) => event.stopImmediatePropagation()); document.querySelector('a').onclick = (event) => event.stopPropagation();`,
  ),
  moves(
    'a form that is submitted by a script',
    '<form action="/next"></form><button>x</button>',
    'button',
    '/next?',
    `document.querySelector('button').onclick = () => document.querySelector('form').submit();`,
  ),
  moves(
    'a link that the page follows by itself',
    '<a href="/next">x</a>',
    'a',
    '/next',
    `document.querySelector('a').onclick = (event) => { event.preventDefault(); later(() => location.assign('/next'), 100); };`,
  ),
];
