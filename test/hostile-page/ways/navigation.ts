import type { Visit } from '../visit';
import type { Way } from '../way';

/** As in Safari and Firefox for long. */
const NO_NAVIGATION = 'delete window.navigation;';
const BACK = `await new Promise((done) => { addEventListener('popstate', done, { once: true }); history.back(); });`;
const HISTORY = `log(Object.keys(history), history.pushState, history.replaceState, String(history.pushState));`;
const boom = 'later(() => { throw new TypeError("boom"); }); await pause(20);';
/** The tag, in documents that stand in frames. */
const FRAME = '<!doctype html><title>Frame</title><script src="/client.js"></script><p>Frame</p>';
const inFrame =
  (code: string) =>
  async ({ page }: Visit) => {
    const frame = page.frames()[page.frames().length - 1];
    await frame.evaluate(code);
    await page.waitForTimeout(50);
  };

/** How pages change their address and what they show, and documents within documents. */
export const ways: readonly Way[] = [
  {
    name: 'the Navigation API takes navigations over',
    before: `navigation.addEventListener('navigate', (event) => {
      log('navigate', event.navigationType, event.canIntercept);
      if (event.canIntercept) event.intercept({ handler: async () => { document.title = location.pathname; } });
    });`,
    after: `await navigation.navigate('/a').finished; ${boom} await navigation.navigate('/b', { history: 'replace' }).finished;
      ${HISTORY} log(navigation.entries().length);`,
    expected: ['js_error TypeError: boom @/a', 'page_view /', 'page_view /a', 'page_view /b'],
  },
  {
    name: 'a navigation that is taken over fails, and another is aborted by the next',
    before: `navigation.addEventListener('navigate', (event) => {
      const fails = event.destination.url.endsWith('/fails');
      if (event.canIntercept) event.intercept({ handler: async () => { await pause(30); if (fails) throw new Error('no'); } });
    });`,
    after: `log(await navigation.navigate('/fails').finished.catch((error) => error.message));
      const first = navigation.navigate('/first'); first.committed.catch(() => 0); const aborted = first.finished.catch((error) => error.name);
      await navigation.navigate('/second').finished; log(await aborted);`,
    expected: ['page_view /', 'page_view /fails', 'page_view /first', 'page_view /second'],
  },
  {
    name: 'the state of an entry changes, and nothing else',
    after: `navigation.updateCurrentEntry({ state: { open: true } }); log(navigation.currentEntry.getState());
      history.replaceState({ a: 1 }, ''); history.pushState({ b: 1 }, '', '?q=1'); ${BACK} log(history.state);`,
    expected: ['page_view /'],
  },
  {
    name: 'the history is frozen',
    before: 'Object.freeze(history); Object.freeze(History.prototype);',
    after: `history.pushState({}, '', '/a'); ${boom} ${HISTORY}`,
    expected: ['js_error TypeError: boom @/a', 'page_view /', 'page_view /a'],
  },
  {
    name: 'the history is frozen, without the Navigation API',
    before: `${NO_NAVIGATION} Object.freeze(history);`,
    after: `history.pushState({}, '', '/a'); history.pushState({}, '', '/b'); ${BACK} ${boom}`,
    expected: ['js_error TypeError: boom @/a', 'page_view /', 'page_view /a'],
  },
  {
    name: 'without the Navigation API, and a router wraps the history after the client',
    before: NO_NAVIGATION,
    after: `const { pushState } = history;
      history.pushState = function (...args) { log('router', args[2], this === history); return pushState.apply(this, args); };
      log(history.pushState({}, '', '/a'), history.pushState.length, pushState.name, String(pushState));
      tried('no clone', () => history.pushState(() => 0, '', '/b'));
      tried('foreign', () => history.pushState({}, '', 'https://example.com/'));
      tried('illegal', () => pushState({}, '', '/c')); tried('new', () => new pushState());`,
    expected: ['page_view /', 'page_view /a'],
  },
  {
    name: 'a function of the history returns, throws and is called by another name',
    before: `${NO_NAVIGATION} const native = history.replaceState;
      history.replaceState = function (...args) { native.apply(this, args); return 'replaced'; };
      history.pushState = () => { throw new RangeError('full'); };`,
    after: `log(history.replaceState({}, '', '/a')); tried('push', () => history.pushState({}, '', '/b'));
      const { replaceState } = history; log(replaceState.call(history, {}, '', '/c'));`,
    expected: ['page_view /', 'page_view /a', 'page_view /c'],
  },
  {
    name: 'the page has another thing by the name of the Navigation API',
    before: 'window.navigation = { menu: [], addEventListener() { throw new Error("mine"); } };',
    after: `history.pushState({}, '', '/a'); ${boom} log(navigation);`,
    expected: ['js_error TypeError: boom @/a', 'page_view /', 'page_view /a'],
  },
  {
    name: 'an element has the name of the Navigation API',
    before: NO_NAVIGATION,
    page: '<nav id="navigation"><a id="next" href="/next">Next</a></nav>',
    after: `history.pushState({}, '', '/a'); log(navigation.id);`,
    act: async (visit) => {
      await visit.page.click('#next');
      await visit.arrive('/next');
    },
    expected: ['page_view /', 'page_view /a', 'page_view /next'],
  },
  {
    name: 'anchors',
    page: '<a id="to" href="#there">To</a><div style="height: 3000px"></div><h2 id="there">There</h2>',
    act: async ({ page }) => {
      await page.click('#to');
      await page.evaluate("location.hash = '#x'; location.hash = ''; history.back()");
      await page.waitForTimeout(100);
    },
    expected: ['page_view /'],
  },
  {
    name: 'fragments of all kinds are routes',
    configuration: { hashRoutes: true },
    after: `for (const hash of ['#/a', '#!/b', '#c', '#c?q=1', '#d&e=1', '#/f;g=1', '#token=secret', '#', '#%zz'])
      { location.hash = hash; await pause(30); } log(location.hash);`,
    expected: [
      'page_view /',
      'page_view /',
      'page_view /#!/b',
      'page_view /#%zz',
      'page_view /#/a',
      'page_view /#/f',
      'page_view /#c',
      'page_view /#d',
    ],
  },
  {
    name: 'an element has the name of the title',
    page: '<form name="title"><input name="id"></form>',
    after: `log(document.title.name); history.pushState({}, '', '/a');`,
    expected: ['page_view /', 'page_view /a'],
  },
  {
    name: 'the title counts how often it is read, and throws then',
    before: `let reads = 0; Object.defineProperty(document, 'title', { configurable: true,
      get() { reads++; throw new Error('read'); }, set(value) { log('set', value); } });`,
    after: `document.title = 'A'; history.pushState({}, '', '/a'); ${boom}`,
    expected: ['js_error TypeError: boom @/a', 'page_view /', 'page_view /a'],
  },
  {
    name: 'the base of the document is another',
    page: '<base href="https://example.com/deep/">',
    after: `tried('push', () => history.pushState({}, '', 'a')); history.pushState({}, '', location.origin + '/b'); log(document.baseURI); ${boom}`,
    expected: ['js_error TypeError: boom @/b', 'page_view /', 'page_view /b'],
  },
  {
    name: 'a view transition shows the next route',
    after: `const transition = document.startViewTransition(async () => {
        history.pushState({}, '', '/a'); document.title = 'A'; document.body.insertAdjacentHTML('beforeend', '<h1>A</h1>'); });
      await transition.updateCallbackDone; transition.ready.catch(() => 0); transition.skipTransition(); await transition.finished.catch(() => 0); ${boom}`,
    expected: ['js_error TypeError: boom @/a', 'page_view /', 'page_view /a'],
  },
  {
    name: 'the document leads on by itself',
    files: {
      '/': '<!doctype html><title>On</title><script src="/client.js"></script><meta http-equiv="refresh" content="0; url=/next">',
    },
    early: true,
    act: ({ page }) => page.waitForURL('**/next', { waitUntil: 'load' }),
    expected: ['page_view /', 'page_view /next'],
  },
  {
    name: 'a frame of the site is removed while an attempt is under way',
    page: '<iframe src="/frame"></iframe>',
    files: { '/frame': FRAME },
    after: `window.userTelemetry?.start('Checkout'); document.querySelector('iframe').remove(); await pause(50);
      window.userTelemetry?.complete('Checkout');`,
    expected: ['completed Checkout', 'page_view /', 'started Checkout'],
  },
  {
    name: 'a frame of the site ends what its page has begun',
    page: '<iframe src="/frame"></iframe>',
    files: { '/frame': FRAME },
    after: `window.userTelemetry?.start('Checkout');`,
    act: inFrame(`window.userTelemetry?.complete('Checkout'); setTimeout(() => { throw new Error('frame'); }); 0`),
    expected: ['completed Checkout', 'page_view /', 'started Checkout'],
  },
  {
    name: 'a frame without an address, and one that is removed at once',
    page: `<iframe srcdoc='<script src="/client.js"></script>'></iframe>`,
    after: `const frame = document.createElement('iframe'); document.body.append(frame);
      const script = frame.contentDocument.createElement('script'); script.src = '/client.js';
      frame.contentDocument.body.append(script); await pause(50); frame.remove();
      const gone = document.createElement('iframe'); document.body.append(gone); gone.remove(); ${boom}`,
    expected: ['js_error TypeError: boom', 'page_view /'],
  },
  {
    name: 'frames are wanted',
    configuration: { frames: true },
    page: '<iframe src="/frame"></iframe>',
    files: { '/frame': FRAME },
    act: inFrame(
      `new Promise((done) => setTimeout(done, 800)).then(() => { setTimeout(() => { throw new Error('frame'); }); })`,
    ),
    expected: ['js_error Error: frame @/frame', 'page_view /', 'page_view /frame'],
  },
  {
    name: 'observers of performance throw, or know nothing',
    before: `PerformanceObserver.prototype.observe = () => { throw new Error('no'); };`,
    after: `history.pushState({}, '', '/a'); ${boom}`,
    expected: ['js_error TypeError: boom @/a', 'page_view /', 'page_view /a'],
  },
  {
    name: 'there are no observers at all',
    before: 'delete window.PerformanceObserver; delete window.MutationObserver; delete window.requestAnimationFrame;',
    after: `history.pushState({}, '', '/a'); ${boom}`,
    expected: ['js_error TypeError: boom @/a', 'page_view /', 'page_view /a'],
  },
];
