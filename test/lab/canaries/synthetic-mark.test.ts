import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { markAsSynthetic } from '../../../runner/synthetic-mark';
import { SYNTHETIC_BAGGAGE } from '../../../src/formats/synthetic';
import { sharedBrowser } from '../helpers/browser';

interface Seen {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A site that lets every other one ask, without preflights for simple requests only. */
class Site {
  public readonly seen: Seen[] = [];
  private readonly server: Server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const path = request.url ?? '/';
    this.seen.push({ method: request.method ?? '', path, headers: request.headers, body: `${Buffer.concat(chunks)}` });
    if (path.startsWith('/leave?')) {
      response.writeHead(302, { location: decodeURIComponent(path.slice('/leave?'.length)) }).end();
      return;
    }
    response.writeHead(200, {
      'content-type': 'text/html',
      'access-control-allow-origin': '*',
      'set-cookie': 'visit=1',
    });
    response.end('<title>site</title><img src="/picture">');
  });

  public async open(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  public get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  public async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  public of(path: string): Seen[] {
    return this.seen.filter((request) => request.path === path);
  }
}

let browser: Browser;
let page: Page;
let own: Site;
let other: Site;

beforeAll(async () => {
  browser = await sharedBrowser();
});
afterAll(() => browser?.close());

beforeEach(async () => {
  [own, other] = await Promise.all([new Site().open(), new Site().open()]);
  page = await browser.newPage();
  await markAsSynthetic(page, `${own.url}/start?from=here`);
});
afterEach(async () => {
  await page.close();
  await Promise.all([own.close(), other.close()]);
});

const ask = (url: string, init: object = {}) =>
  page.evaluate(([address, options]) => fetch(address, options).then(({ status }) => status), [url, init] as const);

test('pages of the journey and what they ask of their own site are marked', async () => {
  await page.goto(`${own.url}/page`);
  expect(await ask('/api', { method: 'POST', body: '{"a":1}', headers: { 'x-own': 'kept' } })).toBe(200);
  await page.evaluate(() => void navigator.sendBeacon('/beacon', 'left'));
  for (let waited = 0; own.of('/beacon').length === 0 && waited < 10_000; waited += 50) await page.waitForTimeout(50);
  expect(own.of('/beacon')).toMatchObject([{ body: 'left', headers: { baggage: SYNTHETIC_BAGGAGE } }]);
  expect(own.of('/page').map(({ headers }) => headers.baggage)).toEqual([SYNTHETIC_BAGGAGE]);
  expect(own.of('/api')).toMatchObject([
    { method: 'POST', body: '{"a":1}', headers: { baggage: SYNTHETIC_BAGGAGE, 'x-own': 'kept', cookie: 'visit=1' } },
  ]);
});

test("baggage of the page's own stays", async () => {
  await page.goto(`${own.url}/page`);
  await ask('/api', { headers: { baggage: 'tenant=a' } });
  expect(own.of('/api')[0].headers.baggage).toBe(`tenant=a,${SYNTHETIC_BAGGAGE}`);
});

test('no other site gets the mark, or a preflight because of it', async () => {
  await page.goto(`${own.url}/page`);
  expect(await ask(`${other.url}/api`)).toBe(200);
  await page.goto(`${own.url}/leave?${encodeURIComponent(`${other.url}/landed`)}`);
  expect(page.url()).toBe(`${other.url}/landed`);
  // And from there back to the own site: a simple request, which a header would turn into one with a preflight.
  expect(await ask(`${own.url}/from-other`)).toBe(200);
  expect(other.seen.filter(({ headers }) => headers.baggage)).toEqual([]);
  expect([...own.seen, ...other.seen].filter(({ method }) => method === 'OPTIONS')).toEqual([]);
  expect(own.of('/from-other').map(({ headers }) => headers.baggage)).toEqual([undefined]);
  expect(own.of('/leave?'.concat(encodeURIComponent(`${other.url}/landed`)))[0].headers.baggage).toBe(
    SYNTHETIC_BAGGAGE,
  );
});

test('windows that the journey opens are marked, too', async () => {
  await page.goto(`${own.url}/page`);
  const [popup] = await Promise.all([page.waitForEvent('popup'), page.evaluate(() => void window.open('about:blank'))]);
  await popup.goto(`${own.url}/in-window`);
  // The mark is on its way while the window opens; from the first page on it has arrived.
  await popup.goto(`${own.url}/in-window-again`);
  expect(own.of('/in-window-again')[0].headers.baggage).toBe(SYNTHETIC_BAGGAGE);
});
