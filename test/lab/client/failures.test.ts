import { useSite } from './use-site';
import type { Visitor } from './visitor';

/** Whatever fails, the page works, shows no error of ours, and events flow once it is over. */
const { site, newVisitor } = useSite();

/** The page's own script still runs. */
async function works(visitor: Visitor): Promise<void> {
  await visitor.page.click('#b');
  expect(await visitor.page.textContent('#b')).toBe('Bought');
}

async function stumble(act: (visitor: Visitor) => Promise<unknown>, init?: string): Promise<void> {
  const visitor = await newVisitor();
  if (init) await visitor.context.addInitScript(init);
  await act(visitor);
  await works(visitor);
  await visitor.go();
  expect(visitor.problems).toEqual([]);
}

describe('events that the service did not take', () => {
  test.each([403, 500, 429])('arrive once each when it has answered %i for a while', async (status) => {
    site.answer = status;
    await stumble(async (visitor) => {
      await visitor.open('/mug');
      await visitor.do('userTelemetry.event("early")');
      await site.eventually(() => expect(site.requests).toBeGreaterThan(0));
      site.answer = 200;
      await site.eventually(() => expect(site.of('event.early')).toHaveLength(1));
    });
    await site.eventually(() => expect(site.pagesOf('page_view_event')).toEqual(['/mug']));
    expect(new Set(site.received.map(({ id }) => id)).size).toBe(site.received.length);
  });

  test('arrive with the next page of the tab', async () => {
    site.answer = 500;
    await stumble(async (visitor) => {
      await visitor.open('/mug');
      await site.eventually(() => expect(site.requests).toBe(1));
      await visitor.open('/cup');
      site.answer = 200;
    });
    await site.eventually(() => expect(site.pagesOf('page_view_event').sort()).toEqual(['/cup', '/mug']));
  });

  test('arrive without the one that it finds wrong', async () => {
    site.answerTo = (events) => ({ status: events.some(({ type }) => type.endsWith('event.wrong')) ? 400 : 200 });
    await stumble(async (visitor) => {
      await visitor.open('/mug');
      await visitor.do('userTelemetry.start("Checkout"); userTelemetry.event("wrong"); userTelemetry.event("next")');
      await site.eventually(() => expect(site.of('client_dropped')).toHaveLength(1));
    });
    expect(site.of('client_dropped')[0].details).toEqual({ refused: 1 });
    expect([site.pagesOf('page_view_event'), site.of('event.next').length]).toEqual([['/mug'], 1]);
    await site.eventually(() => expect(site.transactions).toEqual(['started', 'abandoned left']));
  });
});

test('a service that hangs holds nothing up', async () => {
  site.answer = 'hang';
  await stumble(async (visitor) => {
    await visitor.open('/mug');
    await site.eventually(() => expect(site.requests).toBe(1));
    site.answer = 200;
    await visitor.do('userTelemetry.event("next")');
    await site.eventually(() => expect(site.of('event.next')).toHaveLength(1));
  });
  // What it may have taken is not sent again as long as it may answer.
  expect(site.pagesOf('page_view_event')).toEqual([]);
});

test('a service that cannot be reached is no trouble', async () => {
  site.configuration = { endpoint: 'http://127.0.0.1:9/rum' };
  await stumble(async (visitor) => {
    const tried = visitor.page.waitForEvent('requestfailed', (request) => request.url().includes('/appmonitors/'));
    await visitor.open('/mug');
    await tried;
  });
});

test('events arrive once each when the service can be reached again', async () => {
  await stumble(async (visitor) => {
    const service = '**/rum/appmonitors/**';
    await visitor.context.route(service, (route) => route.abort('internetdisconnected'));
    const tried = visitor.page.waitForEvent('requestfailed', (request) => request.url().includes('/appmonitors/'));
    await visitor.open('/mug');
    await tried;
    expect(site.requests).toBe(0);
    await visitor.context.unroute(service);
    await site.eventually(() => expect(site.pagesOf('page_view_event')).toEqual(['/mug']));
  });
});

test('where the script is blocked, the page works with its calls in it, and later pages are recorded', async () => {
  await stumble(async (visitor) => {
    await visitor.context.route('**/telemetry.js', (route) => route.abort('blockedbyclient'));
    await visitor.page.goto(`${site.origin}/ssr`);
    await visitor.do('(window.userTelemetry ||= []).push(["start", "Checkout"])');
    await works(visitor);
    expect(await visitor.stored()).toEqual([]);
    await visitor.context.unroute('**/telemetry.js');
    await visitor.open('/mug');
    await visitor.leave();
    await site.eventually(() => expect(site.pagesOf('page_view_event')).toEqual(['/mug']));
    await visitor.open('/cup');
  });
});

