import { play } from '../../runner/play';
import type { PartDocument, StepDocument } from '../../src/formats/journey';
import { passTime } from './clock';
import { FakePage } from './fake-page';

const START = 'https://shop.example.com/';
const SHORT = { timeoutMs: 60 };

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

/** Plays steps on a page, and tells which were run and how each ended. */
async function run(page: FakePage, steps: StepDocument[], { budgetMs = 10_000, swallow = false } = {}) {
  const results: string[] = [];
  const journey = { version: 1, startUrl: START, budgetMs, steps };
  const runStep = async (name: string, step: () => Promise<void>) => {
    try {
      await step();
      results.push(`${name}: passed`);
    } catch (error) {
      results.push(`${name}: failed`);
      if (!swallow) throw error;
    }
  };
  let error: string | undefined;
  try {
    await passTime(play(journey, page.asPage(), { startedAt: Date.now(), runStep }));
  } catch (caught) {
    error = (caught as Error).message;
  }
  return { results, error };
}

async function failureOf(page: FakePage, ...parts: PartDocument[]): Promise<string | undefined> {
  const { error } = await run(page, [{ name: 'only', parts }]);
  return error;
}

describe('a journey', () => {
  const click = (locator: string): PartDocument => ({ action: 'click', locator, ...SHORT });

  test('opens its start in the first step and goes through all steps in order', async () => {
    const page = new FakePage();
    page.elements = { '#a': [{}], '#b': [{}] };
    const steps = [
      { name: 'first', parts: [click('#a')] },
      { name: 'second', parts: [click('#b')] },
    ];
    expect(await run(page, steps)).toEqual({ results: ['first: passed', 'second: passed'], error: undefined });
    expect(page.log).toEqual([`goto ${START}`, 'click #a', 'click #b']);
  });

  test.each([false, true])(
    'ends at the first step that fails, if the runtime swallows failures: %p',
    async (swallow) => {
      const page = new FakePage();
      const steps = [
        { name: 'first', parts: [click('#absent')] },
        { name: 'second', parts: [click('#b')] },
      ];
      const { results, error } = await run(page, steps, { swallow });
      expect(results).toEqual(['first: failed']);
      expect(error).toMatch(/^step "first", Action\.click\("#absent"\): /);
      expect(page.log).not.toContain('click #b');
    },
  );

  test('fails by itself when its time is over, naming where it was', async () => {
    const page = new FakePage();
    const wait: PartDocument = { action: 'wait', value: 30 };
    const steps = [
      { name: 'first', parts: [wait] },
      { name: 'second', parts: [{ expect: 'visible' as const, locator: '#late' }] },
    ];
    const { error } = await run(page, steps, { budgetMs: 150 });
    expect(error).toMatch(/^step "second", Expect\.visible\("#late"\): .* within 0(\.\d)? s, got no element$/);
  });

  test('does not begin a part when no time is left', async () => {
    const page = new FakePage();
    const { error } = await run(page, [{ name: 'first', parts: [] }], { budgetMs: 0 });
    expect(error).toContain('expected time to be left of the run, got none');
    expect(page.log).toEqual([]);
  });

  test('refuses to wait longer than there is time', async () => {
    const steps = [{ name: 'first', parts: [{ action: 'wait' as const, value: 60_000 }] }];
    const { error } = await run(new FakePage(), steps, { budgetMs: 1_000 });
    expect(error).toBe('step "first", Action.wait(60000): expected 60 s to be left of the run, got 1 s');
  });
});

describe('an action', () => {
  test.each<[PartDocument, string]>([
    [{ action: 'open', value: '/cart?a=b' }, 'goto https://shop.example.com/cart?a=b'],
    [{ action: 'open', value: 'http://other.example/' }, 'goto http://other.example/'],
    [{ action: 'click', locator: '#a' }, 'click #a'],
    [{ action: 'fill', locator: '#a', value: 'mug' }, 'fill #a mug'],
    [{ action: 'type', locator: '#a', value: 'mug' }, 'type #a mug'],
    [{ action: 'select', locator: '#a', value: 'Large' }, 'select #a Large'],
    [{ action: 'press', locator: '#a', value: 'Enter' }, 'press #a Enter'],
    [{ action: 'hover', locator: '#a' }, 'hover #a'],
  ])('%j does "%s"', async (part, line) => {
    const page = new FakePage();
    page.elements = { '#a': [{}] };
    expect(await failureOf(page, part)).toBeUndefined();
    expect(page.log.at(-1)).toBe(line);
  });

  test.each([
    [0, '0 elements'],
    [2, '2 elements'],
  ])('on %p elements fails and tells so', async (count, got) => {
    const page = new FakePage();
    page.elements = { '#a': new Array(count).fill({}) };
    const failure = await failureOf(page, { action: 'click', locator: '#a', timeoutMs: 700 });
    expect(failure).toBe(
      'step "only", Action.click("#a"): expected one element that can be acted on within 0.7 s, ' +
        `got ${got} (locator.click: Timeout 700ms exceeded.)`,
    );
  });

  test('tells what Playwright found in the way', async () => {
    const page = new FakePage();
    page.elements = { '#a': [{}] };
    page.onAction = () => {
      throw new Error(
        'locator.click: Timeout\nCall log:\n\u001b[2m  - <div id="veil"> intercepts pointer events\u001b[22m\n  - retrying',
      );
    };
    expect(await failureOf(page, { action: 'click', locator: '#a' })).toContain(
      'got 1 element (locator.click: Timeout <div id="veil"> intercepts pointer events)',
    );
  });

  test('that opens a page fails at an error status', async () => {
    const page = new FakePage();
    page.statuses = { [`${START}gone`]: 400 };
    expect(await failureOf(page, { action: 'open', value: '/gone' })).toBe(
      'step "only", Action.open("/gone"): expected a status below 400, got 400',
    );
  });

  test('that opens a page leaves the status to an expectation of the step', async () => {
    const page = new FakePage();
    page.statuses = { [`${START}gone`]: 404 };
    const open: PartDocument = { action: 'open', value: '/gone' };
    expect(await failureOf(page, open, { expect: 'status', value: 404 })).toBeUndefined();
  });
});

