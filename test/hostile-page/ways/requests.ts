import type { Way } from '../way';

const OWN = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
const FAILS = `
  log(await fetch('/api/f?status=500').then(({ status }) => status, (error) => error));
  const xhr = new XMLHttpRequest();
  xhr.open('get', '/api/x?status=500');
  await new Promise((done) => { xhr.onloadend = done; xhr.send(); });
  log(xhr.status);
`;
const VIEW = 'page_view /';
const FETCH = 'http 500 GET /api/f';
const XHR = 'http 500 GET /api/x';
/** Under way while the page is left. */
const UNDER_WAY = `
  fetch('/api/f?delay=3000').catch((error) => {});
  const xhr = new XMLHttpRequest();
  xhr.open('GET', '/api/x?delay=3000');
  xhr.send();
  await pause(300);
`;

/** Scripts that replace, wrap or forbid what requests are made with, and how requests end. */
const replaced: readonly Way[] = [
  {
    name: 'fetch is read-only',
    before: `Object.defineProperty(window, 'fetch', { value: fetch, writable: false, configurable: false });`,
    after: `${FAILS} log(JSON.stringify(Object.getOwnPropertyDescriptor(window, 'fetch')));`,
    expected: [VIEW, XHR],
  },
  {
    name: 'fetch is a getter',
    before: `{ const own = fetch; Object.defineProperty(window, 'fetch', { get: () => own, set() { log('set'); } }); }`,
    after: FAILS,
    expected: [VIEW, XHR],
  },
  {
    name: 'XMLHttpRequest.prototype is frozen',
    before: 'Object.freeze(XMLHttpRequest.prototype);',
    after: FAILS,
    expected: [VIEW, FETCH],
  },
  {
    name: 'there is no XMLHttpRequest, only fetch',
    before: 'delete window.XMLHttpRequest;',
    after: `log((await fetch('/api/f?status=500')).status, typeof XMLHttpRequest);`,
    expected: [VIEW, FETCH],
  },
  {
    name: 'fetch was wrapped before',
    configuration: { tracing: true },
    before: `{ const own = fetch; window.fetch = async function (input, init = {}) {
      if (String(input).includes('/api')) log('wrapper', arguments.length, typeof input, JSON.stringify(init));
      return own(input, { ...init, headers: { ...init.headers, 'X-Token': '1' } });
    }; }`,
    after: `log((await fetch('/api/f?status=500', { method: 'put', headers: { a: 'b' } })).status); log((await fetch(new URL('/api/g', location.href))).status);`,
    expected: [VIEW, 'http 500 PUT /api/f'],
  },
  {
    name: 'fetch was replaced by one that hands out its own promise',
    before: `window.answer = Promise.resolve(new Response('own', { status: 500 })); window.fetch = () => answer;`,
    after: `const promise = fetch('/api/f'); log(promise === answer, fetch('/api/f') === answer); log((await promise).status, promise.constructor === Promise, Object.getOwnPropertyNames(promise));`,
    expected: [VIEW, FETCH, FETCH],
  },
  {
    name: 'fetch was replaced by one with a class of promises',
    before: `window.made = 0; window.Mine = class Mine extends Promise { constructor(act) { made++; super(act); } cancel() { return 'cancelled'; } };
      { const own = fetch; window.fetch = (url) => Mine.resolve(own(url)); }`,
    after: `const promise = fetch('/api/f?status=500'); log(promise instanceof Mine, promise.cancel(), promise.constructor === Mine); log((await promise).status); log(made);`,
    expected: [VIEW, FETCH],
  },
  {
    name: 'fetch was replaced by one that begins when it is asked',
    before: `window.asked = 0; window.fetch = () => ({ then(done) { asked++; done('answer'); } });`,
    after: `const promise = fetch('/api/f'); log(asked); log(await promise, asked);`,
    expected: [VIEW],
  },
  {
    name: 'fetch was replaced by one that throws',
    before: `window.fetch = () => { throw new RangeError('mine'); };`,
    after: `tried('fetch', () => fetch('/api/f')); tried('number', () => fetch(5));`,
    expected: [VIEW],
  },
  {
    name: 'fetch was replaced by one with answers of its own',
    before: `window.reads = []; window.fetch = async () => ({ get status() { reads.push('status'); return 500; }, get headers() { reads.push('headers'); } });`,
    after: `await fetch('/api/f'); await pause(20); log(reads);`,
    expected: [VIEW],
  },
  {
    name: 'a wrapped fetch rejects, and nobody handles it',
    before: `{ const own = fetch; window.fetch = (...args) => own(...args); }
      addEventListener('unhandledrejection', ({ reason }) => log('unhandled', reason));`,
    after: `fetch('/api/cut?cut'); await pause(300); await fetch('/api/cut?cut').catch(() => log('caught')); const late = fetch('/api/cut?cut'); await 0; late.catch(() => log('late')); await pause(300);`,
    expected: [VIEW, ...Array(3).fill('http TypeError GET /api/cut'), 'js_error TypeError: Failed to fetch'],
  },
  {
    name: 'a fetch rejects, and nobody handles it',
    before: `addEventListener('unhandledrejection', ({ reason, promise }) => log('unhandled', reason, promise === window.last));`,
    after: `window.last = fetch('/api/cut?cut'); await pause(300); await fetch('/api/cut?cut').catch(() => log('caught'));`,
    expected: [VIEW, ...Array(2).fill('http TypeError GET /api/cut'), 'js_error TypeError: Failed to fetch'],
  },
  {
    name: 'fetch was wrapped by one that traces before',
    configuration: { tracing: true },
    show: /trace/,
    before: `{ const own = fetch; window.fetch = (input, init = {}) => {
      if (init.headers instanceof Headers) init.headers.set('traceparent', '${OWN}');
      else init.headers = { traceparent: '${OWN}', ...init.headers };
      return own(input, init);
    };
    const { send } = XMLHttpRequest.prototype;
    XMLHttpRequest.prototype.send = function (body) { this.setRequestHeader('traceparent', '${OWN}'); return send.call(this, body); }; }`,
    after: FAILS,
    expected: [VIEW, FETCH, XHR],
  },
  {
    name: 'fetch was wrapped by one that traces afterwards',
    configuration: { tracing: true },
    show: /trace/,
    after: `const own = fetch; window.fetch = (input, init = {}) => own(input, { ...init, headers: { traceparent: '${OWN}', ...init.headers } });
      const { send } = XMLHttpRequest.prototype;
      XMLHttpRequest.prototype.send = function (body) { this.setRequestHeader('traceparent', '${OWN}'); return send.call(this, body); };
      ${FAILS}`,
    expected: [VIEW, FETCH, XHR],
  },
  {
    name: 'Request was replaced before',
    configuration: { tracing: false },
    before: `window.NativeRequest = Request; window.Request = class Fake { constructor(url) { this.url = url; } toString() { log('text'); return this.url; } };`,
    after: `log((await fetch(new Request('/api/a?status=500'))).status);
      log((await fetch(new NativeRequest('/api/b?status=500', { method: 'POST', body: 'x', headers: { Authorization: 'Bearer x', 'Content-Type': 'a/b' } }))).status);`,
    expected: [VIEW, 'http 500 GET /api/a', 'http 500 GET /api/b'],
  },
  {
    name: 'Request was replaced by a subclass before',
    before: `window.Request = class Mine extends Request { get url() { log('url'); return super.url; } };`,
    after: `log((await fetch(new Request('/api/b?status=500', { method: 'POST', body: 'x' }))).status);`,
    expected: [VIEW, 'http 500 POST /api/b'],
  },
  {
    name: 'Headers.prototype and Response.prototype were patched before',
    configuration: { tracing: false },
    before: `for (const [of, names] of [[Headers.prototype, ['get', 'set', 'has', 'delete', 'forEach']], [XMLHttpRequest.prototype, ['addEventListener', 'setRequestHeader']]])
      for (const name of names) { const own = of[name]; of[name] = function (...args) { log(name, args[0]); return own.apply(this, args); }; }`,
    after: `${FAILS} log((await fetch(new Request('/api/a?status=500', { headers: { a: 'b' } }))).status);`,
    expected: [VIEW, FETCH, XHR, 'http 500 GET /api/a'],
  },
  {
    name: 'addEventListener throws for requests',
    before: `XMLHttpRequest.prototype.addEventListener = () => { throw new Error('mine'); };`,
    after: FAILS,
    expected: [VIEW, FETCH, XHR],
  },
  {
    name: 'the base is another origin',
    configuration: { tracing: true },
    show: /trace/,
    files: {
      '/': `<!doctype html><head><base href="OTHER/"><script src="ORIGIN/client.js"></script></head><body></body>`,
    },
    after: `log((await fetch('api/f?status=500&cors')).status);`,
    expected: [VIEW, 'http 500 GET http://other.test/api/f'],
  },
];