test('a page that is closed at once has been viewed', async () => {
  await stumble(async (visitor) => {
    await visitor.open('/mug');
    await visitor.leave();
    await site.eventually(() => expect(site.pagesOf('page_view_event')).toEqual(['/mug']));
    await visitor.open('/cup');
  });
});

const FORBID = `for (const name of ['localStorage', 'sessionStorage']) {
  Object.defineProperty(window, name, { get() { throw new DOMException('no', 'SecurityError'); } });
}
Object.defineProperty(document, 'cookie', {
  get() { throw new DOMException('no', 'SecurityError'); },
  set() { throw new DOMException('no', 'SecurityError'); },
});`;

test('where nothing can be stored, each page is a session of its own, and transactions end with it', async () => {
  await stumble(async (visitor) => {
    await visitor.open('/mug');
    await visitor.do('userTelemetry.start("Checkout")');
    await visitor.open('/cup');
  }, FORBID);
  await site.eventually(() => {
    expect(site.pagesOf('page_view_event').sort()).toEqual(['/cup', '/mug']);
    expect(new Set(site.received.map(({ sessionId }) => sessionId)).size).toBe(2);
    expect(site.transactions).toEqual(['started', 'abandoned left']);
  });
});

test('full storage is no trouble either', async () => {
  const full = `Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };`;
  await stumble(async (visitor) => {
    await visitor.open('/mug');
    await visitor.do('userTelemetry.start("Checkout"); userTelemetry.complete("Checkout")');
  }, full);
  await site.eventually(() => expect(site.transactions).toEqual(['started', 'completed']));
});

describe('a browser that lacks', () => {
  test.each([
    'PerformanceObserver',
    'AbortController',
    'fetch',
    'TextEncoder',
    'navigation',
    'crypto',
    'history',
    'Headers',
    'XMLHttpRequest',
  ])('%s shows the page without an error', async (name) => {
    const lack = `Object.defineProperty(window, '${name}', { value: undefined, configurable: true });`;
    await stumble(async (visitor) => {
      await visitor.open('/mug');
      await visitor.do('userTelemetry.start("Checkout"); userTelemetry.identify("jane"); userTelemetry.event("x", {})');
    }, lack);
  });

  test('observers still reports the rest', async () => {
    await stumble((visitor) => visitor.open('/mug'), 'delete window.PerformanceObserver;');
    await site.eventually(() => expect(site.pagesOf('page_view_event')).toEqual(['/mug']));
  });
});

/** The answer is there: the client keeps it for the tab. */
const CONFIGURED = 'Object.keys(sessionStorage).some((name) => name.endsWith(".remote"))';

describe('the remote configuration', () => {
  const ask = async (remote: unknown, act: (visitor: Visitor) => Promise<unknown>) => {
    site.configuration = { remoteConfigurationUrl: `${site.origin}/remote.json` };
    site.remote = remote;
    await stumble(act);
  };
  const asked = () => site.paths.filter((path) => path === 'GET /remote.json').length;

  test('can switch recording off', async () => {
    await ask({ enabled: false }, async (visitor) => {
      await visitor.open('/mug');
      await visitor.page.waitForFunction(CONFIGURED);
      await visitor.do('userTelemetry.start("Checkout")');
    });
    expect(site.requests).toBe(0);
  });

  test('can take every session out of the sample', async () => {
    await ask({ sessionSampleRate: 0 }, async (visitor) => {
      await visitor.open('/mug');
      await visitor.page.waitForFunction(CONFIGURED);
    });
    expect(site.requests).toBe(0);
  });

  test.each([null, 'off', { enabled: 'no', sessionSampleRate: 7 }, []])('is ignored if it is %j', async (remote) => {
    await ask(remote, async (visitor) => {
      await visitor.open('/mug');
      await visitor.page.waitForFunction(CONFIGURED);
    });
    await site.eventually(() => expect(site.pagesOf('page_view_event')).toEqual(['/mug']));
  });

  test('that hangs delays events by 2 seconds, and a page that is left meanwhile by nothing', async () => {
    await ask('hang', async (visitor) => {
      await visitor.open('/mug');
      await visitor.leave();
      await site.eventually(() => expect(site.pagesOf('page_view_event')).toEqual(['/mug']));
      await visitor.open('/cup');
      await site.eventually(() => expect(site.pagesOf('page_view_event')).toEqual(['/mug', '/cup']));
    });
  });

  test('is asked for once by a tab', async () => {
    await ask({ enabled: true }, async (visitor) => {
      await visitor.open('/mug');
      await visitor.page.waitForFunction(CONFIGURED);
      await visitor.open('/cup');
    });
    await site.eventually(() => expect(site.pagesOf('page_view_event').sort()).toEqual(['/cup', '/mug']));
    expect(asked()).toBe(1);
  });
});
