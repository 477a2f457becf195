import type { Browser } from 'playwright-core';
import { Site } from './client/site';
import { launch, Visitor } from './client/visitor';

/** Documents, routes and rendered pages, in real Chromium. */
const site = new Site();
let browser: Browser;

beforeAll(async () => {
  await site.open();
  browser = await launch();
});
afterAll(async () => {
  await browser?.close();
  site.close();
});
beforeEach(() => site.reset());

test('30 page views of 10 sessions arrive exactly once each', async () => {
  await Promise.all(
    Array.from({ length: 10 }, async (_, number) => {
      const visitor = await Visitor.come(browser, site);
      for (const path of [`/home${number}`, `/product${number}`, `/cart${number}`]) await visitor.open(path);
      await visitor.go();
    }),
  );
  const views = site.of('page_view_event');
  expect(views.map(({ metadata }) => metadata.pageId).sort()).toEqual(
    Array.from({ length: 10 }, (_, n) => [`/cart${n}`, `/home${n}`, `/product${n}`])
      .flat()
      .sort(),
  );
  expect(new Set(site.received.map(({ id }) => id)).size).toBe(site.received.length);
  expect(new Set(views.map(({ sessionId }) => sessionId)).size).toBe(10);
  expect(site.of('session_start_event')).toHaveLength(10);
});

test('pages of a session know their order and where the user came from', async () => {
  const visitor = await Visitor.come(browser, site);
  await visitor.open('/mug');
  await visitor.page.click('#next');
  await visitor.ready();
  await visitor.page.reload();
  await visitor.go();
  expect(
    site.of('page_view_event').map(({ details }) => [details.pageInteractionId, details.parentPageInteractionId]),
  ).toEqual([
    ['/mug-0', undefined],
    ['/next-1', '/mug-0'],
    ['/next-2', '/next-1'],
  ]);
});

describe('in a single-page application', () => {
  test('routes are page views, and events belong to the route they happened on', async () => {
    site.patterns = '{pathTemplates:[[/^\\/spa\\/orders\\/[^/]+\\/?$/,"/spa/orders/:id"]]}';
    const visitor = await Visitor.come(browser, site);
    await visitor.open('/spa?email=jane@example.com');
    await visitor.do('userTelemetry.event("before"); fetch("/api/slow-fail?for=jane").catch(() => {}); 0');
    await visitor.page.click('[data-route="/spa/orders/7"]');
    await visitor.do('userTelemetry.event("between")');
    await visitor.do('history.replaceState({}, "", "?sorted=yes")');
    await visitor.do('setTimeout(() => { throw new Error("Kaput"); })');
    await visitor.page.waitForTimeout(600);
    await visitor.page.click('[data-route="/spa/done"]');
    await visitor.do('userTelemetry.event("after"); fetch("/api/fail-at-once").then(() => history.back()); 0');
    await visitor.page.waitForTimeout(300);
    await visitor.do('userTelemetry.event("back")');
    await visitor.go();

    expect(site.pagesOf('page_view_event')).toEqual(['/spa', '/spa/orders/:id', '/spa/done', '/spa/orders/:id']);
    expect(
      site.received.flatMap(({ type, metadata }) =>
        /event\.\w+$/.test(type) ? [[type.split('.').pop(), metadata.pageId]] : [],
      ),
    ).toEqual([
      ['before', '/spa'],
      ['between', '/spa/orders/:id'],
      ['after', '/spa/done'],
      ['back', '/spa/orders/:id'],
    ]);
    expect(site.pagesOf('js_error_event')).toEqual(['/spa/orders/:id']);
    expect(
      site.of('http_event').map(({ metadata, details }) => [(details.request as { url: string }).url, metadata.pageId]),
    ).toEqual([
      ['/api/slow-fail', '/spa'],
      ['/api/fail-at-once', '/spa/done'],
    ]);
    expect(JSON.stringify(site.received)).not.toMatch(/jane|orders\/7/);
    expect(visitor.problems).toEqual(['Kaput']);
  });

  test('web vitals belong to what they were measured on', async () => {
    const visitor = await Visitor.come(browser, site);
    await visitor.open('/spa');
    await visitor.page.waitForTimeout(300);
    await visitor.page.click('[data-route="/spa/orders/7"]');
    await visitor.page.waitForTimeout(700); // a shift within half a second of the click would be expected
    await visitor.do('document.querySelector("h1").style.marginTop = "300px"');
    await visitor.page.waitForTimeout(300);
    await visitor.page.click('[data-route="/spa/done"]');
    await visitor.page.waitForTimeout(300);
    await visitor.go();
    for (const type of ['navigation_event', 'first_contentful_paint_event', 'time_to_first_byte_event']) {
      expect([type, site.pagesOf(type)]).toEqual([type, ['/spa']]);
    }
    expect(site.pagesOf('largest_contentful_paint_event')).toEqual(['/spa']);
    expect(site.pagesOf('cumulative_layout_shift_event')).toEqual(['/spa/orders/7']);
    expect(['/spa', '/spa/orders/7']).toContain(site.pagesOf('interaction_to_next_paint_event')[0]);
  });

  test('a transaction across routes ends once', async () => {
    const visitor = await Visitor.come(browser, site);
    await visitor.open('/spa');
    await visitor.do('userTelemetry.start("Checkout")');
    await visitor.page.click('[data-route="/spa/orders/7"]');
    await visitor.page.click('[data-route="/spa/done"]');
    await visitor.do('userTelemetry.complete("Checkout")');
    await visitor.go();
    expect(site.transactions).toEqual(['started', 'completed']);
  });
});

test('a page that the server rendered with a call in it reports the call, once and after the view', async () => {
  const visitor = await Visitor.come(browser, site);
  await visitor.open('/ssr/twice');
  await visitor.page.waitForTimeout(300);
  await visitor.go();
  expect(site.of('event.rendered').map(({ metadata, details }) => [metadata.pageId, details])).toEqual([
    ['/ssr/twice', { by: 'server' }],
  ]);
  expect(site.pagesOf('page_view_event')).toEqual(['/ssr/twice']);
  const types = site.received.map(({ type }) => type.split('.').pop());
  expect(types.slice(0, 3)).toEqual(['session_start_event', 'page_view_event', 'rendered']);
});

test('a page that comes back from the back/forward cache is viewed again', async () => {
  const visitor = await Visitor.come(browser, site);
  await visitor.open('/mug');
  await visitor.do('addEventListener("pageshow", (event) => { window.restored = event.persisted; })');
  await visitor.open('/cup');
  await visitor.page.goBack();
  const restored = await visitor.do('window.restored');
  await visitor.go();
  expect(site.pagesOf('page_view_event')).toEqual(['/mug', '/cup', '/mug']);
  expect([true, undefined]).toContain(restored);
});

test('the first event needs one request, the script, and no preflight', async () => {
  const visitor = await Visitor.come(browser, site);
  await visitor.open('/mug');
  await visitor.page.waitForTimeout(5_500);
  const ours = site.paths.filter((path) => !/favicon|GET \/mug/.test(path));
  expect(ours).toEqual(['GET /telemetry.js', expect.stringMatching(/^POST \/rum\/appmonitors\//)]);
  await visitor.go();
});