const ended: readonly Way[] = [
  {
    name: 'a link leads away while requests are under way',
    page: '<a id="next" href="/next">Next</a>',
    after: UNDER_WAY,
    act: async (visit) => {
      await visit.page.click('#next');
      await visit.arrive('/next');
    },
    expected: [VIEW, 'page_view /next'],
  },
  {
    name: 'a form leads away while requests are under way',
    page: '<form action="/next"><button id="next">Next</button></form>',
    after: UNDER_WAY,
    act: async (visit) => {
      await visit.page.click('#next');
      await visit.arrive('/next?');
    },
    expected: [VIEW, 'page_view /next'],
  },
  {
    name: 'a script leads away while requests are under way',
    after: UNDER_WAY,
    act: async (visit) => {
      await visit.do(`location.assign('/next')`);
      await visit.arrive('/next');
    },
    expected: [VIEW, 'page_view /next'],
  },
  {
    name: 'the page stops its requests',
    after: `${UNDER_WAY} log(window.stop.name, window.stop.length, window.stop()); await pause(200);`,
    expected: [VIEW],
  },
  {
    name: 'a request fails long after the page was stopped',
    after: `window.stop(); log(await fetch('/api/cut?cut').catch((error) => error));`,
    expected: [VIEW, 'http TypeError GET /api/cut'],
  },
  {
    name: 'a data URL of a megabyte',
    after: `const url = 'data:text/plain;base64,' + 'QUJD'.repeat(250000); log((await fetch(url)).status, (await (await fetch(url)).text()).length);
      log(await fetch('data:text').catch((error) => error)); const xhr = new XMLHttpRequest(); xhr.open('GET', url); xhr.send(); await new Promise((done) => { xhr.onloadend = done; }); log(xhr.status);
      log(await fetch('data:text/plain;base64,' + '!'.repeat(200000)).catch((error) => error));`,
    expected: [VIEW, 'http TypeError GET data:text,…', 'http TypeError GET data:text/plain;base64,…'],
  },
  {
    name: 'URLs with secrets and without an end',
    after: `log(await fetch('/api/cut?cut&' + 'x'.repeat(9000)).catch((error) => error));
      const xhr = new XMLHttpRequest(); xhr.open('GET', 'http://jane:secret@' + location.host + '/api/x?status=500'); xhr.send(); await new Promise((done) => { xhr.onloadend = done; }); log(xhr.status);`,
    expected: [VIEW, 'http TypeError GET /api/cut', XHR],
  },
  {
    name: 'requests that are ignored as written and as understood',
    configuration: {
      ignoredUrls: [/^\/api\/written/, /test\/api\/understood|localhost:\d+\/api\/understood/],
      tracing: true,
    },
    after: `for (const name of ['written', 'understood']) { log((await fetch('/api/' + name + '?status=500')).status); const xhr = new XMLHttpRequest(); xhr.open('GET', '/api/' + name + '?status=500'); xhr.send(); await new Promise((done) => { xhr.onloadend = done; }); }
      log((await fetch({ toString: () => '/api/written?status=500' })).status);`,
    expected: [VIEW],
  },
  {
    name: 'a path that begins like the data plane',
    files: { '/rumors': { status: 500, body: '' } },
    after: `log((await fetch('/rumors')).status);`,
    expected: [VIEW, 'http 500 GET /rumors'],
  },
];

