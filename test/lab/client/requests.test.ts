import type { Browser, Page } from 'playwright-core';
import { sharedBrowser } from '../helpers/browser';
import type { Call } from './requests/call';
import { type Arrived, Echo } from './requests/echo';
import { fetchCalls } from './requests/fetch-calls';
import { IN_PAGE } from './requests/in-page';
import { xhrCalls } from './requests/xhr-calls';
import { closeAll } from './visitor';

/** The client adds one header to requests and nothing else, and reports what failed: every way to call, with and without. */
const CALLS: readonly Call[] = [...fetchCalls, ...xhrCalls];
const OWN = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;

interface Run {
  readonly lines: readonly (readonly string[])[];
  readonly arrived: Map<string, Arrived[]>;
  readonly problems: readonly string[];
}

const site = new Echo();
const other = new Echo();
let browser: Browser;
let without: Run;
let withClient: Run;

async function run(withClient: boolean): Promise<Run> {
  site.withClient = withClient;
  const page = await (await browser.newContext()).newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  await page.goto(`${site.origin}/page`);
  await page.evaluate(IN_PAGE);
  await page.waitForTimeout(500);
  const lines: string[][] = [];
  for (const [index, { code }] of CALLS.entries()) lines.push(await called(page, code, index));
  await page.goto('about:blank');
  const arrived = new Map([
    ...site.take(),
    ...[...other.take()].map(([index, all]) => [`other ${index}`, all] as const),
  ]);
  return { lines, arrived, problems };
}

function called(page: Page, code: string, index: number): Promise<string[]> {
  return page.evaluate(`run(${JSON.stringify(code)}, ${index}, ${JSON.stringify(other.origin)})`) as Promise<string[]>;
}

beforeAll(async () => {
  await site.open();
  await other.open();
  browser = await sharedBrowser();
  [without, withClient] = [await run(false), await run(true)];
  const deadline = Date.now() + 10_000;
  const last = CALLS.length - 1;
  while (!site.received.some(({ details }) => path(details) === `/echo/${last}`) && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}, 120_000);
afterAll(async () => {
  await closeAll(browser);
  await browser?.close();
  site.close();
  other.close();
});

function path(details: unknown): string {
  const { request } = details as { request?: { url: string } };
  return request ? request.url.replace(/^\w+:\/\/[^/]*/, '') : '';
}

/** Those to the page's own origin, and then those to the other. */
const of = ({ arrived }: Run, index: number) => [
  ...(arrived.get(`${index}`) ?? []),
  ...(arrived.get(`other ${index}`) ?? []),
];
const isTrace = ([name]: readonly [string, string]) => name.toLowerCase() === 'traceparent';
/** Headers by name: their order is that of a hash table in Chromium, and another one with one more. */
const untraced = (requests: readonly Arrived[]) =>
  requests.map(({ headers, ...rest }) => ({
    ...rest,
    headers: headers
      .filter((header) => !isTrace(header))
      .map(([name, value]) => `${name}: ${value}`)
      .sort(),
  }));
const carried = ({ headers }: Arrived) => {
  const values = headers.filter(isTrace).map(([, value]) => value);
  if (!values.length) return '0';
  return values.join() === OWN ? 'own ' : values.join().replace(/^00-[\da-f]{32}-[\da-f]{16}-01$/, '1');
};

describe.each(CALLS.map((call, index) => ({ ...call, index })))('$name', ({ index, traced, failures = [] }) => {
  test('is to the page what it is without the client', () => {
    expect(withClient.lines[index]).toEqual(without.lines[index]);
  });

  test('is to the server what it is without the client, but for the trace', () => {
    expect(untraced(of(withClient, index))).toEqual(untraced(of(without, index)));
    const requests = of(withClient, index);
    expect(requests.map(carried).join('').trim()).toBe(traced ?? '1'.repeat(requests.length));
  });

  test('is reported if it failed', () => {
    const reports = site.received.filter(
      ({ type, details }) => type.endsWith('http_event') && path(details).split('/')[2] === `${index}`,
    );
    const told = reports.map(({ details }) => {
      const { request, response, error } = details as unknown as {
        request: { method: string };
        response?: { status: number };
        error?: { type: string };
      };
      return `${response?.status ?? error?.type} ${request.method}`;
    });
    expect(told.sort()).toEqual([...failures].sort());
  });
});

test('nothing is thrown that is not thrown without the client', () => {
  expect(withClient.problems).toEqual(without.problems);
});