describe('an expectation', () => {
  function shop(): FakePage {
    const page = new FakePage();
    page.title = ' The  Shop ';
    page.elements = {
      h1: [{ text: '\n  Thank\n you, Jane ' }],
      '#hidden': [{ text: 'Sorry', visible: false }],
      li: [{ text: 'a' }, { text: 'b' }, { text: 'c', visible: false }],
      '#size': [{ value: 'l' }],
    };
    return page;
  }

  test.each<PartDocument>([
    { expect: 'visible', locator: 'h1' },
    { expect: 'visible', locator: 'li' },
    { expect: 'hidden', locator: '#hidden' },
    { expect: 'hidden', locator: '#absent' },
    { expect: 'text', locator: 'h1', value: 'Thank you' },
    { expect: 'text', locator: 'li', value: 'b' },
    { expect: 'value', locator: '#size', value: 'l' },
    { expect: 'url', value: 'shop.example.com/' },
    { expect: 'title', value: 'The Shop' },
    { expect: 'status', value: 200 },
    { expect: 'status', value: '200' },
    { expect: 'count', locator: 'li', value: 3 },
    { expect: 'count', locator: '#absent', value: 0 },
  ])('%j holds', async (part) => {
    expect(await failureOf(shop(), { ...part, ...SHORT })).toBeUndefined();
  });

  test.each<[PartDocument, string, string]>([
    [
      { expect: 'visible', locator: '#absent' },
      'Expect.visible("#absent")',
      'a visible element within 0.1 s, got no element',
    ],
    [
      { expect: 'visible', locator: '#hidden' },
      'Expect.visible("#hidden")',
      'a visible element within 0.1 s, got 1 hidden',
    ],
    [{ expect: 'hidden', locator: 'li' }, 'Expect.hidden("li")', 'no visible element within 0.1 s, got 2'],
    [
      { expect: 'text', locator: 'h1', value: 'Sorry' },
      'Expect.text("h1", "Sorry")',
      'a visible element with the text "Sorry" within 0.1 s, got "Thank you, Jane"',
    ],
    [
      { expect: 'text', locator: '#hidden', value: 'Sorry' },
      'Expect.text("#hidden", "Sorry")',
      'a visible element with the text "Sorry" within 0.1 s, got 1 hidden',
    ],
    [
      { expect: 'value', locator: '#size', value: 'xl' },
      'Expect.value("#size", "xl")',
      'a visible field with the value "xl" within 0.1 s, got "l"',
    ],
    [{ expect: 'url', value: '/cart' }, 'Expect.url("/cart")', `an address with "/cart" within 0.1 s, got "${START}"`],
    [{ expect: 'title', value: 'Cart' }, 'Expect.title("Cart")', 'a title with "Cart" within 0.1 s, got "The Shop"'],
    [{ expect: 'status', value: 404 }, 'Expect.status(404)', 'status 404 within 0.1 s, got 200'],
    [{ expect: 'count', locator: 'li', value: 2 }, 'Expect.count("li", 2)', 'a count of 2 within 0.1 s, got 3'],
  ])('%j fails with step, expectation, expected and got', async (part, written, difference) => {
    expect(await failureOf(shop(), { ...part, ...SHORT })).toBe(`step "only", ${written}: expected ${difference}`);
  });

  test('waits until it holds', async () => {
    const page = new FakePage();
    setTimeout(() => {
      page.elements.h1 = [{ text: 'Thank you' }];
    }, 150);
    expect(
      await failureOf(page, { expect: 'text', locator: 'h1', value: 'Thank you', timeoutMs: 5_000 }),
    ).toBeUndefined();
  });

  test('shows a long list and long texts in part', async () => {
    const page = new FakePage();
    page.elements = { li: ['x'.repeat(300), 'b', 'c', 'd', 'e'].map((text) => ({ text })) };
    const failure = await failureOf(page, { expect: 'text', locator: 'li', value: 'z', ...SHORT });
    expect(failure).toContain(`got "${'x'.repeat(200)}…", "b", "c" and 2 more`);
  });

  test('fails in time when the page answers nothing', async () => {
    const page = new FakePage();
    const startedAt = Date.now();
    const silent = { ...page.asPage(), title: () => new Promise(() => {}), goto: async () => null };
    page.asPage = () => silent as never;
    const failure = await failureOf(page, { expect: 'title', value: 'Shop', ...SHORT });
    expect(failure).toContain('got no answer from the page');
    expect(Date.now() - startedAt).toBeLessThanOrEqual(120); // of the test's clock
  });

  test('of a status is about the page itself, not about a frame in it', async () => {
    const page = new FakePage();
    page.statuses = { 'https://ads.example/': 500 };
    page.elements = { '#a': [{}] };
    page.onAction = () => page.load('https://ads.example/', {});
    const click: PartDocument = { action: 'click', locator: '#a' };
    expect(await failureOf(page, click, { expect: 'status', value: 200, ...SHORT })).toBeUndefined();
  });
});
