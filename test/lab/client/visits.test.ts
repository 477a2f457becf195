import { useSite } from './use-site';

/** The built client, in real Chromium, against a server that is site and data plane in one. */
const { site, newVisitor } = useSite();

test('every page that is left reports its largest contentful paint, though nobody touched it', async () => {
  const visitor = await newVisitor();
  for (const path of ['/mug', '/cup']) {
    await visitor.open(path);
    await visitor.painted();
  }
  await visitor.go();
  await site.eventually(() => {
    expect(site.pagesOf('largest_contentful_paint_event').sort()).toEqual(['/cup', '/mug']);
  });
});

test('a transaction that spans pages ends once', async () => {
  const visitor = await newVisitor();
  await visitor.open('/mug');
  await visitor.do("(window.userTelemetry ||= []).push(['start', 'Checkout'])");
  await visitor.page.click('#next');
  await visitor.page.waitForURL('**/next');
  await visitor.ready();
  await visitor.do("userTelemetry.complete('Checkout')");
  await visitor.go();
  await site.eventually(() => expect(site.transactions.sort()).toEqual(['completed', 'started']));
});

test('leaving the site abandons what was started', async () => {
  const visitor = await newVisitor();
  await visitor.open('/mug');
  await visitor.do("userTelemetry.start('Checkout')");
  await visitor.go();
  await site.eventually(() => expect(site.transactions).toEqual(['started', 'abandoned left']));
});

test('query strings, which can hold personal data, are not sent', async () => {
  const visitor = await newVisitor();
  await visitor.open('/mug?email=jane@example.com');
  await visitor.go();
  await site.eventually(() => expect(site.pagesOf('page_view_event')).toEqual(['/mug']));
  expect(JSON.stringify(site.received)).not.toContain('jane');
});

test('a canary sends and stores nothing', async () => {
  const userAgent =
    'Mozilla/5.0 Chrome/156.0 CloudWatchSynthetics/arn:aws:synthetics:us-east-1:123456789012:canary:buy';
  const visitor = await newVisitor({ userAgent });
  await visitor.open('/mug');
  await visitor.do("userTelemetry.start('Checkout'); userTelemetry.consent(true)");
  await visitor.page.waitForTimeout(6_000);
  expect(await visitor.stored()).toEqual([]);
  await visitor.go();
  expect(site.requests).toBe(0);
});

test('what a page loads is reported only where it was asked for: it would be half of all events', async () => {
  const plain = await newVisitor();
  await plain.open('/mug');
  await site.eventually(() => expect(site.pagesOf('performance_navigation_event')).toEqual(['/mug']));
  await plain.go();
  expect(site.pagesOf('performance_resource_event')).toEqual([]);

  site.configuration = { resourceTimings: true };
  const curious = await newVisitor();
  await curious.open('/cup');
  await site.eventually(() => expect(site.pagesOf('performance_resource_event')).toContain('/cup'));
});
