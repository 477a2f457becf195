import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { buildSync } from 'esbuild';
import type { Browser } from 'playwright-core';
import { sharedBrowser } from '../helpers/browser';

/** Whether the user stays on the site is told at each unload as a real browser does it, with and without its own word. */
const BUNDLE = buildSync({
  stdin: {
    contents: `import { watchDepartures } from './client/recording/departure';
watchDepartures(window, (stays) => navigator.sendBeacon('/told?' + new URLSearchParams({ page: name, stays })));`,
    resolveDir: join(__dirname, '../../..'),
    loader: 'ts',
  },
  bundle: true,
  write: false,
  format: 'iife',
  target: 'es2019',
}).outputFiles[0].text;

const AT_A_TIME = 6;

/** What users do; `OTHER` is another site. */
interface Way {
  readonly name: string;
  readonly html?: string;
  /** In an async function; `$` finds an element, `later` waits. */
  readonly act: string;
  /** `api`: only where the browser tells. */
  readonly stays: boolean | 'api';
  /** The tab is closed then. */
  readonly closed?: true;
}

const SHADOW = (html: string) =>
  `const host = document.createElement('div'); document.body.append(host);
   const root = host.attachShadow({ mode: 'open' }); root.innerHTML = '${html}';`;
const CLICK_SVG = `$('text').dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true, cancelable: true }))`;

const WAYS: readonly Way[] = [
  { name: 'a link', html: '<a href=/next>', act: `$('a').click()`, stays: true },
  { name: 'a link to another site', html: '<a href="OTHER/">', act: `$('a').click()`, stays: false },
  { name: 'an area', html: '<map><area href=/next></map>', act: `$('area').click()`, stays: true },
  {
    name: 'a link in a shadow root',
    act: `${SHADOW('<a href=/next><b></b></a>')} root.querySelector('b').click()`,
    stays: true,
  },
  { name: 'a link in an image', html: '<svg><a href=/next><text>x', act: CLICK_SVG, stays: true },
  { name: 'an old link in an image', html: '<svg><a xlink:href=/next><text>x', act: CLICK_SVG, stays: true },
  { name: 'a link in an image to another site', html: '<svg><a href="OTHER/"><text>x', act: CLICK_SVG, stays: false },
  {
    name: 'a link of which nobody hears',
    html: '<a href=/next>',
    act: `$('a').onclick = (event) => event.stopImmediatePropagation(); $('a').click()`,
    stays: true,
  },
  {
    name: 'a link that a handler changes',
    html: '<a href=/next>',
    act: `$('a').onclick = () => { $('a').href = 'OTHER/'; }; $('a').click()`,
    stays: false,
  },
  {
    name: 'a link that a later handler follows itself',
    html: '<a href=/next>',
    act: `$('a').onclick = (event) => { event.preventDefault(); setTimeout(() => location.assign('/next'), 100); }; $('a').click()`,
    stays: true,
  },
  {
    name: 'a link that became a route, and the end of the tab',
    html: '<a href=/next>',
    act: `$('a').onclick = (event) => { event.preventDefault(); history.pushState({}, '', '/next'); }; $('a').click()`,
    stays: false,
    closed: true,
  },
  {
    name: 'a link to a new tab',
    html: '<a href=/next target=_blank>',
    act: `$('a').click()`,
    stays: false,
    closed: true,
  },
  {
    name: 'a base that opens tabs',
    html: '<base target=_blank><a href=/next>',
    act: `$('a').click()`,
    stays: false,
    closed: true,
  },
  { name: 'a download', html: '<a href=/file download>', act: `$('a').click()`, stays: false, closed: true },
  { name: 'a mail', html: '<a href="mailto:a@b.c">', act: `$('a').click()`, stays: false, closed: true },
  { name: 'a fragment', html: '<a href="#top">', act: `$('a').click()`, stays: false, closed: true },
  { name: 'a form', html: '<form action=/next><button>', act: `$('button').click()`, stays: true },
  { name: 'a form without action', html: '<form><button>', act: `$('button').click()`, stays: true },
  {
    name: 'a form that posts to another site',
    html: '<form method=post action="OTHER/"><button>',
    act: `$('button').click()`,
    stays: false,
  },
  {
    name: 'a button that posts to another site',
    html: '<form action=/next><button formaction="OTHER/">',
    act: `$('button').click()`,
    stays: false,
  },
  {
    name: 'a form whose fields hide its properties',
    html: '<form action="OTHER/"><input name=action><input name=target><button>',
    act: `$('button').click()`,
    stays: false,
  },
  { name: 'a form that a script submits', html: '<form action=/next>', act: `$('form').submit()`, stays: true },
  {
    name: 'a form that a script submits to another site',
    html: '<form action="OTHER/">',
    act: `$('form').submit()`,
    stays: false,
  },
  {
    name: 'a form that a script asks to submit',
    html: '<form action="OTHER/">',
    act: `$('form').requestSubmit()`,
    stays: false,
  },
  {
    name: 'a form in a shadow root',
    act: `${SHADOW('<form action=/next><button>')} root.querySelector('button').click()`,
    stays: true,
  },
  {
    name: 'a form that the page sends by itself',
    html: '<form action=/next><button>',
    act: `$('form').onsubmit = (event) => event.preventDefault(); $('button').click()`,
    stays: false,
    closed: true,
  },
  {
    name: 'a dialog',
    html: '<dialog open><form method=dialog><button>',
    act: `$('button').click()`,
    stays: false,
    closed: true,
  },
  {
    name: 'a form to a new tab',
    html: '<form action=/next target=_blank><button>',
    act: `$('button').click()`,
    stays: false,
    closed: true,
  },
  { name: 'a script', act: `location.assign('/next')`, stays: 'api' },
  { name: 'a script to another site', act: `location.assign('OTHER/')`, stays: false },
  { name: 'a reload', act: 'location.reload()', stays: 'api' },
  {
    name: 'no content, and the end of the tab',
    html: '<a href=/none>',
    act: `$('a').click(); await later(1200)`,
    stays: false,
    closed: true,
  },
  {
    name: 'a file, and another site',
    html: '<a href=/file>',
    act: `$('a').click(); await later(1200); location.assign('OTHER/')`,
    stays: false,
  },
  {
    name: 'a file, and a link',
    html: '<a href=/file></a><b><a href=/next>',
    act: `$('a').click(); await later(1200); $('b a').click()`,
    stays: true,
  },
  { name: 'a slow answer', html: '<a href=/slow>', act: `$('a').click(); await later(2000)`, stays: true },
  {
    name: 'a route that still waits for its data, and the end of the tab',
    html: '<a href=/next>',
    act: `const it = window.navigation || $('a');
      it.addEventListener(it === $('a') ? 'click' : 'navigate', (event) => event.intercept?.({ handler: () => new Promise(() => {}) }) ?? history.pushState({}, '', '/next') ?? event.preventDefault());
      $('a').click()`,
    stays: false,
    closed: true,
  },
];

