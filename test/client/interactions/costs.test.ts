import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CLICKS_EVENT, ENGAGEMENT_EVENT, FORM_EVENT } from '../../../src/formats/interactions';
import { visit } from './visit';
import { anew, change, FakeElement } from './world';

/** What the page says of costs follows from the events that it counted, and the client sends as many for as much. */
const PAGE = readFileSync(join(__dirname, '../../../docs/interactions.md'), 'utf8').replace(/\n/g, ' ');
const RATE = /US dollars, at (\d+) per ([\d,]+) events/.exec(PAGE) as RegExpExecArray;
const COUNTED =
  /made (\d+) page views and (\d+) clicks\. Their interactions were (\d+) events: (\d+) of page views, (\d+) of clicks, (\d+) of forms/.exec(
    PAGE,
  ) as RegExpExecArray;
const number = (text: string) => Number(text.replace(/,/g, ''));
const SESSIONS = 12;

test('each page view was one event, and all of them are counted', () => {
  const [, pages, , all, views, clicks, forms] = COUNTED.map(number);
  expect(PAGE).toContain('The twelve users');
  expect([views, all]).toEqual([pages, views + clicks + forms]);
});

test.each([
  ['all that is seen', ([, , , all]: number[]) => all],
  ['without each click (`clicks: false`)', ([, , , , views, , forms]: number[]) => views + forms],
  ['a tenth of the sessions (`sampleRate: 0.1`)', ([, , , all]: number[]) => all / 10],
])('1,000 sessions: %s', (what, eventsOf) => {
  const row = PAGE.slice(PAGE.indexOf(`| ${what} |`) + what.length + 4);
  const [events, dollars] = row.split('|').map(number);
  const expected = (1_000 * eventsOf(COUNTED.map(number))) / SESSIONS;
  expect(Math.abs(events - expected)).toBeLessThan(5);
  expect(dollars).toBeCloseTo((events * number(RATE[1])) / number(RATE[2]), 2);
});

/** As many page views, clicks and forms as the page tells of; what is clicked within 5 seconds is one event. */
function afternoon(settings: object = {}): number[] {
  const [, pages, clicks, , , batches, forms] = COUNTED.map(number);
  const { told, view, click, fill, wait, leave } = visit(settings);
  const button = new FakeElement({ localName: 'button', text: 'Add to cart' });
  for (let page = 0; page < pages; page++) {
    if (page) view();
    // On some pages two at once, until there are as many clicks as there were.
    const here = page < batches ? 1 + Number(page < clicks - batches) : 0;
    for (let left = here; left; left--) {
      click(button);
      change();
      wait(500);
    }
    if (page < forms) fill(new FakeElement({ localName: 'form' }));
    wait(10_000);
  }
  leave();
  return [ENGAGEMENT_EVENT, CLICKS_EVENT, FORM_EVENT].map((type) => told.filter((one) => one.type === type).length);
}

describe('the client sends as many events for as much as the page tells of', () => {
  beforeEach(anew);
  afterEach(() => jest.useRealTimers());
  const [, , , , views, clicks, forms] = COUNTED.map(number);

  test.each([
    ['all that is seen', {}, [views, clicks, forms]],
    ['without each click', { clicks: false }, [views, 0, forms]],
    ['without forms', { forms: false }, [views, clicks, 0]],
    ['out of the sample', { sampleRate: 0.1 }, [0, 0, 0]],
  ])('%s', (_, settings, events) => {
    expect(afternoon(settings)).toEqual(events);
  });
});
