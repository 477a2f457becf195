import type { Frame, Locator } from 'playwright-core';
import { EXPECTATIONS, type ExpectationDocument, type ExpectationName, list, quote } from '../src/formats/journey';
import { atJsonPath } from '../src/formats/json-path';
import { lookForElements } from './elements';
import { firstLine } from './messages';
import { shownTexts } from './shown-text';
import { seconds, sleep, within } from './time';
import type { Visit } from './visit';

// At first often, since most pages answer within a moment.
const FIRST_INTERVAL_MS = 20;
const LATER_INTERVAL_MS = 100;
const FIRST_LOOKS = 25;
const MOST_NAMES = 20;

/** What a look at the page showed. */
interface Finding {
  readonly holds: boolean;
  readonly got: string;
  /** Whether looking again can change nothing. */
  readonly final?: boolean;
}

/** Looks at the page, for an expectation of elements with each of the ways to find them. */
type Look = (visit: Visit, part: ExpectationDocument, ...elements: [Locator, ...Locator[]]) => Promise<Finding>;

/** How each kind of expectation is played. */
export const EXPECTATION_PLAYERS: Record<ExpectationName, Look> = {
  visible: async (_visit, _part, elements) => {
    if ((await visible(elements).count()) > 0) return { holds: true, got: 'one' };
    return { holds: false, got: await invisible(elements) };
  },
  hidden: async (_visit, _part, elements) => {
    const count = await visible(elements).count();
    return { holds: count === 0, got: `${count}` };
  },
  text: async (_visit, { value }, elements) => {
    const shown = await visible(elements).evaluateAll(shownTexts, collapse(String(value)));
    const got = shown.length > 0 ? list(shown.map(({ text }) => text)) : await invisible(elements);
    return { holds: shown.some(({ holds }) => holds), got };
  },
  value: async (_visit, { value }, elements) => {
    const read = (fields: Element[]) => fields.map((field) => String((field as HTMLInputElement).value));
    return oneOf(await visible(elements).evaluateAll(read), value, elements);
  },
  attribute: async (_visit, { of = '', value }, elements) => {
    const read = (found: Element[], name: string) => found.map((element) => element.getAttribute(name));
    return oneOf(await visible(elements).evaluateAll(read, of), value, elements);
  },
  accessibleName: async (_visit, { value }, elements) => {
    const names = await Promise.all((await visible(elements).all()).slice(0, MOST_NAMES).map(accessibleName));
    return oneOf(names, collapse(String(value)), elements);
  },
  url: async (visit, { value }) => contains(visit.page.url(), value),
  title: async (visit, { value }) => contains(collapse(await visit.page.title()), value),
  status: async ({ answers: { last } }, { value }) => ({
    holds: last?.status === Number(value),
    got: `${last?.status ?? 'no page'}`,
  }),
  count: async (_visit, { value }, elements) => {
    const count = await elements.count();
    return { holds: count === Number(value), got: `${count}` };
  },
  elements: async (_visit, { elements: wanted = { operator: '>=', count: 1 } }, ...candidates) =>
    lookForElements(candidates, wanted),
  navigation: lookForNavigation,
  dialog: async ({ dialogs: { messages } }, { value }) => {
    const holds = messages.some((message) => collapse(message).includes(collapse(String(value))));
    return { holds, got: messages.length > 0 ? list(messages.map(collapse)) : 'no dialog' };
  },
  json: async ({ answers: { toRequest: answer } }, { of = '', value }) => {
    if (answer?.body === undefined) return { holds: false, got: 'no answer to a request', final: true };
    try {
      const found = atJsonPath(JSON.parse(answer.body), of);
      const text = typeof found === 'string' ? found : JSON.stringify(found);
      return { holds: text === String(value), got: text === undefined ? 'nothing there' : quote(text), final: true };
    } catch {
      return { holds: false, got: `no JSON but ${quote(answer.body)}`, final: true };
    }
  },
  responseTime: async ({ answers: { last: answer } }, { value }) => {
    if (answer?.milliseconds === undefined) return { holds: false, got: 'no whole answer yet' };
    const holds = answer.milliseconds <= Number(value);
    return { holds, got: `${Math.round(answer.milliseconds)} ms`, final: true };
  },
  noConsoleErrors: async ({ errors }, { ignoring = [] }) => {
    // A text that turned out empty would ignore all.
    const ignored = ignoring.filter((text) => text.trim() !== '');
    const found = errors.filter((error) => !ignored.some((text) => error.includes(text)));
    return { holds: found.length === 0, got: list(found), final: true };
  },
  script: async (visit, { value, frame }) => {
    const result = await visit.frame(frame).evaluate(String(value));
    return { holds: Boolean(result), got: quote(result) };
  },
};

