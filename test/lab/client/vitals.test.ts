import { readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { chromiumOptions } from '../../../lab/cast/browser';
import { useSite } from './use-site';
import { Visitor } from './visitor';

/** Vitals in real Chromium: those of a load as web-vitals measures them, and one of each in every page view. */
const { site, browser, newVisitor } = useSite();

const LIBRARY = readFileSync(
  require.resolve('web-vitals/attribution').replace(/[^/]*$/, 'web-vitals.attribution.iife.js'),
  'utf8',
);

/** What the web client of AWS takes of each metric of web-vitals 4.2.4. */
const NOTE = `
const of = (a, ...names) => Object.fromEntries(names.map((name) => [name, a[name]]));
const note = (type, ...names) => ({ value, attribution: a }) => {
  const attribution = of(a, ...names);
  if ('resourceLoadDuration' in a) attribution.resourceLoadTime = a.resourceLoadDuration;
  localStorage.setItem('theirs.' + type, JSON.stringify({ version: '1.0.0', value, attribution }));
};
const all = { reportAllChanges: true };
webVitals.onLCP(note('largest_contentful_paint', 'element', 'url', 'timeToFirstByte', 'resourceLoadDelay', 'elementRenderDelay'));
webVitals.onFID(note('first_input_delay', 'eventTarget', 'eventType', 'eventTime', 'loadState'));
webVitals.onCLS(note('cumulative_layout_shift', 'largestShiftTarget', 'largestShiftValue', 'largestShiftTime', 'loadState'), all);
webVitals.onINP(note('interaction_to_next_paint', 'interactionTarget', 'interactionTime', 'nextPaintTime', 'interactionType',
  'inputDelay', 'processingDuration', 'presentationDelay', 'loadState'), all);
webVitals.onFCP(note('first_contentful_paint', 'timeToFirstByte', 'firstByteToFCP', 'loadState'));
webVitals.onTTFB(note('time_to_first_byte', 'waitingDuration', 'cacheDuration', 'dnsDuration', 'connectionDuration', 'requestDuration'));`;

const IMAGE = {
  type: 'image/svg+xml',
  body: '<svg xmlns="http://www.w3.org/2000/svg" width="600" height="400"><rect width="600" height="400" fill="teal"/><circle cx="99" cy="99" r="80"/></svg>',
  delay: 150,
};
const busy = (milliseconds: number) =>
  `{ const end = performance.now() + ${milliseconds}; while (performance.now() < end); }`;

function html(body: string, head = ''): { body: string } {
  return {
    body: `<!doctype html><title>Vitals</title><link rel=icon href="data:,">${head}<script async src="/telemetry.js"></script><body>${body}`,
  };
}

const VITALS = /(contentful_paint|first_byte|input_delay|layout_shift|next_paint)_event$/;

function ours(): Record<string, unknown> {
  const vitals = site.received.filter(({ type }) => VITALS.test(type));
  return Object.fromEntries(
    vitals.map(({ type, details }) => [type.replace(/^com.amazon.rum.|_event$/g, ''), details]),
  );
}

/** Vitals as they arrived: type and page. */
function booked(): string[] {
  return site.received.flatMap(({ type, metadata }) =>
    VITALS.test(type) ? [`${type.replace(/^com.amazon.rum.|_event$/g, '')} ${metadata.pageId}`] : [],
  );
}

describe('a load is measured as web-vitals measures it', () => {
  const shift = (px: number, ms: number) =>
    `setTimeout(() => { document.getElementById('a').style.height = '${px}px'; }, ${ms});`;

  test.each<[string, string, (visitor: Visitor) => Promise<unknown>, string[]]>([
    [
      'an image as the largest paint, and no shift',
      '<main id=hero><img class="big wide" src="/image.svg" width=600 height=400></main><p>Text</p>',
      (visitor) => visitor.page.waitForTimeout(300),
      ['first_contentful_paint', 'largest_contentful_paint', 'time_to_first_byte', 'cumulative_layout_shift'],
    ],
    [
      'a text as the largest paint that comes late',
      `<p>Soon</p><div class="price list"></div><script>setTimeout(() => {
        document.querySelector('div').innerHTML = '<h1>' + 'Much more text '.repeat(30) + '</h1>'; }, 200);</script>`,
      (visitor) => visitor.page.waitForTimeout(500),
      ['first_contentful_paint', 'largest_contentful_paint', 'time_to_first_byte', 'cumulative_layout_shift'],
    ],
    [
      'shifts in several windows',
      `<div id=a></div><section><p class=moved>Moved</p></section><script>${shift(60, 100)}${shift(140, 300)}${shift(150, 1_700)}</script>`,
      (visitor) => visitor.page.waitForTimeout(2_100),
      ['first_contentful_paint', 'largest_contentful_paint', 'time_to_first_byte', 'cumulative_layout_shift'],
    ],
    [
      'slow and fast interactions, of which one removes its target',
      `<button id=slow onclick="${busy(120)}">Slow</button><button class="fast one">Fast</button><span><button id=gone onclick="${busy(60)} this.remove()">Gone</button></span><input id=name onkeydown="${busy(80)}">`,
      async ({ page }) => {
        await page.click('.fast');
        await page.click('#slow');
        await page.click('#gone');
        await page.locator('#name').press('x');
        await page.waitForTimeout(300);
      },
      [
        'first_contentful_paint',
        'largest_contentful_paint',
        'time_to_first_byte',
        'cumulative_layout_shift',
        'first_input_delay',
        'interaction_to_next_paint',
      ],
    ],
    [
      'more than fifty interactions, of which the slowest is left out',
      `<button id=slow onclick="${busy(150)}">Slow</button><button id=less onclick="${busy(70)}">Less</button><button id=fast>Fast</button>`,
      async ({ page }) => {
        await page.click('#slow');
        await page.click('#less');
        for (let i = 0; i < 52; i++) await page.click('#fast');
        await page.waitForTimeout(300);
      },
      [
        'first_contentful_paint',
        'largest_contentful_paint',
        'time_to_first_byte',
        'cumulative_layout_shift',
        'first_input_delay',
        'interaction_to_next_paint',
      ],
    ],
  ])('%s', async (_, body, act, expected) => {
    site.files = {
      '/': html(body, `<script src="/web-vitals.js"></script>`),
      '/web-vitals.js': { type: 'text/javascript', body: `${LIBRARY}\n${NOTE}` },
      '/image.svg': IMAGE,
      '/theirs': { body: '' },
    };
    const visitor = await newVisitor();
    await visitor.open('/');
    await visitor.recorded();
    await act(visitor);
    await visitor.page.goto(`${site.origin}/theirs`);
    const stored = (await visitor.do('JSON.stringify(localStorage)')) as string;
    const theirs = Object.fromEntries(
      Object.entries(JSON.parse(stored)).flatMap(([name, json]) =>
        name.startsWith('theirs.') ? [[name.slice(7), JSON.parse(json as string)]] : [],
      ),
    );
    await visitor.go();
    await site.eventually(() => {
      expect(booked().sort()).toEqual(expected.map((vital) => `${vital} /`).sort());
      const { navigationEntry, ...attribution } = (ours().largest_contentful_paint as { attribution: object })
        .attribution as Record<string, unknown>;
      expect(navigationEntry).toBe(site.of('performance_navigation_event')[0].id);
      const found = ours();
      expect({
        ...found,
        largest_contentful_paint: { ...(found.largest_contentful_paint as object), attribution },
      }).toEqual(theirs);
    });
    expect(visitor.problems).toEqual([]);
  });
});

describe('a page view has one value of each vital', () => {
  const HIDDEN = `Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });`;
  const change = (code: string) => `${code} document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));`;
  const HIDE = change(HIDDEN);
  const SHOW = change('delete document.visibilityState;');
  /** Nobody has interacted lately, so that a shift is not expected. */
  const calm = (visitor: Visitor) => visitor.page.waitForTimeout(700);
  const LOAD = ['first_contentful_paint', 'largest_contentful_paint', 'time_to_first_byte'];
  const of = (page: string, ...vitals: string[]) => vitals.map((vital) => `${vital} ${page}`);

  const come = async (body: string, head?: string, by = browser()) => {
    site.files = { '/': html(body, head), '/away': { body: '' } };
    const visitor = await Visitor.come(by, site);
    await visitor.open('/');
    await visitor.recorded();
    return visitor;
  };
  const expectBooked = async (visitor: Visitor, expected: string[]) => {
    await visitor.go();
    await site.eventually(() => expect(booked().sort()).toEqual(expected.sort()));
    expect(visitor.problems).toEqual([]);
  };
  const value = (vital: string, page = '/') =>
    site.of(`${vital}_event`).find(({ metadata }) => metadata.pageId === page)?.details.value;

  test('if it is hidden twice, with shifts and interactions in between', async () => {
    const visitor = await come(`<div id=a></div><p>Text</p><button onclick="${busy(60)}">Slow</button>`);
    await visitor.page.click('button');
    await calm(visitor);
    for (const height of [80, 160]) {
      await visitor.do(`document.getElementById('a').style.height = '${height}px'`);
      await visitor.page.waitForTimeout(100);
      await visitor.do(HIDE);
      await visitor.do(SHOW);
      await visitor.page.click('button');
      await calm(visitor);
    }
    await expectBooked(
      visitor,
      of('/', ...LOAD, 'cumulative_layout_shift', 'first_input_delay', 'interaction_to_next_paint'),
    );
    expect(value('cumulative_layout_shift')).toBeGreaterThan(0);
  });

  test('and of each route, where the click that leads away is the slowest', async () => {
    const visitor =
      await come(`<div id=a></div><p>Text</p><button id=one onclick="history.pushState({}, '', '/one'); ${busy(300)}">One</button>
      <button id=two onclick="${busy(90)}; history.pushState({}, '', '/two');">Two</button><script>
      addEventListener('popstate', () => { document.body.insertAdjacentHTML('beforeend', '<h1>' + 'Back '.repeat(99) + '</h1>'); });</script>`);
    await visitor.page.click('#one');
    await calm(visitor);
    await visitor.do(`document.getElementById('a').style.height = '80px'`);
    await visitor.page.waitForTimeout(100);
    await visitor.page.click('#two');
    await calm(visitor);
    await visitor.do('history.back()');
    await calm(visitor);
    await expectBooked(visitor, [
      ...of('/', ...LOAD, 'first_input_delay', 'cumulative_layout_shift', 'interaction_to_next_paint'),
      ...of('/one', 'cumulative_layout_shift', 'interaction_to_next_paint', 'cumulative_layout_shift'),
      ...of('/two', 'cumulative_layout_shift'),
    ]);
    expect(value('interaction_to_next_paint')).toBeGreaterThanOrEqual(296);
    expect(value('interaction_to_next_paint', '/one')).toBeLessThan(296);
    expect([value('cumulative_layout_shift'), value('cumulative_layout_shift', '/two')]).toEqual([0, 0]);
    expect(value('cumulative_layout_shift', '/one')).toBeGreaterThan(0);
  });

  test.each(['', 'setTimeout(() => { location.href = "/away"; });'])(
    'where the slowest click leaves the document %s',
    async (later) => {
      const leads = later
        ? `<button onclick='${busy(150)} ${later}'>Away</button>`
        : `<a href="/away" onclick="${busy(150)}">Away</a>`;
      const visitor = await come(`<p>Text</p><button id=fast>Fast</button>${leads}`);
      await visitor.page.click('#fast');
      await visitor.page.click('text=Away');
      await visitor.page.waitForURL('**/away');
      await expectBooked(
        visitor,
        of('/', ...LOAD, 'cumulative_layout_shift', 'first_input_delay', 'interaction_to_next_paint'),
      );
      // What is left before the next paint has no time until then: the browser may tell the click or not, and the value
      // may be that of the fast one. It must not be two.
    },
  );

  test('none of painting if nobody saw it paint', async () => {
    const visitor = await come('<p>Text</p>', `<script>${HIDDEN}</script>`);
    await visitor.do(SHOW);
    await expectBooked(visitor, of('/', 'time_to_first_byte'));
  });

  test('of painting where it was painted, and none of what a route paints later', async () => {
    const visitor = await come(
      `<script>history.replaceState({}, '', '/home')</script><p>Text</p><div id=more></div>`,
      "<script>document.write('<script src=\"/telemetry.js\"></' + 'script>')</script>",
    );
    await visitor.do(
      `history.pushState({}, '', '/more'); document.getElementById('more').innerHTML = '<h1>' + 'Much more '.repeat(99) + '</h1>'`,
    );
    await calm(visitor);
    await expectBooked(visitor, [
      ...of('/', 'time_to_first_byte'),
      ...of('/home', 'first_contentful_paint', 'largest_contentful_paint', 'cumulative_layout_shift'),
      ...of('/more', 'cumulative_layout_shift'),
    ]);
  });

  test('and none of loading where it comes back from the back/forward cache', async () => {
    const ignoreDefaultArgs = ['--disable-back-forward-cache'];
    const own = await chromium.launch({ ...chromiumOptions(), ignoreDefaultArgs });
    try {
      const visitor = await come(
        '<p>Text</p>',
        '<script>addEventListener("pageshow", ({ persisted }) => { window.restored = persisted; })</script>',
        own,
      );
      await visitor.do('location.href = "/away"; 0');
      await visitor.page.waitForURL('**/away');
      await visitor.do('history.back()');
      await visitor.page.waitForFunction('window.restored');
      await visitor.do(`document.body.insertAdjacentHTML('afterbegin', '<h1>Moves what was there</h1>')`);
      await visitor.page.waitForTimeout(200);
      await expectBooked(visitor, of('/', ...LOAD, 'cumulative_layout_shift', 'cumulative_layout_shift'));
      expect(site.of('layout_shift_event').map(({ details }) => !!details.value)).toEqual([false, true]);
      expect(site.pagesOf('page_view_event')).toEqual(['/', '/']);
    } finally {
      await own.close();
    }
  });
});
