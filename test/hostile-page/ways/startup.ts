import { WALK } from '../walk';
import type { Way } from '../way';

const CLIENT = '<script src="/client.js"></script>';
/** Nobody can wait for a client that comes late, or not at all. */
const LATE = { tag: '', absent: true } as const;

/** How the client gets onto a page, and what it finds in its place. */
export const ways: readonly Way[] = [
  { name: 'the tag is async', tag: '<script async src="/client.js"></script>', ...WALK },
  { name: 'the tag is deferred', tag: '<script defer src="/client.js"></script>', ...WALK },
  { name: 'the tag is a module', tag: '<script type="module" src="/client.js"></script>', ...WALK },
  { name: 'a module imports it', tag: '<script type="module">import "/client.js";</script>', ...WALK },
  { name: 'the tag ends the body', tag: '', page: `<p>Text</p>${CLIENT}`, ...WALK },
  { name: 'the tag is there twice', tag: CLIENT + CLIENT, ...WALK },
  {
    name: 'the tag is there three times, in three manners',
    tag: `<script async src="/client.js?1"></script><script defer src="/client.js?2"></script>${CLIENT}`,
    ...WALK,
  },
  {
    name: 'the client is written into the document',
    tag: `<script>document.write('<script src="/client.js"><\\/script>')</script>`,
    ...WALK,
  },
  {
    name: 'the client comes once the page has loaded',
    ...LATE,
    after: `
      await new Promise((done) => { const tag = document.createElement('script'); tag.src = '/client.js'; tag.onload = done; document.head.append(tag); });
      ${WALK.after}
    `,
    expected: WALK.expected,
  },
  {
    name: 'the client comes in an innerHTML, where scripts do not run',
    ...LATE,
    after: `document.body.innerHTML = '${CLIENT}'; await pause(50); log(typeof userTelemetry);`,
    expected: [],
  },
  {
    name: 'the client comes in a fragment, and its element is taken away at once',
    ...LATE,
    after: `
      const fragment = document.createRange().createContextualFragment('${CLIENT}');
      const tag = fragment.firstChild;
      const loaded = new Promise((done) => { tag.onload = done; });
      document.head.append(fragment); tag.remove();
      await loaded;
      ${WALK.after}
    `,
    expected: WALK.expected,
  },
  {
    name: 'the client is evaluated as text',
    ...LATE,
    after: `(0, eval)(await (await fetch('/client.js')).text()); ${WALK.after}`,
    expected: WALK.expected,
  },
  {
    name: 'the page takes its whole head away',
    after: `document.head.remove(); log(document.title); ${WALK.after}`,
    expected: WALK.expected,
  },
  {
    name: 'calls wait for the client',
    before: `(window.userTelemetry ||= []).push(['start', 'Checkout'], ['complete', 'Checkout'], ['feature', 'Search']);`,
    expected: ['completed Checkout', 'feature Search', 'page_view /', 'started Checkout'],
  },
  {
    name: 'what waits for the client is no call',
    before: `
      window.userTelemetry = [null, 1, 'start', ['nope'], [], {}, [['start', 'Checkout']], ['constructor', 'x'], ['push', ['start', 'Checkout']],
        ['event', 'real'], { get 0() { throw new Error('no'); }, length: 1 }];
    `,
    after: 'await pause(20);',
    expected: ['event.real', 'page_view /'],
  },
  ...['0', 'Object.freeze([])', 'null'].map(
    (value): Way => ({ name: `userTelemetry is ${value} before`, before: `window.userTelemetry = ${value};`, ...WALK }),
  ),
  ...['"text"', '{}', '() => 1'].map(
    (value): Way => ({
      name: `userTelemetry is ${value} before, and stays so`,
      before: `window.userTelemetry = ${value};`,
      absent: true,
      after: WALK.after,
      expected: WALK.expected.filter((event) => !event.endsWith(' Checkout')),
    }),
  ),
  {
    name: 'userTelemetry is an element of the page',
    tag: '',
    page: `<img name="userTelemetry" alt=""><form id="userTelemetry"></form>${CLIENT}`,
    absent: true, // "window.userTelemetry" is there in any case
    after: `
      window.userTelemetry.start?.('Checkout');
      log((await fetch('/api/x?status=500')).status);
    `,
    expected: ['abandoned Checkout left', 'http 500 GET /api/x', 'page_view /', 'started Checkout'],
  },
  {
    name: 'userTelemetry is read-only',
    before: `Object.defineProperty(window, 'userTelemetry', { value: 'mine' });`,
    absent: true,
    after: `log(window.userTelemetry); await fetch('/api/x?status=500');`,
    expected: ['http 500 GET /api/x', 'page_view /'],
  },
  {
    name: 'userTelemetry throws when it is read',
    before: `Object.defineProperty(window, 'userTelemetry', { get() { throw new Error('mine'); } });`,
    absent: true,
    after: `tried('read', () => window.userTelemetry); await fetch('/api/x?status=500');`,
    expected: ['http 500 GET /api/x', 'page_view /'],
  },
  {
    name: 'the page takes userTelemetry away',
    after: `delete window.userTelemetry; window.userTelemetry = undefined; ${WALK.after}`,
    expected: WALK.expected.filter((event) => !event.endsWith('Checkout')),
  },
  {
    name: 'the page calls with what can not be read',
    after: `
      const revoked = Proxy.revocable({}, {}); revoked.revoke();
      const circular = {}; circular.self = circular;
      const bad = [Symbol('x'), { toString() { throw new Error('no'); } }, revoked.proxy, circular, 10n, { get a() { throw new Error('no'); } }];
      for (const value of bad) {
        for (const name of ['identify', 'credentials', 'push', 'nothing', value])
          try { window.userTelemetry?.[name]?.(value, value); window.userTelemetry?.push([name, value, value], value); } catch (error) { if (name !== value) log(name, error); }
        for (const name of ['start', 'complete', 'abandon'])
          try { window.userTelemetry?.[name]('Checkout', value); } catch (error) { log(name, error); }
        try { window.userTelemetry?.event('told', value); window.userTelemetry?.event(value); } catch (error) { log(name, error); }
      }
      window.userTelemetry?.identify();
    `,
    expected: [
      ...Array(6).fill('completed Checkout'),
      ...Array(2).fill('event._object_Object_'),
      'event.10',
      'event.Symbol_x_',
      ...Array(3).fill('event.told'),
      ...Array(3).fill('event.told {"dataDropped":"not serializable"}'),
      'page_view /',
      ...Array(6).fill('started Checkout'),
    ],
  },
  {
    name: 'scripts have a module, exports and define of their own',
    before: `
      window.module = { exports: {} }; window.exports = module.exports; window.process = { env: {} }; window.global = window;
      window.define = (...args) => log('define', args.length); define.amd = {};
      window.require = () => { throw new Error('no'); };
    `,
    ...WALK,
  },
  {
    name: 'there is a global called Zone that is none of zone.js',
    before: `window.Zone = { root: { run() { return 'nothing'; } }, current: null };`,
    after: `log(typeof Zone); ${WALK.after}`,
    expected: [],
    absent: true,
  },
  { name: 'Zone is a text', before: `window.Zone = 'five';`, ...WALK },
  {
    name: 'Zone throws when it is asked',
    before: `window.Zone = { get root() { throw new Error('no'); } };`,
    ...WALK,
  },
];