const missing: readonly Way[] = [
  {
    name: 'pictures, scripts and styles are missing',
    page: `<img src="/api/a.png?status=404"><img src="/api/a.png?status=404&again"><script src="/api/b.js?status=404"></script>
      <script type="module" src="/api/c.js?status=500"></script><link rel="stylesheet" href="/api/d.css?status=404">
      <picture><source srcset="/api/e.webp?status=404"><img src="/api/f.png"></picture><input type="image" src="/api/g.png?status=404">
      <svg><image href="/api/h.svg?status=404" /></svg><p style="background: url(/api/i.png?status=404)">x</p>`,
    after: `await pause(300);`,
    expected: [
      VIEW,
      ...['a.png', 'b.js', 'd.css', 'e.webp', 'g.png', 'h.svg', 'i.png'].map((name) => `http 404 GET /api/${name}`),
      'http 500 GET /api/c.js',
    ],
  },
  {
    name: 'a chunk is missing, and the page catches it',
    after: `log(await import('/api/chunk.js?status=404').catch((error) => error.name)); log(await import('/api/chunk.js?status=404').catch((error) => error.name)); await pause(200);`,
    expected: [VIEW, 'http 404 GET /api/chunk.js'],
  },
  {
    name: 'a page is there in place of a script',
    after: `const script = document.createElement('script'); script.type = 'module'; script.src = '/elsewhere.js'; document.head.append(script); await pause(300);`,
    expected: [VIEW, 'http ResourceError GET /elsewhere.js'],
  },
  {
    name: 'a picture cannot be reached',
    after: `const img = new Image(); img.src = '/api/a.png?cut'; document.body.append(img); await pause(300);`,
    expected: [VIEW, 'http ResourceError GET /api/a.png'],
  },
  {
    name: 'what nobody needs is missing',
    page: `<link rel="prefetch" href="/api/a.js?status=404"><img src=""><img src="data:image/png;base64,AAAA">`,
    after: `await pause(300);`,
    expected: [VIEW],
  },
  {
    name: 'errors of elements that the page makes',
    page: '<img id="i" src="/api?type=image/svg%2Bxml&body=%3Csvg%20xmlns=%22http://www.w3.org/2000/svg%22/%3E">',
    after: `document.getElementById('i').dispatchEvent(new Event('error')); document.body.dispatchEvent(new ErrorEvent('error', { bubbles: true })); const odd = document.createElement('x-odd'); Object.defineProperty(odd, 'src', { get() { throw new Error('mine'); } }); document.body.append(odd); odd.dispatchEvent(new Event('error'));`,
    expected: [VIEW],
  },
  {
    name: 'sixty pictures are missing, and one again on the next route',
    after: `const missing = (url) => new Promise((done) => { const img = new Image(); img.onerror = done; img.src = url; });
      for (let i = 0; i < 60; i++) await missing('/api/' + (i % 55) + '?status=404');
      history.pushState({}, '', '/next'); await missing('/api/0?status=404&again'); await pause(100);`,
    expected: [
      VIEW,
      'page_view /next',
      ...Array.from({ length: 50 }, (_, i) => `http 404 GET /api/${i}`),
      'http 404 GET /api/0 @/next',
    ],
  },
  {
    name: 'pictures that are ignored are missing',
    configuration: { ignoredUrls: [/a\.png/] },
    page: '<img src="/api/a.png?status=404">',
    after: `await pause(300);`,
    expected: [VIEW],
  },
];

export const ways: readonly Way[] = [...replaced, ...ended, ...missing];
