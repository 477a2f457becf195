import { MONITOR } from './configuration';
import { useSite } from './use-site';

/** What is stored and sent, and when it may be. */
const { site, newVisitor } = useSite();
const CHOICE = `user_telemetry.${MONITOR}.consent`;

describe('where consent is required', () => {
  beforeEach(() => {
    site.configuration = { consentRequired: true, userIdRetentionDays: 30 };
  });

  test('nothing is stored or sent before it is given', async () => {
    const visitor = await newVisitor();
    await visitor.open('/mug');
    await visitor.do('userTelemetry.start("Checkout"); userTelemetry.event("x"); userTelemetry.identify("jane")');
    await visitor.do('setTimeout(() => { throw new Error("Kaput"); }); fetch("/api/fail")');
    await visitor.page.waitForTimeout(7_000);
    expect(await visitor.stored()).toEqual([]);
    await visitor.open('/cup');
    await visitor.go();
    expect(site.requests).toBe(0);
  });

  test('everything begins when it is given, and goes on without asking again', async () => {
    const visitor = await newVisitor();
    await visitor.open('/mug');
    await visitor.do('userTelemetry.event("before"); userTelemetry.consent(true); userTelemetry.event("after")');
    await visitor.page.waitForFunction('document.cookie.includes("cwr_u_")');
    expect(await visitor.stored()).toEqual(expect.arrayContaining([CHOICE, `cwr_s_${MONITOR}`, `cwr_u_${MONITOR}`]));
    await visitor.open('/cup');
    await visitor.go();
    await site.eventually(() => {
      expect(site.pagesOf('page_view_event').sort()).toEqual(['/cup', '/mug']);
      expect(site.of('event.after')).toHaveLength(1);
    });
    expect(site.of('event.before')).toEqual([]);
    expect(new Set(site.received.map(({ sessionId }) => sessionId)).size).toBe(1);
  });

  test.each(['false', '"yes"', '1', 'undefined'])('consent(%s) is none', async (value) => {
    const visitor = await newVisitor();
    await visitor.open('/mug');
    await visitor.do(`userTelemetry.consent(${value})`);
    expect(await visitor.stored()).toEqual([]);
    await visitor.go();
    expect(site.requests).toBe(0);
  });

  test('errors before it take no place of those after it', async () => {
    const visitor = await newVisitor();
    await visitor.open('/mug');
    await visitor.do('for (let i = 0; i < 60; i++) userTelemetry.error(new Error("before " + i))');
    await visitor.do('userTelemetry.consent(true); userTelemetry.error(new Error("after"))');
    await visitor.go();
    await site.eventually(() =>
      expect(site.of('js_error_event').map(({ details }) => details.message)).toEqual(['after']),
    );
    expect(site.of('user_telemetry.client_dropped')).toEqual([]);
  });

  test('taking it back ends everything and leaves nothing behind', async () => {
    const visitor = await newVisitor();
    await visitor.open('/mug');
    await visitor.do('userTelemetry.consent(true); userTelemetry.start("Checkout"); userTelemetry.consent(false)');
    await visitor.do('userTelemetry.complete("Checkout"); userTelemetry.event("x"); history.pushState({}, "", "/spa")');
    await visitor.page.waitForTimeout(7_000);
    expect(await visitor.stored()).toEqual([]);
    await visitor.open('/cup');
    await visitor.go();
    expect(site.requests).toBe(0);
  });

  test('giving it again is another session', async () => {
    const visitor = await newVisitor();
    await visitor.open('/mug');
    await visitor.do('userTelemetry.consent(true); userTelemetry.event("one")');
    await site.eventually(() => expect(site.of('event.one')).toHaveLength(1));
    await visitor.do('userTelemetry.consent(false); userTelemetry.consent(true); userTelemetry.event("two")');
    await visitor.go();
    await site.eventually(() => {
      expect(site.of('session_start_event')).toHaveLength(2);
      expect(site.of('event.two')).toHaveLength(1);
    });
    expect(site.of('event.one')[0].sessionId).not.toBe(site.of('event.two')[0].sessionId);
  });
});

test('where it is not, an objection is all that is remembered', async () => {
  const visitor = await newVisitor();
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
  await site.eventually(() => expect(site.pagesOf('page_view_event')).toEqual(['/cup']));
  expect(visitor.problems).toEqual([]);
});

describe.each([
  ['Do Not Track', 'honorDoNotTrack', 'doNotTrack', '"1"'],
  ['Global Privacy Control', 'honorGlobalPrivacyControl', 'globalPrivacyControl', 'true'],
])('%s', (_, option, property, value) => {
  const visit = async () => {
    const visitor = await newVisitor();
    await visitor.open('/mug');
    await visitor.context.addInitScript(`Object.defineProperty(navigator, '${property}', { get: () => ${value} });`);
    await visitor.leave();
    await visitor.open('/cup');
    await visitor.do('userTelemetry.consent(true); userTelemetry.event("x")');
    await visitor.page.waitForTimeout(1_000);
    const stored = await visitor.stored();
    await visitor.go();
    return stored;
  };

  test('is honored when asked, and what was stored before is removed', async () => {
    site.configuration = { [option]: true };
    expect(await visit()).toEqual([]);
    expect(site.pagesOf('').filter((page) => page !== '/mug')).toEqual([]);
  });

  test('is not honored otherwise', async () => {
    expect(await visit()).not.toEqual([]);
    await site.eventually(() => expect(site.pagesOf('event.x')).toEqual(['/cup']));
  });
});

test('a user is a pseudonym, the same on every visit, and known to the pages of the session', async () => {
  for (const _ of [1, 2]) {
    const visitor = await newVisitor();
    await visitor.open('/mug');
    await visitor.do('userTelemetry.event("anonymous"); userTelemetry.identify("jane@example.com")');
    await visitor.do('userTelemetry.event("identified")');
    await visitor.open('/cup');
    await visitor.do('userTelemetry.event("later"); userTelemetry.identify(); userTelemetry.event("signed-out")');
    await visitor.go();
  }
  const users = (name: string) => site.of(`event.${name}`).map(({ userId }) => userId);
  await site.eventually(() => {
    for (const name of ['anonymous', 'identified', 'later', 'signed-out']) expect(users(name)).toHaveLength(2);
  });
  const [pseudonym] = users('identified');
  expect(pseudonym).toMatch(/^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  expect([...users('identified'), ...users('later')]).toEqual(Array(4).fill(pseudonym));
  expect([...users('anonymous'), ...users('signed-out')]).toEqual(
    Array(4).fill('00000000-0000-0000-0000-000000000000'),
  );
  expect(JSON.stringify(site.received)).not.toContain('jane');
});

test('a user whose pseudonym is not known in time is reported as anonymous', async () => {
  const visitor = await newVisitor();
  await visitor.context.addInitScript('crypto.subtle.digest = () => new Promise(() => {});');
  await visitor.open('/mug');
  await visitor.do('userTelemetry.identify("jane"); userTelemetry.event("x")');
  await visitor.go();
  await site.eventually(() => {
    expect(site.of('event.x').map(({ userId }) => userId)).toEqual(['00000000-0000-0000-0000-000000000000']);
  });
});

test('a prerendered page counts when it is shown, with the calls it made meanwhile', async () => {
  const visitor = await newVisitor();
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
  await site.eventually(() => {
    expect(site.pagesOf('page_view_event')).toEqual(['/cup']);
    expect(site.transactions).toEqual(['started', 'completed']);
  });
});
