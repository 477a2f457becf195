import { useSite } from './use-site';

/** When a transaction counts as abandoned, in real Chromium; test/client has the state machine. */
const { site, newVisitor } = useSite();

const START = 'userTelemetry.start("Checkout")';
const COMPLETE = 'userTelemetry.complete("Checkout")';

/** An app switch on a phone: the page is hidden, without any other word. */
const HIDE = `Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
  document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));`;
const SHOW = HIDE.replace("'hidden'", "'visible'");

/** The clock of the pages that are loaded from now on. */
const later = (minutes: number) => `{ const now = Date.now; Date.now = () => now() + ${minutes * 60_000}; }`;

test('what takes too long is abandoned while the page stays open', async () => {
  site.configuration = { transactions: [{ name: 'Checkout', abandonedAfterSeconds: 1 }] };
  const visitor = await newVisitor();
  await visitor.open('/mug');
  await visitor.do(START);
  await site.eventually(() => expect(site.transactions).toEqual(['started', 'abandoned timeout']));
});

test.each([
  ['complete', 'completed'],
  ['abandon', 'abandoned explicit'],
])('%s ends it', async (method, outcome) => {
  const visitor = await newVisitor();
  await visitor.open('/mug');
  await visitor.do(`${START}; userTelemetry.${method}("Checkout")`);
  await visitor.go();
  await site.eventually(() => expect(site.transactions).toEqual(['started', outcome]));
});

test('a payment provider between is leaving, and coming back another attempt', async () => {
  const visitor = await newVisitor();
  await visitor.open('/mug');
  await visitor.do(START);
  await visitor.leave();
  await visitor.open('/thanks');
  await visitor.do(COMPLETE);
  await visitor.go();
  await site.eventually(() => {
    expect(site.transactions.sort()).toEqual(['abandoned left', 'completed', 'started', 'started resumed']);
  });
});

test('an app switch and back goes on with it', async () => {
  const visitor = await newVisitor();
  await visitor.open('/mug');
  await visitor.do(START);
  await visitor.do(HIDE);
  await site.eventually(() => expect(site.transactions).toEqual(['started']));
  await visitor.do(SHOW);
  await visitor.do(COMPLETE);
  await visitor.go();
  await site.eventually(() => expect(site.transactions).toEqual(['started', 'completed']));
});

test('a page that the system kills after an app switch has it abandoned by the next visit, once', async () => {
  const visitor = await newVisitor();
  await visitor.open('/mug');
  await visitor.do(START);
  await visitor.do(HIDE);
  await site.eventually(() => expect(site.transactions).toEqual(['started']));
  const killed = visitor.page;
  const session = await visitor.context.newCDPSession(killed);
  session.send('Page.crash').catch(() => undefined);
  await killed.waitForEvent('crash');
  await killed.close();

  await visitor.newTab();
  await visitor.open('/early');
  await visitor.leave();
  await site.eventually(() => expect(site.pagesOf('page_view_event')).toContain('/early'));
  expect(site.transactions).toEqual(['started']);

  await visitor.context.addInitScript(later(60));
  for (const path of ['/late', '/later']) await visitor.open(path);
  await visitor.newTab();
  await visitor.open('/other-tab');
  await visitor.go();
  await site.eventually(() => {
    expect(site.pagesOf('page_view_event')).toContain('/other-tab');
    expect(site.transactions).toEqual(['started', 'abandoned timeout']);
  });
  const [started, abandoned] = site.of('').filter(({ type }) => type.includes('transaction'));
  expect(abandoned.details.attempt).toBe(started.details.attempt);
  expect(visitor.problems).toEqual([]);
});

test('a page that the browser discarded and restores in time goes on with it', async () => {
  const visitor = await newVisitor();
  // The page is not told: no `pagehide`. The tab and its storage stay.
  await visitor.context.addInitScript(
    "addEventListener('pagehide', (event) => window.discarded && event.stopImmediatePropagation(), true)",
  );
  await visitor.open('/mug');
  await visitor.do(START);
  await visitor.do(HIDE);
  await visitor.do('window.discarded = true');
  await visitor.page.reload();
  await visitor.ready();
  await visitor.do(COMPLETE);
  await visitor.go();
  await site.eventually(() => expect(site.transactions.sort()).toEqual(['completed', 'started']));
});

test('two tabs of a user have each their own', async () => {
  const visitor = await newVisitor();
  await visitor.open('/mug');
  await visitor.do(START);
  const first = visitor.page;
  await visitor.newTab();
  await visitor.open('/cup');
  await visitor.do(`${START}; ${COMPLETE}`);
  await visitor.leave();
  visitor.page = first;
  await visitor.go();
  await site.eventually(() => {
    expect(site.transactions.sort()).toEqual(['abandoned left', 'completed', 'started', 'started']);
  });
});

test('features and events carry their data', async () => {
  const visitor = await newVisitor();
  await visitor.open('/mug');
  await visitor.do(
    'userTelemetry.feature("dark-mode", { on: true }); userTelemetry.event("added-to-cart", { items: 2 })',
  );
  await visitor.go();
  await site.eventually(() => {
    expect(site.of('feature').map(({ details }) => details)).toEqual([{ feature: 'dark-mode', on: true }]);
    expect(site.of('event.added-to-cart').map(({ details }) => details)).toEqual([{ items: 2 }]);
  });
});
