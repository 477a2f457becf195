import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Browser } from 'playwright-core';
import { windowlessBrowser } from '../lab/helpers/browser';
import { Site } from './site';
import { Visit } from './visit';
import type { Way } from './way';

/** Contexts at a time, each with two pages: most of a visit is waiting. */
const AT_A_TIME = 3;
const ONLY = new RegExp(process.env.WAY ?? '', 'i');

const folder = join(__dirname, 'ways');
const ways = readdirSync(folder)
  .filter((file) => file.endsWith('.ts'))
  .flatMap((file) => (require(join(folder, file)) as { ways: readonly Way[] }).ways)
  .filter(({ name }) => ONLY.test(name));

const site = new Site();
let browser: Browser;
interface Attempt {
  readonly without: Awaited<ReturnType<typeof Visit.pay>>;
  readonly withClient: Awaited<ReturnType<typeof Visit.pay>>;
}
const tries = new Map<string, Promise<Attempt>>();

/** Two loads of one page can differ by themselves, on a busy machine above all; what the client does differs each time. */
const TRIES = 3;

async function attempt(way: Way, left = TRIES - 1): Promise<Attempt> {
  const [plain, watched] = [site.run(way, false), site.run(way, true)];
  const [without, withClient] = await Promise.all([
    Visit.pay(browser, plain, watched),
    Visit.pay(browser, watched, plain),
  ]);
  const isSame = isDeepStrictEqual(withClient.seen, without.seen);
  if (left > 0 && !(isSame && isDeepStrictEqual(withClient.events, [...way.expected].sort())))
    return attempt(way, left - 1);
  return { without, withClient };
}

beforeAll(async () => {
  await site.open();
  browser = await windowlessBrowser();
  const turns: Promise<unknown>[] = Array.from({ length: AT_A_TIME }, () => Promise.resolve());
  for (const [index, way] of ways.entries()) {
    const turn = turns[index % AT_A_TIME].then(() => attempt(way));
    tries.set(way.name, turn);
    turns[index % AT_A_TIME] = turn.catch(() => undefined);
  }
});
afterAll(async () => {
  await browser?.close();
  site.close();
});

test('names are unique', () => {
  expect(tries.size).toBe(ways.length);
});

describe('the page is what it is without the client, and exactly the expected events arrive', () => {
  test.each(ways)('$name', async ({ name, expected }) => {
    const { without, withClient } = (await tries.get(name)) as Attempt;
    expect(withClient.seen).toEqual(without.seen);
    expect(withClient.events).toEqual([...expected].sort());
  });
});
