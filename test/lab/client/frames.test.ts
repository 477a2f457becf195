import { useSite } from './use-site';

/** Frames with the client in them, in real Chromium: of the page's own site, without an address, and of foreign pages. */
const { site, newVisitor } = useSite();
/** The same on another origin: it has a port of its own. */
const { site: foreign } = useSite();

const CLIENT = '<script async src="/telemetry.js"></script>';
const LATE = '<script async src="/late.js"></script>';
const READY =
  'new Promise((done) => { const wait = () => window.frames[0]?.userTelemetry?.start ? done() : setTimeout(wait, 10); wait(); }).then(() => 0)';

const page = (body: string, head = CLIENT) => ({
  body: `<!doctype html><title>Shop</title>${head}<body><p>Text</p>${body}`,
});
const told = () =>
  site.received.flatMap(({ type, metadata: { pageId, frame } }) =>
    /paint|session_start|navigation|first_byte|layout_shift/.test(type)
      ? []
      : [`${type.replace(/^.*?\.(?=\w+$)|_event$|^user_telemetry./g, '')} ${pageId}${frame ? ' in a frame' : ''}`],
  );

test.each([
  ['of the site', '<iframe src="/pay"></iframe>'],
  ['by srcdoc', `<iframe srcdoc='${CLIENT}'></iframe>`],
  ['in a sandbox that keeps the origin', '<iframe sandbox="allow-scripts allow-same-origin" src="/pay"></iframe>'],
  ['in a frame', '<iframe src="/outer"></iframe>'],
])('a frame %s is no page, and what it calls is said by the page', async (_, frame) => {
  site.files = { '/shop': page(frame), '/pay': page(''), '/outer': page('<iframe src="/pay"></iframe>', '') };
  const visitor = await newVisitor();
  await visitor.open('/shop');
  await visitor.recorded();
  await visitor.do('userTelemetry.start("Checkout")');
  const inner = visitor.page.frames()[visitor.page.frames().length - 1];
  await inner.waitForFunction('window.userTelemetry?.start');
  await inner.evaluate(
    `setTimeout(() => { throw new Error('Kaput') }); fetch('/api/fail'); userTelemetry.complete('Checkout', { by: 'card' })`,
  );
  await visitor.page.waitForTimeout(200);
  await visitor.do('document.querySelector("iframe").remove()');
  await visitor.page.waitForTimeout(200);
  await visitor.go();
  await site.eventually(() => {
    expect(told()).toEqual(['page_view /shop', 'transaction_started /shop', 'transaction_completed /shop']);
    expect(site.of('transaction_completed')[0].details.by).toBe('card');
  });
});

test('what a frame calls before its page has the client is said later', async () => {
  site.files = {
    '/shop': page('<iframe src="/pay"></iframe>', LATE),
    '/pay': page('<script>(window.userTelemetry ||= []).push(["event", "paid"])</script>'),
    '/late.js': {
      type: 'text/javascript',
      body: `setTimeout(() => document.head.append(Object.assign(document.createElement('script'), { src: '/telemetry.js' })), 300)`,
    },
  };
  const visitor = await newVisitor();
  await visitor.open('/shop');
  await visitor.recorded();
  await visitor.go();
  await site.eventually(() => expect(told()).toEqual(['page_view /shop', 'paid /shop']));
});

test('frames that are wanted are told apart, and neither lead nor leave', async () => {
  site.configuration = { frames: true };
  site.files = { '/shop': page('<iframe src="/pay"></iframe>'), '/pay': page(''), '/next': page('') };
  const visitor = await newVisitor();
  await visitor.open('/shop');
  await visitor.recorded();
  await visitor.do('userTelemetry.start("Checkout")');
  await visitor.do(READY);
  await visitor.page.waitForTimeout(800);
  await visitor.page
    .frames()[1]
    .evaluate(`setTimeout(() => { throw new Error('Kaput') }); userTelemetry.event('typed')`);
  await visitor.page.waitForTimeout(200);
  await visitor.do('document.querySelector("iframe").remove()');
  await visitor.page.waitForTimeout(200);
  await visitor.do('location.href = "/next"; 0');
  await visitor.page.waitForURL('**/next');
  await visitor.ready();
  await visitor.do('userTelemetry.complete("Checkout")');
  await visitor.go();
  await site.eventually(() => {
    expect(told().sort()).toEqual(
      [
        'typed /shop',
        'js_error /pay in a frame',
        'page_view /next',
        'page_view /pay in a frame',
        'page_view /shop',
        'transaction_completed /next',
        'transaction_started /shop',
      ].sort(),
    );
    const [next] = site.of('page_view_event').filter(({ details }) => details.pageId === '/next');
    expect(next.metadata.parentPageId).toBe('/shop');
    expect(site.of('session_start_event')).toHaveLength(1);
    expect(new Set(site.received.map(({ sessionId }) => sessionId)).size).toBe(1);
  });
});

test.each([
  ['of another origin is a page', (origin: string) => `<iframe src="${origin}/pay"></iframe>`, ['/pay', '/shop']],
  ['in a sandbox without an origin is none', () => '<iframe sandbox="allow-scripts" src="/pay"></iframe>', ['/shop']],
] as const)('a frame %s', async (_, frame, pages) => {
  const files = { '/shop': page(frame(foreign.origin)), '/pay': page('') };
  site.files = files;
  foreign.files = files;
  const visitor = await newVisitor();
  await visitor.open('/shop');
  await visitor.recorded();
  await visitor.page.waitForTimeout(500);
  await visitor.go();
  await site.eventually(() =>
    expect([...site.pagesOf('page_view_event'), ...foreign.pagesOf('page_view_event')].sort()).toEqual(pages),
  );
});
