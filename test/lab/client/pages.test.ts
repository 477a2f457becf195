import { useSite } from './use-site';
import type { Visitor } from './visitor';

/** Documents, routes and rendered pages, in real Chromium. */
const { site, newVisitor } = useSite();

const TEN = Array.from({ length: 10 }, (_, number) => number);

describe('30 page views of 10 sessions arrive exactly once each', () => {
  const openAll = async (visitor: Visitor, [first, ...others]: string[], next: (path: string) => Promise<unknown>) => {
    await visitor.open(first);
    for (const path of others) await next(path);
  };

  test.each<[string, (number: number) => string[], (visitor: Visitor, paths: string[]) => Promise<void>]>([
    [
      'of documents',
      (number) => [`/home${number}`, `/product${number}`, `/cart${number}`],
      (visitor, paths) => openAll(visitor, paths, (path) => visitor.open(path)),
    ],
    [
      'of a single-page application',
      (number) => [`/spa/${number}`, '/spa/orders/7', '/spa/done'],
      (visitor, paths) => openAll(visitor, paths, (path) => visitor.page.click(`[data-route="${path}"]`)),
    ],
    [
      'of pages that a server renders',
      (number) => [`/ssr/home${number}`, `/ssr/product${number}`, `/ssr/cart${number}`],
      (visitor, paths) => openAll(visitor, paths, (path) => visitor.open(path)),
    ],
  ])('%s', async (kind, pathsOf, visit) => {
    // Two at a time: this many browsers at once would only wait for each other on a small machine.
    for (const start of TEN.filter((number) => number % 2 === 0)) {
      await Promise.all(
        [start, start + 1].map(async (number) => {
          const visitor = await newVisitor();
          await visit(visitor, pathsOf(number));
          await visitor.go();
          expect(visitor.problems).toEqual([]);
        }),
      );
    }
    await site.eventually(() => {
      const views = site.of('page_view_event');
      expect(views.map(({ metadata }) => metadata.pageId).sort()).toEqual(TEN.flatMap(pathsOf).sort());
      expect(new Set(site.received.map(({ id }) => id)).size).toBe(site.received.length);
      expect(new Set(views.map(({ sessionId }) => sessionId)).size).toBe(10);
      expect(site.of('session_start_event')).toHaveLength(10);
      expect(site.of('event.rendered')).toHaveLength(kind.includes('renders') ? 30 : 0);
    });
  });
});

test('pages of a session know their order and where the user came from', async () => {
  const visitor = await newVisitor();
  await visitor.open('/mug');
  await visitor.page.click('#next');
  await visitor.page.waitForURL('**/next');
  await visitor.ready();
  await visitor.page.reload();
  await visitor.go();
  await site.eventually(() => {
    const views = site.of('page_view_event').map(({ details }) => details);
    expect(new Map(views.map((view) => [view.pageInteractionId, view.parentPageInteractionId]))).toEqual(
      new Map([
        ['/mug-0', undefined],
        ['/next-1', '/mug-0'],
        ['/next-2', '/next-1'],
      ]),
    );
    expect(views).toHaveLength(3);
  });
});

describe('in a single-page application', () => {
  test('routes are page views, and events belong to the route they happened on', async () => {
    site.patterns = '{pathTemplates:[[/^\\/spa\\/orders\\/[^/]+\\/?$/,"/spa/orders/:id"]]}';
    const visitor = await newVisitor();
    await visitor.open('/spa?email=jane@example.com');
    await visitor.do('userTelemetry.event("before"); window.slow = fetch("/api/slow-fail?for=jane").then(() => 0); 0');
    await visitor.page.click('[data-route="/spa/orders/7"]');
    await visitor.do('userTelemetry.event("between")');
    await visitor.do('history.replaceState({}, "", "?sorted=yes")');
    await visitor.do('setTimeout(() => { throw new Error("Kaput"); })');
    await visitor.do('window.slow');
    await visitor.page.click('[data-route="/spa/done"]');
    await visitor.do('userTelemetry.event("after"); fetch("/api/fail-at-once")');
    await visitor.do(
      'new Promise((done) => { addEventListener("popstate", done, { once: true }); history.back(); }).then(() => 0)',
    );
    await visitor.do('userTelemetry.event("back")');
    await visitor.go();

    await site.eventually(() => {
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
      expect(site.pagesOf('page_view_event')).toEqual(['/spa', '/spa/orders/:id', '/spa/done', '/spa/orders/:id']);
      expect(site.pagesOf('js_error_event')).toEqual(['/spa/orders/:id']);
      expect(
        site
          .of('http_event')
          .map(({ metadata, details }) => [(details.request as { url: string }).url, metadata.pageId]),
      ).toEqual([
        [`${site.origin}/api/slow-fail`, '/spa'],
        [`${site.origin}/api/fail-at-once`, '/spa/done'],
      ]);
    });
    expect(JSON.stringify(site.received)).not.toMatch(/jane|orders\/7/);
    expect(visitor.problems).toEqual(['Kaput']);
  });

  test('web vitals belong to what they were measured on', async () => {
    const visitor = await newVisitor();
    await visitor.open('/spa');
    await visitor.painted();
    await visitor.recorded();
    await visitor.page.click('[data-route="/spa/orders/7"]');
    await visitor.page.waitForTimeout(700); // a shift within half a second of the click would be expected
    await visitor.do('document.querySelector("h1").style.marginTop = "300px"');
    await visitor.page.waitForTimeout(300);
    await visitor.page.click('[data-route="/spa/done"]');
    await visitor.page.waitForTimeout(300);
    await visitor.go();
    await site.eventually(() => {
      for (const type of ['navigation_event', 'first_contentful_paint_event', 'time_to_first_byte_event']) {
        expect([type, site.pagesOf(type)]).toEqual([type, ['/spa']]);
      }
      expect(site.pagesOf('largest_contentful_paint_event')).toEqual(['/spa']);
      expect(
        site.of('cumulative_layout_shift_event').map(({ metadata, details }) => [metadata.pageId, !!details.value]),
      ).toEqual([
        ['/spa', false],
        ['/spa/orders/7', true],
        ['/spa/done', false],
      ]);
      // The first input was on the first page; the second one may have been too fast to be noted.
      expect(site.pagesOf('interaction_to_next_paint_event')[0]).toBe('/spa');
    });
  });

  test('a transaction across routes ends once', async () => {
    const visitor = await newVisitor();
    await visitor.open('/spa');
    await visitor.do('userTelemetry.start("Checkout")');
    await visitor.page.click('[data-route="/spa/orders/7"]');
    await visitor.page.click('[data-route="/spa/done"]');
    await visitor.do('userTelemetry.complete("Checkout")');
    await visitor.go();
    await site.eventually(() => expect(site.transactions).toEqual(['started', 'completed']));
  });
});

