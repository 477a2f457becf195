import { WALK } from '../walk';
import type { Way } from '../way';

const CLIENT = '<script src="/client.js"></script>';
const XHTML = 'http://www.w3.org/1999/xhtml';
const document = (type: string, body: string) => ({ '/': { headers: { 'content-type': type }, body } });
/** Elements with these names stand where scripts look for what documents have themselves. */
const clobbered = (...names: string[]) => names.map((name) => `<img name="${name}" alt="">`).join('');

/** Documents as they are not in the books. */
export const ways: readonly Way[] = [
  { name: 'quirks mode', files: { '/': `<title>/</title>${CLIENT}<p>Text` }, ...WALK },
  {
    name: 'XHTML',
    files: document(
      'application/xhtml+xml',
      `<?xml version="1.0"?><html xmlns="${XHTML}"><head><title>/</title><script src="/client.js"></script></head><body><p>Text</p></body></html>`,
    ),
    ...WALK,
  },
  {
    name: 'a document of SVG',
    files: document(
      'image/svg+xml',
      '<svg xmlns="http://www.w3.org/2000/svg"><title>/</title><script href="/client.js"/></svg>',
    ),
    ...WALK,
  },
  {
    name: 'a document of XML that knows no HTML',
    files: document('application/xml', `<list xmlns:h="${XHTML}"><h:script src="/client.js"/><item/></list>`),
    ...WALK,
  },
  { name: 'an empty document', files: { '/': CLIENT }, ...WALK },
  {
    name: 'the base of the document is another site',
    tag: `${CLIENT}<base href="OTHER/deep/">`,
    after: `
      log(document.baseURI.replace(/.*localhost:\\d+/, ''));
      log((await fetch('x/../../api/x?status=500&cors')).status);
      log((await fetch(location.origin + '/api/x?status=404')).status);
      tried('route', () => history.pushState({}, '', '/next'));
      tried('route', () => history.pushState({}, '', location.origin + '/next'));
      await pause(20);
    `,
    expected: ['http 404 GET /api/x', 'http 500 GET http://other.test/api/x', 'page_view /', 'page_view /next'],
  },
  {
    name: 'the base of the document is no address',
    tag: `${CLIENT}<base href="data:text/plain,x">`,
    after: `log((await fetch(location.origin + '/api/x?status=500')).status);`,
    expected: ['http 500 GET /api/x', 'page_view /'],
  },
  {
    name: 'elements are called title, cookie and referrer',
    files: { '/': `<!doctype html><title>/</title>${clobbered('title', 'cookie', 'referrer')}${CLIENT}` },
    ...WALK,
  },
  {
    name: 'elements are called readyState, visibilityState and hidden',
    files: {
      '/': `<!doctype html><title>/</title>${clobbered('readyState', 'visibilityState', 'hidden', 'prerendering')}${CLIENT}`,
    },
    ...WALK,
  },
  {
    name: 'elements are called addEventListener, createElement and querySelector',
    files: {
      '/': `<!doctype html><title>/</title>${clobbered('addEventListener', 'removeEventListener', 'createElement', 'querySelector')}${CLIENT}`,
    },
    ...WALK,
  },
  {
    name: 'elements are called baseURI, URL, body, head and documentElement',
    files: {
      '/': `<!doctype html><title>/</title>${clobbered('baseURI', 'URL', 'body', 'head', 'documentElement', 'defaultView')}${CLIENT}`,
    },
    configuration: { tracing: false },
    ...WALK,
  },
  {
    name: 'forms are called fetch, navigation and history',
    page: '<form name="fetch"></form><form id="history"></form><form id="navigation"></form><img name="performance" alt=""><img id="location" alt="">',
    ...WALK,
  },
  {
    name: 'twenty thousand elements',
    page: '<main></main><script>document.querySelector("main").innerHTML = "<p>Text <b>x</b>".repeat(10000);</script>',
    ...WALK,
  },
  {
    name: 'elements three thousand deep, and the deepest is clicked',
    page: `<script>
      let at = document.body;
      for (let i = 0; i < 3000; i++) { const next = document.createElement('span'); next.className = 'a b c'; at.append(next); at = next; }
      at.textContent = 'Deep'; at.setAttribute('data-deep', '');
    </script>`,
    act: async (visit) => visit.page.click('[data-deep]'),
    expected: ['page_view /'],
  },
  {
    name: 'the page has no title, and then one of a megabyte',
    after: `document.querySelector('title').remove(); log(document.title); document.title = 'x'.repeat(1e6); ${WALK.after} document.title = 'short';`,
    expected: WALK.expected,
  },
  {
    name: 'the title is half a character',
    after: `document.title = '\\ud83d'; log(document.title.length); ${WALK.after}`,
    expected: WALK.expected,
  },
  {
    name: 'the title throws when it is read',
    before: `Object.defineProperty(document, 'title', { get() { throw new Error('no title'); } });`,
    ...WALK,
  },
  {
    name: 'the address has what nobody can decode',
    open: '/%E0%A4%A/a%2Fb?q=%#%',
    after: `log(location.href.slice(-20)); log((await fetch('/api/x?status=500&q=%')).status);`,
    expected: ['http 500 GET /api/x @/%E0%A4%A/a%2Fb', 'page_view /%E0%A4%A/a%2Fb'],
  },
  {
    name: 'the document is written anew once it has loaded',
    after: `
      document.open(); document.write('<!doctype html><title>New</title><p>Text'); document.close();
      log(document.title);
      window.userTelemetry?.start('Checkout');
      log((await fetch('/api/x?status=500')).status);
    `,
    expected: ['abandoned Checkout left', 'http 500 GET /api/x', 'page_view /', 'started Checkout'],
  },
  {
    name: 'the document loses its root, and gets another',
    after: `
      const root = document.documentElement; root.remove();
      tried('title', () => document.title);
      history.pushState({}, '', '/next');
      document.append(root);
      await pause(20);
    `,
    expected: ['page_view /', 'page_view /next'],
  },
  {
    name: 'mutations of the document are counted',
    before: `window.mutations = 0; new MutationObserver((list) => { window.mutations += list.length; }).observe(document, { childList: true, subtree: true, attributes: true, characterData: true });`,
    after: `window.mutations = 0; ${WALK.after} log(window.mutations);`,
    expected: WALK.expected,
  },
  {
    name: 'an error page of the server',
    files: { '/': { status: 500, body: `<!doctype html><title>/</title>${CLIENT}` } },
    ...WALK,
  },
];
