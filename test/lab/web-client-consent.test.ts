import type { Browser } from 'playwright-core';
import { MONITOR, Site } from './client/site';
import { launch, Visitor } from './client/visitor';

/** What is stored and sent, and when it may be. */
const site = new Site();
const CHOICE = `user_telemetry.${MONITOR}.consent`;
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

describe('where consent is required', () => {
  beforeEach(() => {
    site.configuration = { consentRequired: true, userIdRetentionDays: 30 };
  });

  test('nothing is stored or sent before it is given', async () => {
    const visitor = await Visitor.come(browser, site);
    await visitor.open('/mug');
    await visitor.do('userTelemetry.start("Checkout"); userTelemetry.event("x"); userTelemetry.identify("jane")');
    await visitor.do('setTimeout(() => { throw new Error("Kaput"); }); fetch("/api/fail")');
    await visitor.page.waitForTimeout(5_500);
    expect(await visitor.stored()).toEqual([]);
    await visitor.open('/cup');
    await visitor.go();
    expect(site.requests).toBe(0);
  });

  test('everything begins when it is given, and goes on without asking again', async () => {
    const visitor = await Visitor.come(browser, site);
    await visitor.open('/mug');
    await visitor.do('userTelemetry.event("before"); userTelemetry.consent(true); userTelemetry.event("after")');
    expect(await visitor.stored()).toEqual(expect.arrayContaining([CHOICE, `cwr_s_${MONITOR}`, `cwr_u_${MONITOR}`]));
    await visitor.open('/cup');
    await visitor.go();
    expect(site.pagesOf('page_view_event')).toEqual(['/mug', '/cup']);
    expect(site.of('event.before')).toEqual([]);
    expect(site.of('event.after')).toHaveLength(1);
    expect(new Set(site.received.map(({ sessionId }) => sessionId)).size).toBe(1);
  });

  test.each(['false', '"yes"', '1', 'undefined'])('consent(%s) is none', async (value) => {
    const visitor = await Visitor.come(browser, site);
    await visitor.open('/mug');
    await visitor.do(`userTelemetry.consent(${value})`);
    expect(await visitor.stored()).toEqual([]);
    await visitor.go();
    expect(site.requests).toBe(0);
  });

  test('taking it back ends everything and leaves nothing behind', async () => {
    const visitor = await Visitor.come(browser, site);
    await visitor.open('/mug');
    await visitor.do('userTelemetry.consent(true); userTelemetry.start("Checkout"); userTelemetry.consent(false)');
    await visitor.do('userTelemetry.complete("Checkout"); userTelemetry.event("x"); history.pushState({}, "", "/spa")');
    await visitor.page.waitForTimeout(5_500);
    expect(await visitor.stored()).toEqual([]);
    await visitor.open('/cup');
    await visitor.go();
    expect(site.requests).toBe(0);
  });

  test('giving it again is another session', async () => {
    const visitor = await Visitor.come(browser, site);
    await visitor.open('/mug');
    await visitor.do('userTelemetry.consent(true); userTelemetry.event("one")');
    await visitor.page.waitForTimeout(5_500);
    await visitor.do('userTelemetry.consent(false); userTelemetry.consent(true); userTelemetry.event("two")');
    await visitor.go();
    expect(site.of('session_start_event')).toHaveLength(2);
    expect(site.of('event.one')[0].sessionId).not.toBe(site.of('event.two')[0].sessionId);
  });
});

test('where it is not, an objection is all that is remembered', async () => {
  const visitor = await Visitor.come(browser, site);
  await visitor.open('/mug');
  await visitor.do('userTelemetry.consent(false)');
  expect(await visitor.stored()).toEqual([CHOICE]);
  await visitor.open('/cup');
  await visitor.leave();
  expect(site.requests).toBe(0);
  await visitor.open('/cup');
  await visitor.do('userTelemetry.consent(true)');
  expect(await visitor.stored()).not.toContain(CHOICE);
  await visitor.go();
  expect(site.pagesOf('page_view_event')).toEqual(['/cup']);
});

describe.each([
  ['Do Not Track', 'honorDoNotTrack', 'doNotTrack', '"1"'],
  ['Global Privacy Control', 'honorGlobalPrivacyControl', 'globalPrivacyControl', 'true'],
])('%s', (_, option, property, value) => {
  const visit = async () => {
    const visitor = await Visitor.come(browser, site);
    await visitor.open('/mug');
    await visitor.context.addInitScript(`Object.defineProperty(navigator, '${property}', { get: () => ${value} });`);
    await visitor.leave();
    const before = site.requests;
    await visitor.open('/cup');
    await visitor.do('userTelemetry.consent(true); userTelemetry.event("x")');
    const stored = await visitor.stored();
    await visitor.go();
    return { stored, sent: site.requests - before };
  };

  test('is honored when asked, and what was stored before is removed', async () => {
    site.configuration = { [option]: true };
    expect(await visit()).toEqual({ stored: [], sent: 0 });
  });

  test('is not honored otherwise', async () => {
    const { stored, sent } = await visit();
    expect(stored).not.toEqual([]);
    expect(sent).toBeGreaterThan(0);
  });
});

test('a user is a pseudonym, the same on every visit, and known to the pages of the session', async () => {
  for (const _ of [1, 2]) {
    const visitor = await Visitor.come(browser, site);
    await visitor.open('/mug');
    await visitor.do('userTelemetry.event("anonymous"); userTelemetry.identify("jane@example.com")');
    await visitor.do('userTelemetry.event("identified")');
    await visitor.open('/cup');
    await visitor.do('userTelemetry.event("later"); userTelemetry.identify(); userTelemetry.event("signed-out")');
    await visitor.go();
  }
  const users = (name: string) => site.of(`event.${name}`).map(({ userId }) => userId);
  const [pseudonym] = users('identified');
  expect(pseudonym).toMatch(/^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  expect([...users('identified'), ...users('later')]).toEqual(Array(4).fill(pseudonym));
  expect([...users('anonymous'), ...users('signed-out')]).toEqual(
    Array(4).fill('00000000-0000-0000-0000-000000000000'),
  );
  expect(JSON.stringify(site.received)).not.toContain('jane');
});

test('a prerendered page counts when it is shown, with the calls it made meanwhile', async () => {
  const visitor = await Visitor.come(browser, site);
  await visitor.context.addInitScript(
    `let hidden = true; Object.defineProperty(document, 'prerendering', { get: () => hidden });
     window.show = () => { hidden = false; document.dispatchEvent(new Event('prerenderingchange')); };`,
  );
  await visitor.open('/mug');
  await visitor.do('userTelemetry.start("Checkout")');
  expect(await visitor.stored()).toEqual([]);
  await visitor.leave();
  expect(site.requests).toBe(0);
  await visitor.open('/cup');
  await visitor.do('userTelemetry.start("Checkout"); show(); userTelemetry.complete("Checkout")');
  await visitor.go();
  expect(site.pagesOf('page_view_event')).toEqual(['/cup']);
  expect(site.transactions).toEqual(['started', 'completed']);
});