/** Looks at the page until the expectation holds; throws what was expected and what was got when time is over. */
export async function expectThat(visit: Visit, part: ExpectationDocument, timeoutMs: number): Promise<void> {
  const look = EXPECTATION_PLAYERS[part.expect];
  const until = Date.now() + timeoutMs;
  let got = '';
  let final = false;
  let looks = 0;
  do {
    try {
      // Even the last look gets a moment: an answer takes some milliseconds.
      const finding = await within(look(visit, part, ...visit.candidates(part)), Math.max(until - Date.now(), 50));
      if (finding.holds) return;
      got = finding.got;
      final = finding.final === true;
    } catch (error) {
      // A page that is just being left has no answer; what it showed before tells more.
      got ||= firstLine(error);
    }
    const interval = looks++ < FIRST_LOOKS ? FIRST_INTERVAL_MS : LATER_INTERVAL_MS;
    if (!final) await sleep(Math.min(interval, Math.max(until - Date.now(), 0)));
  } while (!final && Date.now() < until);
  const time = final ? '' : ` within ${seconds(timeoutMs)}`;
  throw new Error(`expected ${EXPECTATIONS[part.expect].expected(part)}${time}, got ${got}`);
}

/** A page that the actions since the last one have led to: at the recorded path, and no error page. */
async function lookForNavigation(visit: Visit, { value, frame }: ExpectationDocument): Promise<Finding> {
  const main = visit.page.mainFrame();
  const frames = frame === undefined ? [main] : [main, visit.frame(frame) as Frame];
  const navigated = frames.filter((each) => visit.navigated.has(each));
  const arrived = navigated.filter((each) => value === undefined || isAt(each.url(), String(value)));
  const status = visit.answers.last?.status ?? 200;
  if (arrived.length === 0) {
    const there = navigated.map((each) => quote(each.url())).join(', ');
    return { holds: false, got: there || `none from ${quote(visit.page.url())}` };
  }
  if (status >= 400) return { holds: false, got: `status ${status}` };
  visit.navigated.clear();
  return { holds: true, got: 'one' };
}

/** Whether an address is at a path, or at an origin and a path. */
function isAt(address: string, wanted: string): boolean {
  if (!URL.canParse(address)) return false;
  const { origin, pathname } = new URL(address);
  return wanted.startsWith('/') ? pathname === wanted : `${origin}${pathname}` === wanted;
}

/** The name that a browser computes for assistive technology, as Playwright shows it: `- button "Buy"`. */
async function accessibleName(element: Locator): Promise<string> {
  const [line] = (await element.ariaSnapshot()).split('\n');
  const key = /^- '((?:[^']|'')*)'/.exec(line)?.[1].replaceAll("''", "'") ?? line.replace(/^- /, '');
  const name = /^\w+ ("(?:[^"\\]|\\.)*")/.exec(key)?.[1];
  return name === undefined ? '' : collapse(JSON.parse(name));
}

function visible(elements: Locator): Locator {
  return elements.filter({ visible: true });
}

async function invisible(elements: Locator): Promise<string> {
  const count = await elements.count();
  return count === 0 ? 'no element' : `${count} hidden`;
}

async function oneOf(values: (string | null)[], value: unknown, elements: Locator): Promise<Finding> {
  const found = values.map((each) => each ?? 'none');
  return { holds: values.includes(String(value)), got: found.length > 0 ? list(found) : await invisible(elements) };
}

function contains(got: string, value: unknown): Finding {
  return { holds: got.includes(collapse(String(value))), got: quote(got) };
}

function collapse(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
