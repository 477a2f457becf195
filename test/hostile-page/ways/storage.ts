import { MONITOR } from '../../lab/client/configuration';
import { WALK } from '../walk';
import type { Way } from '../way';

const own = (name: string, of: string) => `Object.defineProperty(window, '${name}', ${of});`;
const both = (of: string) => own('localStorage', of) + own('sessionStorage', of);
const cookie = (of: string) => `Object.defineProperty(document, 'cookie', ${of});`;

/** What browsers keep for a page, or don't. */
export const ways: readonly Way[] = [
  {
    name: 'storage is forbidden',
    before: both(`{ get() { throw new DOMException('no', 'SecurityError'); } }`),
    ...WALK,
  },
  { name: 'there is no storage', before: both('{ value: undefined }'), ...WALK },
  { name: 'storage is null, as in some web views', before: both('{ value: null }'), ...WALK },
  {
    name: 'storage is full',
    before: `
      for (const items of [localStorage, sessionStorage])
        for (let size = 5 * 1024 * 1024; size >= 1; size = Math.floor(size / 2)) try { items.setItem('full' + size, 'x'.repeat(size)); } catch {}
    `,
    ...WALK,
  },
  {
    name: 'nothing can be stored any more once the client records',
    after: `Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }; ${WALK.after}`,
    expected: WALK.expected,
  },
  {
    name: 'storage throws at everything but being there',
    before: both(`{ value: new Proxy({}, { get() { throw new Error('no'); } }) }`),
    ...WALK,
  },
  {
    name: 'storage is an object of the page that forgets',
    before: both(
      '{ value: { getItem: () => null, setItem() {}, removeItem() {}, key: () => null, length: 3, clear() {} } }',
    ),
    ...WALK,
  },
  {
    name: 'storage answers with what nobody has stored',
    before: both(
      `{ value: { getItem: () => '{"open":[],"abandoned":{"length":1e9},"at":1}', setItem() {}, removeItem() {}, key: () => 'user_telemetry.x', length: 2 } }`,
    ),
    ...WALK,
  },
  {
    name: 'storage has items that are called like its methods',
    before: `for (const items of [localStorage, sessionStorage]) for (const name of ['getItem', 'setItem', 'key', 'length', '__proto__']) items.setItem(name, 'x');`,
    ...WALK,
  },
  {
    name: 'the page clears its storage and its cookies',
    after: `
      localStorage.clear(); sessionStorage.clear();
      for (const pair of document.cookie.split('; ')) document.cookie = pair.split('=')[0] + '=; Max-Age=0; Path=/';
      ${WALK.after}
    `,
    expected: WALK.expected,
  },
  { name: 'cookies are off', before: cookie(`{ get: () => '', set() {} }`), ...WALK },
  {
    name: 'cookies throw',
    before: cookie(`{ get() { throw new DOMException('no', 'SecurityError'); }, set() { throw new Error('no'); } }`),
    ...WALK,
  },
  { name: 'cookies are no text', before: cookie('{ get: () => null, set() {} }'), ...WALK },
  {
    name: 'the page watches its cookies, and takes only its own',
    before: `
      const { get, set } = Object.getOwnPropertyDescriptor(Document.prototype, 'cookie');
      ${cookie(`{ get() { return get.call(document); }, set(text) { if (!text.startsWith('mine=')) throw new Error('not allowed'); set.call(document, text); } }`)}
    `,
    after: `document.cookie = 'mine=1'; log(document.cookie); ${WALK.after}`,
    expected: WALK.expected,
  },
  {
    name: 'there are cookies that nobody can decode',
    before: `document.cookie = 'bad=%E0%A4%A'; document.cookie = '=; Path=/'; document.cookie = 'cwr_s_${MONITOR}=%E0%A4%A; Path=/';`,
    ...WALK,
  },
  ...[
    'null',
    '{"id":1,"draw":"x"}',
    '[]',
    '{"id":"x","draw":0,"expires":null,"page":7,"user":{}}',
    '{"__proto__":{"id":"x"}}',
  ].map(
    (value): Way => ({
      name: `the cookie of the session is ${value}`,
      before: `document.cookie = 'cwr_s_${MONITOR}=' + encodeURIComponent('${value}') + '; Path=/';`,
      ...WALK,
    }),
  ),
  {
    name: 'the server clears all that the site has stored',
    files: {
      '/cleared': {
        headers: { 'clear-site-data': '"cookies", "storage"' },
        body: '<!doctype html><title>Cleared</title><script src="/client.js"></script>',
      },
    },
    page: '<a href="/cleared">Log out</a>',
    act: async (visit) => {
      await visit.page.click('a');
      await visit.arrive('/cleared');
    },
    expected: ['page_view /', 'page_view /cleared'],
  },
];
