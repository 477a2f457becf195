import type { Browser } from 'playwright-core';
import { Site } from './client/site';
import { launch, Visitor } from './client/visitor';

/** Whatever fails, the page works, shows no error of ours, and events flow once it is over. */
const site = new Site();
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

/** The page's own script still runs. */
async function works(visitor: Visitor): Promise<void> {
  await visitor.page.click('#b');
  expect(await visitor.page.textContent('#b')).toBe('Bought');
}

async function stumble(act: (visitor: Visitor) => Promise<unknown>, init?: string): Promise<void> {
  const visitor = await Visitor.come(browser, site);
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
      await visitor.page.waitForTimeout(6_000);
      expect(site.requests).toBeGreaterThan(0);
      site.answer = 200;
      await visitor.page.waitForTimeout(6_000); // the second attempt comes after 5 seconds
      expect(site.of('event.early')).toHaveLength(1);
    });
    expect(site.pagesOf('page_view_event')).toEqual(['/mug']);
    expect(new Set(site.received.map(({ id }) => id)).size).toBe(site.received.length);
  });

  test('arrive with the next page of the tab', async () => {
    site.answer = 500;
    await stumble(async (visitor) => {
      await visitor.open('/mug');
      await visitor.page.waitForTimeout(6_000);
      await visitor.open('/cup');
      site.answer = 200;
    });
    expect(site.pagesOf('page_view_event')).toEqual(['/mug', '/cup']);
  });

  test('are dropped when it finds them wrong', async () => {
    site.answer = 400;
    await stumble(async (visitor) => {
      await visitor.open('/mug');
      await visitor.page.waitForTimeout(6_000);
      site.answer = 200;
      await visitor.do('userTelemetry.event("next")');
    });
    expect(site.of('event.next')).toHaveLength(1);
    expect(site.of('page_view_event')).toEqual([]);
  });
});

test('a service that hangs holds nothing up', async () => {
  site.answer = 'hang';
  await stumble(async (visitor) => {
    await visitor.open('/mug');
    await visitor.page.waitForTimeout(6_000);
    expect(site.requests).toBe(1);
    await visitor.page.waitForTimeout(10_000); // the request is given up
    site.answer = 200;
    await visitor.page.waitForTimeout(6_000);
    expect(site.pagesOf('page_view_event')).toEqual(['/mug']);
  });
});

test('a service that cannot be reached is no trouble', async () => {
  site.configuration = { endpoint: 'http://127.0.0.1:9/rum' };
  await stumble(async (visitor) => {
    await visitor.open('/mug');
    await visitor.page.waitForTimeout(6_000);
  });
});

test('a page that is closed at once has been viewed', async () => {
  await stumble(async (visitor) => {
    await visitor.open('/mug');
    await visitor.leave();
    expect(site.pagesOf('page_view_event')).toEqual(['/mug']);
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
  expect(site.pagesOf('page_view_event')).toEqual(['/mug', '/cup']);
  expect(new Set(site.received.map(({ sessionId }) => sessionId)).size).toBe(2);
  expect(site.transactions).toEqual(['started', 'abandoned left']);
});

test('full storage is no trouble either', async () => {
  const full = `Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };`;
  await stumble(async (visitor) => {
    await visitor.open('/mug');
    await visitor.do('userTelemetry.start("Checkout"); userTelemetry.complete("Checkout")');
  }, full);
  expect(site.transactions).toEqual(['started', 'completed']);
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
    expect(site.pagesOf('page_view_event')).toEqual(['/mug']);
  });
});

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
      await visitor.page.waitForTimeout(500);
      await visitor.do('userTelemetry.start("Checkout")');
    });
    expect(site.requests).toBe(0);
  });

  test('can take every session out of the sample', async () => {
    await ask({ sessionSampleRate: 0 }, async (visitor) => {
      await visitor.open('/mug');
      await visitor.page.waitForTimeout(500);
    });
    expect(site.requests).toBe(0);
  });

  test.each([null, 'off', { enabled: 'no', sessionSampleRate: 7 }, []])('is ignored if it is %j', async (remote) => {
    await ask(remote, async (visitor) => {
      await visitor.open('/mug');
      await visitor.page.waitForTimeout(300);
    });
    expect(site.pagesOf('page_view_event')).toEqual(['/mug']);
  });

  test('that hangs delays events by 2 seconds, and a page that is left meanwhile by nothing', async () => {
    await ask('hang', async (visitor) => {
      await visitor.open('/mug');
      await visitor.leave();
      expect(site.pagesOf('page_view_event')).toEqual(['/mug']);
      await visitor.open('/cup');
      await visitor.page.waitForTimeout(7_500);
      expect(site.pagesOf('page_view_event')).toEqual(['/mug', '/cup']);
    });
  });

  test('is asked for once by a tab', async () => {
    await ask({ enabled: true }, async (visitor) => {
      await visitor.open('/mug');
      await visitor.page.waitForTimeout(300);
      await visitor.open('/cup');
    });
    expect(asked()).toBe(1);
  });
});
