import { extra } from './site';
import { useSite } from './use-site';
import type { Visitor } from './visitor';

/** What browsers send to the event pipeline, and when. */
const { site, newVisitor } = useSite();

const names = () => site.events.map(({ name }) => name);
const of = (name: string) => site.events.filter((event) => event.name === name);

async function come(path = '/page', more: object = {}): Promise<Visitor> {
  site.configuration = {
    eventPipeline: { endpoint: '/events', sampleRate: 1 },
    extras: [extra('event-sink')],
    tracing: true,
    userIdRetentionDays: 30,
    ...more,
  };
  const visitor = await newVisitor();
  await visitor.open(path);
  await visitor.recorded();
  return visitor;
}

test('all that happens is an event of its own, with where the user came from and by which campaign', async () => {
  site.patterns = '{pathTemplates:[[/^\\/orders\\/[^/]+\\/?$/,"/orders/:id"]]}';
  const visitor = await come('/orders/7?utm_source=mail&utm_campaign=spring&email=jane@example.com&utm_term=a@b.c');
  await visitor.do(`userTelemetry.start('Checkout', { items: 2 }); userTelemetry.feature('GiftCards');
    userTelemetry.event('cart.added', { sku: 'mug' }); userTelemetry.complete('Checkout');
    fetch('/api/orders/4711?token=1').then(() => fetch('/api/fail'));
    setTimeout(() => { throw new RangeError('private words') })`);
  await visitor.page.waitForTimeout(1_500);
  await visitor.leave();
  await site.eventually(() => expect(of('request')).toHaveLength(2));
  expect(names().filter((name) => name !== 'request' && name !== 'error')).toEqual([
    ...['session_start', 'page_view', 'transaction_started', 'feature_used', 'cart.added', 'transaction_completed'],
  ]);
  expect(of('page_view')[0]).toMatchObject({ page: '/orders/:id', utmSource: 'mail', utmCampaign: 'spring' });
  expect(of('transaction_started')[0]).toMatchObject({ transaction: 'Checkout', properties: { items: 2 } });
  expect(of('cart.added')[0]).toMatchObject({ properties: { sku: 'mug' }, application: 'shop', release: '1.0.0' });
  expect(of('error')).toMatchObject([{ errorType: 'RangeError' }]);
  expect(of('request').map(({ endpoint, status }) => [endpoint, status])).toEqual([
    ['GET /api/orders/:id', 200],
    ['GET /api/fail', 500],
  ]);
  expect(JSON.stringify(site.events)).not.toMatch(/jane|token|private words|a@b|4711/);
  const [{ sessionId }] = site.received;
  expect(new Set(site.events.map((event) => event.sessionId))).toEqual(new Set([sessionId]));
  expect(new Set(site.events.map(({ id }) => id)).size).toBe(site.events.length);
  expect(visitor.problems).toEqual(['private words']);
});

test('what the pipeline does not take is sent again with the same ids, over pages of the tab', async () => {
  site.eventsStatus = 503;
  const visitor = await come();
  await visitor.do(`userTelemetry.event('one')`);
  await site.eventually(() => expect(site.attempts.some(({ name }) => name === 'one')).toBe(true));
  await visitor.open('/other');
  site.eventsStatus = 200;
  await visitor.recorded();
  await site.eventually(() => expect(of('one')).toHaveLength(1));
  const [tried] = site.attempts.filter(({ name }) => name === 'one');
  expect(of('one')[0]).toMatchObject({ id: tried.id, time: tried.time, page: '/page' });
});

test('an event is of whom it was when it happened', async () => {
  const visitor = await come();
  await visitor.do(`userTelemetry.event('before')`);
  await visitor.page.waitForTimeout(300);
  await visitor.do(`userTelemetry.identify('jane'); userTelemetry.event('after')`);
  await visitor.page.waitForTimeout(300);
  await visitor.leave();
  await site.eventually(() => expect([...of('before'), ...of('after')]).toHaveLength(2));
  const [before] = of('before');
  const [after] = of('after');
  expect(before.userId).toBeUndefined();
  expect(after.userId).toMatch(/^[\da-f-]{36}$/);
  expect(before.anonymousId).toBe(after.anonymousId);
  expect(before.anonymousId).not.toBe(after.userId);
});

