/** Steps that must not pass: each of these once did, though a user would have been stuck. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { play } from '../../runner/play';
import type { ExpectationFields, PartDocument, ScriptDocument } from '../../src/formats/journey';
import { passTime } from './clock';
import { type FakeElement, FakePage } from './fake-page';

const START = 'https://shop.example.com/';
const SHORT = { timeoutMs: 60 };

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

async function failureOf(page: FakePage, ...parts: PartDocument[]): Promise<string | undefined> {
  const journey = { version: 1, startUrl: START, budgetMs: 10_000, steps: [{ name: 'only', parts }] };
  const runStep = (_name: string, step: () => Promise<void>) => step();
  return passTime(play(journey, page.asPage(), { startedAt: Date.now(), runStep })).then(
    () => undefined,
    (error) => error.message,
  );
}

describe('elements that a recording waits for', () => {
  const judge = (elements: { [locator: string]: FakeElement[] }, wanted: ExpectationFields['elements']) => {
    const page = new FakePage();
    page.elements = elements;
    const selectors = { locator: '#stale', alternatives: ['#spinner'] };
    return failureOf(page, { expect: 'elements', ...selectors, elements: wanted, ...SHORT });
  };
  const some = (count: number, of: FakeElement = {}) => ({ '#spinner': new Array(count).fill(of) });
  const there = { operator: '>=', count: 1 } as const;
  const open = { attributes: { class: 'open' } };

  test.each<[string, { [locator: string]: FakeElement[] }, ExpectationFields['elements'], string]>([
    ['are not gone since one selector is stale', some(1), { ...there, not: true }, 'anything but a count of >= 1'],
    ['are not few since one selector is stale', some(2), { operator: '<=', count: 0 }, 'a count of <= 0'],
    ['are not none since one selector is stale', some(2), { operator: '==', count: 0 }, 'a count of == 0'],
    [
      'are those of the first selector that matches',
      { '#stale': [{}, {}, {}], ...some(2) },
      { operator: '==', count: 2 },
      'got 3',
    ],
    [
      'all have to be like that, not one',
      { '#spinner': [{ attributes: { class: 'open' } }, {}] },
      { ...there, ...open },
      'got 2, of which 1 are not like that',
    ],
    ['have values, not their texts', some(1, { value: '2' }), { ...there, properties: { value: 2 } }, 'got 1'],
  ])('%s', async (_name, elements, wanted, message) => {
    expect(await judge(elements, wanted)).toContain(message);
  });

  test.each<[string, { [locator: string]: FakeElement[] }, ExpectationFields['elements']]>([
    ['are there, seen or not', some(1, { visible: false }), there],
    ['are gone', {}, { ...there, not: true }],
    ['are not like that any more', some(1), { ...there, ...open, not: true }],
    ['are few', some(1), { operator: '<=', count: 1 }],
    ['are all like that', some(2, { attributes: { class: 'open' } }), { operator: '==', count: 2, ...open }],
    ['have the properties', some(1, { value: 'l' }), { ...there, properties: { value: 'l' } }],
  ])('%s', async (_name, elements, wanted) => {
    expect(await judge(elements, wanted)).toBeUndefined();
  });
});

describe('a navigation that was recorded', () => {
  const click: PartDocument = { action: 'click', locator: '#buy' };
  const arrival = (value?: string): PartDocument => ({ expect: 'navigation', value, ...SHORT });
  const shop = (onAction: (page: FakePage) => void) => {
    const page = new FakePage();
    page.elements = { '#buy': [{}] };
    page.onAction = () => onAction(page);
    return page;
  };

  test.each<[string, (page: FakePage) => void, string | undefined, string]>([
    ['did not happen', () => {}, '/', 'expected a navigation to "/" within 0.1 s, got none from "https://shop.'],
    [
      'led to a page that has the path in its query',
      (page) => page.load(`${START}in?next=/cart`),
      '/cart',
      'got "http',
    ],
    ['led to a longer path', (page) => page.load(`${START}cart/empty`), '/cart', 'got "https://shop.example.com/cart/'],
    ['led to another site', (page) => page.load('https://pay.example/'), 'https://bank.example/', 'got "https://pay'],
    ['did not happen, wherever it should lead', () => {}, undefined, 'expected a navigation within'],
    ['led to an error page', (page) => page.load(`${START}gone`), '/gone', 'got status 500'],
  ])('fails if it %s', async (_name, onAction, path, message) => {
    const page = shop(onAction);
    page.statuses = { [`${START}gone`]: 500 };
    expect(await failureOf(page, click, arrival(path))).toContain(message);
  });

  test('is to happen anew for each that is expected', async () => {
    let times = 0;
    const page = shop((each) => {
      if (times++ === 0) each.load(`${START}cart?a`);
    });
    const once = [click, arrival('/cart')];
    expect(await failureOf(page, ...once)).toBeUndefined();
    times = 0;
    expect(await failureOf(page, ...once, ...once)).toContain('got none from');
  });
});

describe('an answer', () => {
  const click: PartDocument = { action: 'click', locator: '#buy' };

  test('is not that of the page before, while the next is on its way', async () => {
    const page = new FakePage();
    page.elements = { '#buy': [{}] };
    page.onAction = () => void page.leave();
    expect(await failureOf(page, click, { expect: 'status', value: 200, ...SHORT })).toContain('got no page');
  });

  test('with an error is overlooked only where the next expectation of a status is about it', async () => {
    const page = new FakePage();
    page.statuses = { [`${START}gone`]: 500 };
    const open = (value: string): PartDocument => ({ action: 'open', value });
    const right: PartDocument = { expect: 'status', value: 200, ...SHORT };
    expect(await failureOf(page, open('/gone'), open('/'), right)).toContain('expected a status below 400, got 500');
  });
});

test.each<PartDocument>([
  { expect: 'text', locator: 'h1', value: '' },
  { expect: 'title', value: ' ' },
  { expect: 'url', value: '' },
  { action: 'open', value: '' },
])('what turns out empty at run time is not found on any page: %j', async (part) => {
  const page = new FakePage();
  page.elements = { h1: [{ text: 'Sorry' }] };
  expect(await failureOf(page, { ...part, ...SHORT })).toContain('expected a text, got "');
});

describe('a dialog', () => {
  test('is answered as the journey says, and leaving a page always accepted', async () => {
    const page = new FakePage();
    page.elements = { '#buy': [{}] };
    const answers: string[] = [];
    page.onAction = async () => {
      for (const type of ['confirm', 'prompt', 'beforeunload']) answers.push(await page.openDialog(type, 'Sure?'));
    };
    const click: PartDocument = { action: 'click', locator: '#buy' };
    const asked: PartDocument = { expect: 'dialog', value: 'Sure', ...SHORT };
    const accept = (value?: string): PartDocument => ({ action: 'acceptDialogs', value });
    expect(await failureOf(page, click, accept(), click, accept('Jane'), click, asked)).toBeUndefined();
    expect(answers.slice(0, 3)).toEqual(['dismissed', 'dismissed', 'accepted']);
    expect(answers.slice(3, 6)).toEqual(['accepted', 'accepted with suggested', 'accepted']);
    expect(answers.slice(6)).toEqual(['accepted', 'accepted with Jane', 'accepted']);
  });

  test('that does not open is missed, and one of another step does not stand for it', async () => {
    const page = new FakePage();
    expect(await failureOf(page, { expect: 'dialog', value: 'Sure', ...SHORT })).toContain('got no dialog');
    page.elements = { '#buy': [{}] };
    page.onAction = () => void page.openDialog('confirm', 'Sure?');
    const steps = [
      { name: 'first', parts: [{ action: 'click', locator: '#buy' }] as PartDocument[] },
      { name: 'second', parts: [{ expect: 'dialog', value: 'Sure', ...SHORT }] as PartDocument[] },
    ];
    const journey = { version: 1, startUrl: START, budgetMs: 10_000, steps };
    const runStep = (_name: string, step: () => Promise<void>) => step();
    await expect(passTime(play(journey, page.asPage(), { startedAt: Date.now(), runStep }))).rejects.toThrow(
      'step "second"',
    );
  });
});

describe('a script', () => {
  let directory: string;
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'script-'));
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  test.each([
    ['does not wait for it', "step('buy', async () => { await null; throw new Error('sold out'); });"],
    ['catches what it throws', "await step('buy', () => { throw new Error('sold out'); }).catch(() => {});"],
  ])('fails with its step, also if it %s', async (name, code) => {
    const file = `${name.split(' ')[0]}.cjs`;
    writeFileSync(join(directory, file), `module.exports = async ({ step }) => { ${code} };`);
    const script: ScriptDocument = { file, values: {} };
    const journey = { version: 1, startUrl: START, budgetMs: 10_000, steps: [{ name: 'buy', parts: [] }], script };
    const runStep = (_name: string, step: () => Promise<void>) => step();
    const options = { startedAt: Date.now(), runStep, directory };
    await expect(passTime(play(journey, new FakePage().asPage(), options))).rejects.toThrow('step "buy": sold out');
  });
});
