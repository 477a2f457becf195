import { useSite } from './use-site';
import type { Visitor } from './visitor';

/** Routes and titles of single-page applications, in real Chromium. */
const { site, newVisitor } = useSite();

const html = (head = '', title = 'Home') => ({
  body: `<!doctype html><title>${title}</title>${head}<script async src="/telemetry.js"></script><body><p>Text</p>`,
});
/** As in Safari and Firefox for long. */
const NO_NAVIGATION = '<script>delete window.navigation</script>';
const settled = (visitor: Visitor) => visitor.page.waitForTimeout(50);
const come = async (head?: string, path = '/') => {
  site.files = { [path.replace(/#.*/, '')]: html(head) };
  const visitor = await newVisitor();
  await visitor.open(path);
  await visitor.recorded();
  return visitor;
};
const titles = () => site.of('page_view_event').map(({ metadata: { pageId, title } }) => `${pageId} ${title}`);

const BACK =
  'new Promise((done) => { addEventListener("popstate", done, { once: true }); history.back(); }).then(() => 0)';

describe.each([
  ['the Navigation API', ''],
  ['the history', NO_NAVIGATION],
])('by %s', (_, head) => {
  test('each route is one page view, and what comes after belongs to it', async () => {
    const visitor = await come(head);
    await visitor.do(`history.pushState({}, '', '/a'); userTelemetry.event('a'); 0`);
    await visitor.do(`history.pushState({}, '', '/a?q=1#x'); history.replaceState({}, '', '/a'); 0`);
    await visitor.do(`history.replaceState({}, '', '/b'); setTimeout(() => { throw new Error('Kaput') }); 0`);
    await visitor.do('location.hash = "anchor"; 0');
    await visitor.do(BACK);
    await visitor.do(BACK);
    await visitor.do(`userTelemetry.event('back')`);
    await visitor.go();
    await site.eventually(() => {
      expect(site.pagesOf('page_view_event')).toEqual(['/', '/a', '/b', '/a']);
      expect([site.pagesOf('event.a'), site.pagesOf('js_error_event'), site.pagesOf('event.back')]).toEqual([
        ['/a'],
        ['/b'],
        ['/a'],
      ]);
    });
  });

  test('every kind of fragment is a route where routes are there, without parameters', async () => {
    site.configuration = { hashRoutes: true };
    const visitor = await come(head, '/#/one');
    for (const hash of ['#!/two', '#three', '#three?q=jane', '#!/two/deep;a=jane', '#access_token=jane&b=1', '#/four'])
      await visitor.do(
        `location.hash = ${JSON.stringify(hash)}; new Promise((done) => setTimeout(done, 20)).then(() => 0)`,
      );
    await visitor.go();
    await site.eventually(() =>
      expect(site.pagesOf('page_view_event')).toEqual(['/#/one', '/#!/two', '/#three', '/#!/two/deep', '/', '/#/four']),
    );
    expect(JSON.stringify(site.received)).not.toContain('jane');
  });

  test('a page view has the title that was shown there, whether it is set before, with or after the route', async () => {
    const visitor = await come(head);
    await visitor.do(`document.title = 'Before'; history.pushState({}, '', '/before'); 0`);
    await settled(visitor);
    await visitor.do(`history.pushState({}, '', '/after'); document.title = 'After'; 0`);
    await settled(visitor);
    await visitor.do(`history.pushState({}, '', '/late'); setTimeout(() => { document.title = 'Late'; }, 20); 0`);
    await visitor.page.waitForTimeout(100);
    await visitor.do(
      `Promise.resolve().then(() => { document.title = 'Later'; }).then(() => history.pushState({}, '', '/promised')); 0`,
    );
    await settled(visitor);
    await visitor.do(
      `document.querySelector('title').replaceWith(Object.assign(document.createElement('title'), { text: 'Replaced' })); history.pushState({}, '', '/replaced'); 0`,
    );
    await visitor.go();
    await site.eventually(() =>
      expect(titles()).toEqual([
        '/ Home',
        '/before Before',
        '/after After',
        '/late Late',
        '/promised Later',
        '/replaced Replaced',
      ]),
    );
  });
});

test('the Navigation API is one source: an intercepted navigation is one page view, and the history stays untouched', async () => {
  const visitor =
    await come(`<script>window.before = [history.pushState, history.replaceState, Object.keys(history).length];
    navigation.addEventListener('navigate', (event) => event.canIntercept && !event.downloadRequest && event.intercept({
      async handler() { await new Promise((done) => setTimeout(done, 50)); document.title = location.pathname; } }));</script>`);
  await visitor.do(`navigation.navigate('/a').finished.then(() => 0)`);
  await visitor.do(
    `navigation.navigate('/b').committed.then(() => { setTimeout(() => { throw new Error('Kaput') }); })`,
  );
  await visitor.page.waitForTimeout(100);
  await visitor.do('navigation.back().finished.then(() => 0)');
  await visitor.do('navigation.updateCurrentEntry({ state: 1 }); navigation.reload().finished.then(() => 0)');
  expect(
    await visitor.do(
      '[history.pushState, history.replaceState, Object.keys(history).length].map((it, i) => it === before[i])',
    ),
  ).toEqual([true, true, true]);
  await visitor.go();
  await site.eventually(() => {
    expect(titles()).toEqual(['/ Home', '/a /a', '/b /b', '/a /a']);
    expect(site.pagesOf('js_error_event')).toEqual(['/b']);
  });
});

test('a frozen history where there is no Navigation API leaves all else as it is', async () => {
  const visitor = await come(`${NO_NAVIGATION}<script>Object.freeze(history)</script>`);
  await visitor.do(`history.pushState({}, '', '/a'); history.pushState({}, '', '/b'); 0`);
  await visitor.do(BACK);
  await visitor.do(`setTimeout(() => { throw new Error('Kaput') }); fetch('/api/fail').then(() => 0)`);
  await visitor.go();
  await site.eventually(() => {
    expect(site.pagesOf('page_view_event')).toEqual(['/', '/a']);
    expect([...site.pagesOf('js_error_event'), ...site.pagesOf('http_event')]).toEqual(['/a', '/a']);
  });
  expect(visitor.problems).toEqual(['Kaput']);
});