test('it has a sample of its own, transactions too', async () => {
  const visitor = await come('/page', { sessionSampleRate: 0 });
  await visitor.do(`userTelemetry.start('Checkout')`);
  await visitor.page.click('#next');
  await visitor.page.waitForURL('**/next');
  await visitor.ready();
  await visitor.recorded();
  await visitor.do(`userTelemetry.complete('Checkout')`);
  await visitor.leave();
  await site.eventually(() => expect(names()).toContain('transaction_completed'));
  expect(names()).toEqual(['session_start', 'page_view', 'transaction_started', 'page_view', 'transaction_completed']);
  expect(site.requests).toBe(0);
});

test('nothing is sent that is out of the sample, or without consent', async () => {
  const out = await come('/page', { eventPipeline: { endpoint: '/events', sampleRate: 0 } });
  await out.do(`userTelemetry.event('x')`);
  await out.go();
  const visitor = await come('/page', { consentRequired: false });
  await visitor.do(`userTelemetry.event('x'); userTelemetry.consent(false)`);
  await visitor.page.waitForTimeout(500);
  expect(await visitor.stored()).toEqual(['user_telemetry.8a5f3f0e-4c1d-4a53-9d36-6a1d6f0a1b2c.consent']);
  await visitor.go();
  expect(site.attempts).toEqual([]);
});

test('clicks are single events there, whatever CloudWatch RUM is told', async () => {
  const interactions = { clicks: true, forms: true, sampleRate: 1, budget: 3, toRum: false, toPipeline: true };
  const visitor = await come('/page', { interactions, extras: [extra('interactions'), extra('event-sink')] });
  for (let left = 2; left; left--) await visitor.page.click('#b');
  await visitor.page.waitForTimeout(2_300);
  await visitor.leave();
  await site.eventually(() => expect(of('page_engagement')).toHaveLength(1));
  expect(of('click')).toMatchObject([
    { element: 'Buy', elementRole: 'button', page: '/page', gridY: expect.any(Number) },
    { element: 'Bought', elementRole: 'button' },
  ]);
  expect(of('page_engagement')[0]).toMatchObject({
    engagedMs: expect.any(Number),
    properties: { clicks: 2, views: 1 },
  });
  expect(site.of('clicks')).toEqual([]);
});

test('what is refused is lost alone, and told to the pipeline and to CloudWatch RUM', async () => {
  site.refuses = ({ name }) => name === 'wrong';
  const visitor = await come();
  await visitor.do(`for (const name of ['a', 'wrong', 'b']) userTelemetry.event(name)`);
  await site.eventually(() => expect(of('events_dropped')).toHaveLength(1));
  expect(
    names()
      .filter((name) => /^(a|b|wrong)$/.test(name))
      .sort(),
  ).toEqual(['a', 'b']);
  expect(of('events_dropped')[0]).toMatchObject({ properties: { refused: 1 } });
  await visitor.leave();
  await site.eventually(() =>
    expect(site.of('client_dropped').map(({ details }) => details)).toMatchObject([{ refused: 1, of: 'events' }]),
  );
});

test("a page that is left has told all that browsers take, and its tab's next page tells the rest", async () => {
  const visitor = await come();
  await visitor.do(`for (let i = 0; i < 60; i++) userTelemetry.event('large', { i, text: 'x'.repeat(2000) })`);
  await visitor.open('/other');
  await site.eventually(() => expect(of('large')).toHaveLength(60));
  expect(new Set(of('large').map(({ id }) => id)).size).toBe(60);
  expect(of('events_dropped')).toEqual([]);
});

test('what happened offline is told once the network is back', async () => {
  const visitor = await come();
  await site.eventually(() => expect(names()).toContain('page_view'));
  await visitor.context.setOffline(true);
  await visitor.do(`userTelemetry.event('meanwhile')`);
  await visitor.page.waitForTimeout(6_000);
  expect(of('meanwhile')).toEqual([]);
  await visitor.context.setOffline(false);
  await site.eventually(() => expect(of('meanwhile')).toHaveLength(1));
});

test('a page that is left and come back to goes on, and tells nothing twice', async () => {
  const visitor = await come();
  await visitor.do(`userTelemetry.event('before')`);
  await visitor.page.goto(`${site.origin}/other`);
  await visitor.page.goBack();
  await visitor.ready();
  await visitor.recorded();
  await visitor.do(`userTelemetry.event('after')`);
  await visitor.leave();
  await site.eventually(() => expect(of('after')).toHaveLength(1));
  expect(of('before')).toHaveLength(1);
});
