import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the page says of costs follows from the events that it counted; one event is what tests of clicks and page views say. */
const PAGE = readFileSync(join(__dirname, '../../../docs/interactions.md'), 'utf8').replace(/\n/g, ' ');
const RATE = /US dollars, at (\d+) per ([\d,]+) events/.exec(PAGE) as RegExpExecArray;
const COUNTED =
  /made (\d+) page views and \d+ clicks\. Their interactions were (\d+) events: (\d+) of page views, (\d+) of clicks, (\d+) of forms/.exec(
    PAGE,
  ) as RegExpExecArray;
const number = (text: string) => Number(text.replace(/,/g, ''));
const SESSIONS = 12;

test('each page view was one event, and all of them are counted', () => {
  const [, pages, all, views, clicks, forms] = COUNTED.map(number);
  expect(PAGE).toContain('The twelve users');
  expect([views, all]).toEqual([pages, views + clicks + forms]);
});

test.each([
  ['all that is seen', ([, , all]: number[]) => all],
  ['without each click (`clicks: false`)', ([, , , views, , forms]: number[]) => views + forms],
  ['a tenth of the sessions (`sampleRate: 0.1`)', ([, , all]: number[]) => all / 10],
])('1,000 sessions: %s', (what, eventsOf) => {
  const row = PAGE.slice(PAGE.indexOf(`| ${what} |`) + what.length + 4);
  const [events, dollars] = row.split('|').map(number);
  const expected = (1_000 * eventsOf(COUNTED.map(number))) / SESSIONS;
  expect(Math.abs(events - expected)).toBeLessThan(5);
  expect(dollars).toBeCloseTo((events * number(RATE[1])) / number(RATE[2]), 2);
});
