import { WALK } from '../walk';
import type { Way } from '../way';

const CLIENT = '<script src="/client.js"></script>';

/** How pages are left, or only seem to be. */
export const ways: readonly Way[] = [
  {
    name: 'the page leads on as soon as it has loaded',
    files: {
      '/': `<!doctype html><title>/</title>${CLIENT}<script>addEventListener('load', () => { location.href = '/next'; });</script>`,
    },
    act: async (visit) => visit.arrive('/next'),
    early: true,
    expected: ['page_view /', 'page_view /next'],
  },
  {
    name: 'the page leads on by a meta element',
    files: { '/': `<!doctype html><title>/</title>${CLIENT}<meta http-equiv="refresh" content="0;url=/next">` },
    act: async (visit) => visit.arrive('/next'),
    early: true,
    expected: ['page_view /', 'page_view /next'],
  },
  {
    name: 'the page loads itself again, twice, with an attempt under way',
    page: `<script>
      window.userTelemetry?.start('Checkout');
      const count = +(sessionStorage.getItem('count') ?? 0);
      sessionStorage.setItem('count', count + 1);
      addEventListener('load', () => setTimeout(() => { if (count < 2) location.reload(); else document.title = 'Done'; }));
    </script>`,
    early: true,
    act: async (visit) => {
      await visit.page.waitForFunction('document.title === "Done"');
      await visit.ready();
      await visit.do(`window.userTelemetry?.complete('Checkout')`);
    },
    expected: ['completed Checkout', 'page_view /', 'page_view /', 'page_view /', 'started Checkout'],
  },
  {
    name: 'the page stops loading',
    after: `log(document.readyState); window.stop(); ${WALK.after}`,
    expected: WALK.expected,
  },
  {
    name: 'a window that the page opens closes itself',
    page: '<button onclick="window.open(\'/opened\')">Open</button>',
    files: {
      '/opened': `<!doctype html><title>Opened</title>${CLIENT}<script>addEventListener('load', () => setTimeout(() => window.close(), 300));</script>`,
    },
    act: async (visit) => {
      const opened = visit.context.waitForEvent('page');
      await visit.page.click('button');
      const page = await opened;
      if (!page.isClosed()) await page.waitForEvent('close');
    },
    expected: ['page_view /', 'page_view /opened'],
  },
  {
    name: 'the user is asked, and stays',
    page: `<a href="/next">Next</a><script>addEventListener('beforeunload', (event) => { if (window.ask) event.preventDefault(); });</script>`,
    act: async (visit) => {
      await visit.do(`window.ask = true; window.userTelemetry?.start('Checkout');`);
      const asked = visit.page.waitForEvent('dialog');
      const clicked = visit.page.click('a');
      await (await asked).dismiss();
      await clicked;
      await visit.do(`window.ask = false; window.userTelemetry?.complete('Checkout'); log(location.pathname);`);
    },
    expected: ['completed Checkout', 'page_view /', 'started Checkout'],
  },
  {
    name: 'the page throws while it is left',
    page: `<script>for (const type of ['beforeunload', 'pagehide', 'unload']) addEventListener(type, () => { throw new Error('bye ' + type); });</script>`,
    after: `window.userTelemetry?.start('Checkout');`,
    expected: [
      'abandoned Checkout left',
      'js_error Error: bye beforeunload',
      'js_error Error: bye pagehide',
      'page_view /',
      'started Checkout',
    ],
  },
  {
    name: 'the page keeps others from hearing that it is left',
    before: `for (const type of ['pagehide', 'beforeunload', 'unload']) addEventListener(type, (event) => event.stopImmediatePropagation(), true);`,
    after: `window.userTelemetry?.start('Checkout'); await pause(20); window.userTelemetry?.complete('Checkout');`,
    expected: ['completed Checkout', 'page_view /', 'started Checkout'],
  },
  {
    name: 'documents, back and forth',
    page: '<a href="/next">Next</a>',
    act: async (visit) => {
      await visit.page.click('a');
      await visit.arrive('/next');
      await visit.page.goBack({ waitUntil: 'load' });
      await visit.ready();
      await visit.page.goForward({ waitUntil: 'load' });
      await visit.ready();
    },
    expected: ['page_view /', 'page_view /', 'page_view /next', 'page_view /next'],
  },
  {
    name: 'events that only say that the page is left',
    after: `
      window.userTelemetry?.start('Checkout');
      for (const type of ['pagehide', 'beforeunload', 'unload', 'freeze', 'pageshow', 'online', 'offline', 'load', 'DOMContentLoaded'])
        dispatchEvent(new Event(type));
      for (let i = 0; i < 50; i++) document.dispatchEvent(new Event('visibilitychange'));
      window.userTelemetry?.complete('Checkout');
    `,
    expected: ['completed Checkout', 'page_view /', 'started Checkout'],
  },
  {
    name: 'the page always says that it is visible',
    before: `
      Object.defineProperty(document, 'visibilityState', { get: () => 'visible' });
      Object.defineProperty(document, 'hidden', { get: () => false });
      document.addEventListener('visibilitychange', (event) => event.stopImmediatePropagation(), true);
    `,
    ...WALK,
  },
  {
    name: 'the page always says that it is hidden',
    before: `Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' });`,
    ...WALK,
  },
  {
    name: 'the page is printed',
    before: `for (const type of ['beforeprint', 'afterprint']) addEventListener(type, () => log(type)); window.print = () => { dispatchEvent(new Event('beforeprint')); dispatchEvent(new Event('afterprint')); };`,
    after: `window.print(); ${WALK.after}`,
    expected: WALK.expected,
  },
  {
    name: 'the page is busy for half a second as it loads',
    page: `<script>const until = Date.now() + 500; while (Date.now() < until);</script>`,
    ...WALK,
  },
  {
    name: 'the page is never idle',
    page: `<script>
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => { const until = performance.now() + 10; while (performance.now() < until); if (!window.enough) port2.postMessage(0); };
      port2.postMessage(0);
    </script>`,
    after: `${WALK.after} window.enough = true;`,
    expected: WALK.expected,
  },
  {
    name: 'the network is gone for a while',
    act: async (visit) => {
      await visit.context.setOffline(true);
      await visit.do(
        `log(navigator.onLine); log(await fetch('/api/gone').catch((error) => error)); window.userTelemetry?.event('offline');`,
      );
      await visit.context.setOffline(false);
      await visit.do(`log((await fetch('/api/x?status=500')).status);`);
    },
    expected: ['event.offline', 'http 500 GET /api/x', 'http TypeError GET /api/gone', 'page_view /'],
  },
  {
    name: 'the page says good-bye in every way there is',
    page: `<script>
      for (const type of ['beforeunload', 'pagehide', 'unload', 'visibilitychange'])
        addEventListener(type, () => { log(type); navigator.sendBeacon('/api/bye?' + type, type); fetch('/api/bye?fetch-' + type, { method: 'POST', body: type, keepalive: true }).catch(() => {}); });
    </script>`,
    after: `window.userTelemetry?.start('Checkout');`,
    expected: ['abandoned Checkout left', 'page_view /', 'started Checkout'],
  },
];