const told = new Map<string, string>();
const server: Server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://any');
  if (pathname === '/told') told.set(searchParams.get('page') ?? '', searchParams.get('stays') ?? '');
  if (pathname === '/told' || pathname === '/none') return void response.writeHead(204).end();
  if (pathname === '/file') return void response.setHeader('content-disposition', 'attachment').end('x');
  response.setHeader('content-type', 'text/html');
  setTimeout(() => response.end(`<!doctype html><title>${pathname}</title>`), pathname === '/slow' ? 1_500 : 0);
});
let browser: Browser;

async function depart({ html = '', act, closed }: Way, hasApi: boolean, id: string): Promise<void> {
  const { port } = server.address() as AddressInfo;
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`http://127.0.0.1:${port}/`);
  const without = hasApi ? '' : `Object.defineProperty(window, 'navigation', { value: undefined });`;
  const filled = (text: string) => text.replaceAll('OTHER', `http://localhost:${port}`);
  await page.evaluate(`window.name = '${id}'; ${without} ${BUNDLE}`);
  await page.evaluate((it) => document.body.insertAdjacentHTML('beforeend', it), filled(html));
  await page
    .evaluate(`(async () => {
      const $ = (selector) => document.querySelector(selector);
      const later = (ms) => new Promise((done) => setTimeout(done, ms));
      ${filled(act)}
    })()`)
    .catch(() => undefined); // the page is gone
  if (closed) {
    await page.waitForTimeout(100);
    await page.close({ runBeforeUnload: true });
  }
  for (let wait = 0; wait < 600 && !told.has(id); wait++) await new Promise((done) => setTimeout(done, 50));
  await context.close();
}

const CASES = [true, false].flatMap((hasApi) =>
  WAYS.map((way) => ({ ...way, hasApi, id: `${way.name} ${hasApi}`, where: hasApi ? 'with' : 'without' })),
);

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  browser = await sharedBrowser();
  const left = [...CASES];
  const turn = async () => {
    for (let next = left.shift(); next; next = left.shift()) {
      // A page that is left can keep its browser from ever answering: once more, in another one.
      for (let attempt = 0; attempt < 2 && !told.has(next.id); attempt++)
        await Promise.race([depart(next, next.hasApi, next.id), pause(60_000, undefined, { ref: false })]);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, turn));
}, 1_200_000); // all cases of the suite are played here
afterAll(async () => {
  await browser?.close();
  server.closeAllConnections();
  server.close();
});

test.each(CASES)('$name, $where the Navigation API', ({ id, stays, hasApi }) => {
  expect(told.get(id)).toBe(String(stays === 'api' ? hasApi : stays));
});
