import type { Answer, Received } from './site';
import { useSite } from './use-site';
import type { Visitor } from './visitor';

/** A data plane that misbehaves, in each phase of a page's life: the table of docs/web-client.md. */
const { site, newVisitor } = useSite();

const isOutcome = ({ type }: Pick<Received, 'type'>) => type.includes('transaction_');

/** How often each outcome was counted. */
const counts = () => {
  const times = (outcome: string) => site.of(`transaction_${outcome}`).length;
  return { started: times('started'), completed: times('completed') };
};
const ONCE = { started: 1, completed: 1 };

/** The first batch with an outcome gets that answer, all others a good one. Tells how many with an outcome have come. */
function misbehaves(answer: Answer): () => number {
  let seen = 0;
  site.answerTo = (events) => (events.some(isOutcome) && !seen++ ? answer : undefined);
  return () => seen;
}

/** Somebody on a page whose clock we turn. */
async function come(path = '/mug'): Promise<Visitor> {
  const visitor = await newVisitor();
  await visitor.page.clock.install();
  await visitor.open(path);
  return visitor;
}

const CHECKOUT = 'userTelemetry.start("Checkout"); userTelemetry.complete("Checkout"); userTelemetry.event("other")';

/** Turns the clock, and lets the network keep up. */
async function pass(visitor: Visitor, seconds: number): Promise<void> {
  for (let left = seconds; left > 0; left -= 10) {
    await visitor.page.clock.runFor(Math.min(left, 10) * 1_000);
    await visitor.page.waitForTimeout(60);
  }
}

const HEALTHY = { status: 200 };
const LATE = { status: 200, after: 700 };
const NEVER_TAKEN: Answer = { ends: 'never', stores: true };
const NEVER_LOST: Answer = { ends: 'never', stores: false };
const CUT_TAKEN: Answer = { ends: 'cut', stores: true };
const CUT_LOST: Answer = { ends: 'cut', stores: false };

describe('while the page lives', () => {
  test.each<[string, Answer, object, number]>([
    ['an answer', HEALTHY, ONCE, 1],
    ['a late answer', LATE, ONCE, 1],
    ['no answer, taken', NEVER_TAKEN, ONCE, 2],
    ['no answer, not taken', NEVER_LOST, { started: 0, completed: 0 }, 1],
    ['500, taken', { status: 500, stores: true }, ONCE, 2],
    ['500, not taken', { status: 500 }, { started: 0, completed: 0 }, 1],
    ['502, taken', { status: 502, stores: true }, ONCE, 2],
    ['504, taken', { status: 504, stores: true }, ONCE, 2],
    ['a connection cut, taken', CUT_TAKEN, ONCE, 2],
    ['a connection cut, not taken', CUT_LOST, { started: 0, completed: 0 }, 1],
    ['403', { status: 403 }, ONCE, 1],
    ['429', { status: 429 }, ONCE, 1],
    ['503', { status: 503 }, ONCE, 1],
  ])('%s', async (_, answer, outcomes, others) => {
    const seen = misbehaves(answer);
    const visitor = await come();
    await visitor.do(CHECKOUT);
    await pass(visitor, 10);
    await site.eventually(() => expect(seen()).toBeGreaterThan(0));
    await visitor.page.waitForTimeout(answer.after ?? 0);
    await pass(visitor, 250);
    await site.eventually(() => expect(site.of('event.other')).toHaveLength(others));
    expect(counts()).toEqual(outcomes);
    expect(visitor.problems).toEqual([]);
  });

  test('a request that hangs holds up no outcome for more than 10 seconds', async () => {
    misbehaves(NEVER_TAKEN);
    const visitor = await come();
    await visitor.do(CHECKOUT);
    await pass(visitor, 10);
    await site.eventually(() => expect(site.of('event.other')).toHaveLength(1));
    await visitor.do('userTelemetry.start("Checkout"); userTelemetry.complete("Checkout")');
    await pass(visitor, 30);
    await site.eventually(() => expect(counts()).toEqual({ started: 2, completed: 2 }));
  });
});

describe('when the page is left', () => {
  const left = { 'before it has loaded': '/slow', 'right after': '/mug' };

  test.each(Object.entries(left))('%s, each outcome is counted once however the service answers', async (_, path) => {
    // A connection that is cut is left out: Chromium itself sends a beacon again where it has used the connection before.
    for (const answer of [LATE, NEVER_TAKEN, { status: 500, stores: true }]) {
      site.received = [];
      const seen = misbehaves(answer);
      const visitor = await newVisitor();
      if (path === '/slow') await visitor.glance(path);
      else await visitor.open(path);
      await visitor.do(CHECKOUT);
      await visitor.page.goto(`${site.origin}/cup`);
      await visitor.ready();
      await site.eventually(() => expect(seen()).toBe(1));
      await visitor.go();
      await site.eventually(() => expect(counts()).toEqual(ONCE));
      expect(visitor.problems).toEqual([]);
    }
  });

  test('while a request is under way, nothing of it is sent by the next page', async () => {
    const seen = misbehaves({ ends: 'never', stores: true });
    const visitor = await come();
    await visitor.do(CHECKOUT);
    await pass(visitor, 10);
    await site.eventually(() => expect(seen()).toBe(1));
    await visitor.open('/cup');
    await pass(visitor, 30);
    await visitor.go();
    await site.eventually(() => expect(site.pagesOf('page_view_event').sort()).toEqual(['/cup', '/mug']));
    expect(counts()).toEqual(ONCE);
  });

  test('after the service has answered 503, the next page of the tab sends them once', async () => {
    const seen = misbehaves({ status: 503 });
    const visitor = await come();
    await visitor.do(CHECKOUT);
    await pass(visitor, 5);
    await site.eventually(() => expect(seen()).toBe(1));
    await visitor.open('/cup');
    await pass(visitor, 30);
    await site.eventually(() => expect(counts()).toEqual(ONCE));
  });

  test('after 150 requests, outcomes arrive by beacon and the rest with the next page', async () => {
    site.configuration = { tracing: true };
    const visitor = await come();
    await visitor.do('userTelemetry.start("Checkout")');
    await visitor.do(`Promise.all(Array.from({ length: 150 }, (_, n) => fetch('/api/fine?' + n)))`);
    await visitor.page.goto('about:blank');
    await site.eventually(() => expect(site.transactions).toEqual(['started', 'abandoned left']));
    expect(site.pagesOf('page_view_event')).toEqual(['/mug']);
    await visitor.open('/cup');
    await pass(visitor, 30);
    await site.eventually(() => expect(site.of('xray_trace_event')).toHaveLength(150));
    expect(new Set(site.received.map(({ id }) => id)).size).toBe(site.received.length);
  });
});

test('when the page is hidden, restored from the back/forward cache or offline, each outcome is counted once', async () => {
  const visitor = await come();
  await visitor.context.setOffline(true);
  await visitor.do(CHECKOUT);
  await pass(visitor, 30);
  expect(counts()).toEqual({ started: 0, completed: 0 });
  await visitor.context.setOffline(false);
  await visitor.page.waitForTimeout(100);
  await pass(visitor, 10);
  await site.eventually(() => expect(counts()).toEqual(ONCE));
  await visitor.open('/cup');
  await visitor.page.goBack();
  await visitor.ready();
  await visitor.go();
  await site.eventually(() => expect(counts()).toEqual(ONCE));
});