test('a page that the server rendered with a call in it reports the call, once and after the view', async () => {
  const visitor = await newVisitor();
  await visitor.open('/ssr/twice');
  await visitor.go();
  await site.eventually(() => {
    expect(site.of('event.rendered').map(({ metadata, details }) => [metadata.pageId, details])).toEqual([
      ['/ssr/twice', { by: 'server' }],
    ]);
    expect(site.pagesOf('page_view_event')).toEqual(['/ssr/twice']);
  });
  const types = site.received.map(({ type }) => type.split('.').pop());
  expect(types.slice(0, 3)).toEqual(['session_start_event', 'page_view_event', 'rendered']);
});

test('a page that comes back from the back/forward cache is viewed again', async () => {
  const visitor = await newVisitor();
  await visitor.open('/mug');
  await visitor.do('addEventListener("pageshow", (event) => { window.restored = event.persisted; })');
  await visitor.open('/cup');
  await visitor.page.goBack();
  const restored = await visitor.do('window.restored');
  await visitor.ready();
  await visitor.go();
  await site.eventually(() => expect(site.pagesOf('page_view_event').sort()).toEqual(['/cup', '/mug', '/mug']));
  expect([true, undefined]).toContain(restored);
});

test('the first event needs one request, the script, and no preflight', async () => {
  const visitor = await newVisitor();
  await visitor.open('/mug');
  await site.eventually(() => {
    const ours = site.paths.filter((path) => !/favicon|GET \/mug/.test(path));
    expect(ours).toEqual(['GET /telemetry.js', expect.stringMatching(/^POST \/rum\/appmonitors\//)]);
  });
});

describe('pages that are not watched', () => {
  const only = (name: string, path: string) => `{${name}:[/^http:..127.0.0.1:\\d+${path.replaceAll('/', '.')}$/]}`;
  const visit = async (visitor: Visitor, path: string) => {
    await visitor.open(path);
    await visitor.do(
      `userTelemetry.event("on", { path: location.pathname }); userTelemetry.start("Checkout");
       setTimeout(() => { throw new Error("Kaput"); }); fetch("/api/fail").then(() => 0)`,
    );
  };

  test('send and store nothing, and count on no other page', async () => {
    site.patterns = only('excludedPages', '/admin/users');
    site.configuration = { userIdRetentionDays: 30, tracing: true };
    const visitor = await newVisitor();
    let traced: string | undefined;
    visitor.page.on('request', (request) => {
      if (request.url().endsWith('/api/fail')) traced ??= request.headers().traceparent;
    });
    await visit(visitor, '/admin/users?of=jane');
    await visitor.page.waitForTimeout(6_000);
    expect((await visitor.stored()).filter((name) => name.startsWith('cwr_'))).toEqual([]);
    await visitor.leave();
    expect(site.requests).toBe(0);
    expect(traced).toBeUndefined();

    await visitor.open('/admin');
    await visitor.do('userTelemetry.complete("Checkout")');
    await visitor.go();
    await site.eventually(() => expect(site.pagesOf('page_view_event')).toEqual(['/admin']));
    expect(site.transactions).toEqual([]);
    expect(JSON.stringify(site.received)).not.toContain('users');
  });

  test('are all but those that are included, route by route', async () => {
    site.patterns = only('includedPages', '/spa/orders/7');
    const visitor = await newVisitor();
    await visitor.open('/spa');
    await visitor.do('userTelemetry.event("before")');
    await visitor.page.click('[data-route="/spa/orders/7"]');
    await visitor.do('userTelemetry.event("within"); userTelemetry.start("Checkout")');
    await visitor.page.click('[data-route="/spa/done"]');
    await visitor.do('userTelemetry.event("after"); userTelemetry.complete("Checkout")');
    await visitor.go();
    await site.eventually(() => {
      expect(site.pagesOf('page_view_event')).toEqual(['/spa/orders/7']);
      expect(site.of('event.within')).toHaveLength(1);
      // What was begun where it counts ends wherever it ends.
      expect(site.transactions).toEqual(['started', 'completed']);
    });
    expect([...site.of('event.before'), ...site.of('event.after'), ...site.of('navigation_event')]).toEqual([]);
  });
});
