import { MONITOR } from './configuration';
import { useSite } from './use-site';

/** The client begins to record only once a page has loaded; nothing of what happens before is lost. */
const { site, newVisitor } = useSite();

const EARLY = `userTelemetry.identify('jane'); userTelemetry.start('Checkout', { items: 1 });
  { const cart = { items: 2 }; userTelemetry.event('early', cart); cart.items = 3; }
  setTimeout(() => { throw new Error('Kaput'); });
  Promise.reject(new Error('Lost'));
  fetch('/api/fail').then(() => { history.pushState({}, '', '/slow/route'); userTelemetry.event('routed'); })`;

test('a page that is left before it has loaded reports what has happened, where and in order', async () => {
  const visitor = await newVisitor();
  await visitor.glance('/slow');
  await visitor.do(EARLY);
  expect(await visitor.stored()).toEqual([]);
  expect(site.requests).toBe(0);
  await visitor.leave();
  await site.eventually(() => {
    expect(site.pagesOf('page_view_event')).toEqual(['/slow', '/slow/route']);
    expect(site.transactions).toEqual(['started', 'abandoned left']);
  });
  const happened = site.received.filter(({ type }) => /session|view|early|routed|error|http|started/.test(type));
  const known = happened.map(({ type, metadata }) => [type.split('.').pop(), metadata.pageId]);
  expect(known.slice(0, 3)).toEqual([
    ['session_start_event', '/slow'],
    ['page_view_event', '/slow'],
    ['transaction_started', '/slow'],
  ]);
  expect(known.slice(3).sort()).toEqual([
    ['early', '/slow'],
    ['http_event', '/slow'],
    ['js_error_event', '/slow'],
    ['js_error_event', '/slow'],
    ['page_view_event', '/slow/route'],
    ['routed', '/slow/route'],
  ]);
  expect(site.of('event.early')[0].details).toEqual({ items: 2 });
  expect(
    site
      .of('js_error_event')
      .map(({ details }) => details.message)
      .sort(),
  ).toEqual(['Kaput', 'Lost']);
  expect(visitor.problems.sort()).toEqual(['Kaput', 'Lost']);
});

test('what was early has its own time', async () => {
  const visitor = await newVisitor();
  await visitor.glance('/slow');
  await visitor.do('userTelemetry.event("one")');
  await visitor.page.waitForTimeout(3_000);
  await visitor.do('userTelemetry.event("two")');
  await visitor.leave();
  await site.eventually(() => expect(site.of('event.two')).toHaveLength(1));
  const at = (type: string) => site.of(type)[0].timestamp;
  expect(at('event.two') - at('event.one')).toBeGreaterThanOrEqual(2);
  expect(at('event.two') - at('page_view_event')).toBeGreaterThanOrEqual(2);
});

test('a page that never finishes loading is recorded all the same', async () => {
  const visitor = await newVisitor();
  await visitor.glance('/slow');
  await visitor.do('userTelemetry.event("early")');
  await site.eventually(() => {
    expect(site.pagesOf('page_view_event')).toEqual(['/slow']);
    expect(site.of('event.early')).toHaveLength(1);
  });
});

test('requests before carry the trace, in the session that is recorded later', async () => {
  site.configuration = { tracing: true };
  const visitor = await newVisitor();
  const request = visitor.page.waitForRequest('**/api/early');
  await visitor.glance('/slow');
  await visitor.do('fetch("/api/early").then(() => 0)');
  const [, traceId] = (await (await request).headerValue('traceparent'))?.split('-') ?? [];
  await visitor.leave();
  await site.eventually(() => {
    expect(site.of('xray_trace_event').map(({ details }) => details.trace_id)).toEqual([traceId]);
    expect(site.of('session_start_event')).toHaveLength(1);
  });
  expect(new Set(site.received.map(({ sessionId }) => sessionId)).size).toBe(1);
});

test('a session that is out of the sample traces none of them', async () => {
  site.configuration = { tracing: true, sessionSampleRate: 0 };
  const visitor = await newVisitor();
  const request = visitor.page.waitForRequest('**/api/early');
  await visitor.glance('/slow');
  await visitor.do('fetch("/api/early").then(() => 0)');
  expect(await (await request).headerValue('traceparent')).toBeNull();
  await visitor.go();
  expect(site.requests).toBe(0);
});

describe('before the page has loaded', () => {
  beforeEach(() => {
    site.configuration = { consentRequired: true };
  });

  test('consent begins with what follows it', async () => {
    const visitor = await newVisitor();
    await visitor.glance('/slow');
    await visitor.do('userTelemetry.identify("jane"); userTelemetry.event("before"); userTelemetry.consent(true)');
    await visitor.do('userTelemetry.event("after"); userTelemetry.consent(true)');
    await visitor.leave();
    await site.eventually(() => {
      expect(site.pagesOf('page_view_event')).toEqual(['/slow']);
      expect(site.of('event.after')).toHaveLength(1);
    });
    expect(site.of('event.before')).toEqual([]);
    expect(site.of('event.after')[0].userId).not.toMatch(/^0000/);
  });

  test('consent that is taken back leaves nothing', async () => {
    const visitor = await newVisitor();
    await visitor.glance('/slow');
    await visitor.do('userTelemetry.consent(true); userTelemetry.event("x"); userTelemetry.consent(false)');
    expect(await visitor.stored()).toEqual([]);
    await visitor.leave();
    await visitor.open('/cup');
    await visitor.do('userTelemetry.event("x")');
    await visitor.go();
    expect(site.requests).toBe(0);
  });

  test('an objection is heeded from the start', async () => {
    site.configuration = {};
    const visitor = await newVisitor();
    await visitor.glance('/slow');
    await visitor.do('userTelemetry.event("x"); userTelemetry.consent(false); userTelemetry.event("x")');
    expect(await visitor.stored()).toEqual([`user_telemetry.${MONITOR}.consent`]);
    await visitor.go();
    expect(site.requests).toBe(0);
  });
});

test('the start is many short tasks', async () => {
  const visitor = await newVisitor();
  const session = await visitor.context.newCDPSession(visitor.page);
  // How often the browser was given the thread back, which does not depend on how busy the machine is.
  await visitor.context.addInitScript(
    `window.turns = 0; const idle = window.requestIdleCallback;
     window.requestIdleCallback = (act, options) => idle.call(window, () => { turns++; return act(); }, options);`,
  );
  await session.send('Emulation.setCPUThrottlingRate', { rate: 8 });
  await visitor.open('/mug');
  await visitor.recorded();
  await session.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  expect(await visitor.do('turns')).toBeGreaterThanOrEqual(4);
});
