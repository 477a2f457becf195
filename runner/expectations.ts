import type { Locator } from 'playwright-core';
import type { ExpectationDocument, ExpectationName } from '../src/formats/journey';
import { atJsonPath } from '../src/formats/json-path';
import { seconds, sleep, type Visit, within } from './visit';

// At first often, since most pages answer within a moment.
const FIRST_INTERVAL_MS = 20;
const LATER_INTERVAL_MS = 100;
const FIRST_LOOKS = 25;
const SHOWN_TEXTS = 3;
const SHOWN_LENGTH = 200;

/** What a look at the page showed. */
interface Finding {
  readonly holds: boolean;
  readonly got: string;
  /** Whether looking again can change nothing. */
  readonly final?: boolean;
}

interface Expectation {
  readonly expected: (part: ExpectationDocument) => string;
  /** Looks at the page, for an expectation of elements with one of the ways to find them. */
  readonly look: (visit: Visit, part: ExpectationDocument, elements: Locator) => Promise<Finding>;
}

const EXPECTATIONS: Record<ExpectationName, Expectation> = {
  visible: {
    expected: () => 'a visible element',
    look: async (_visit, _part, elements) => {
      if ((await visible(elements).count()) > 0) return { holds: true, got: 'one' };
      return { holds: false, got: await invisible(elements) };
    },
  },
  hidden: {
    expected: () => 'no visible element',
    look: async (_visit, _part, elements) => {
      const count = await visible(elements).count();
      return { holds: count === 0, got: `${count}` };
    },
  },
  text: {
    expected: ({ value }) => `a visible element with the text ${quote(value)}`,
    look: async (_visit, { value }, elements) => {
      const texts = (await visible(elements).allTextContents()).map(collapse);
      const holds = texts.some((text) => text.includes(collapse(String(value))));
      return { holds, got: texts.length > 0 ? list(texts) : await invisible(elements) };
    },
  },
  value: {
    expected: ({ value }) => `a visible field with the value ${quote(value)}`,
    look: async (_visit, { value }, elements) => {
      const read = (fields: Element[]) => fields.map((field) => String((field as HTMLInputElement).value));
      return oneOf(await visible(elements).evaluateAll(read), value, elements);
    },
  },
  attribute: {
    expected: ({ of, value }) => `a visible element whose attribute ${of} is ${quote(value)}`,
    look: async (_visit, { of = '', value }, elements) => {
      const read = (found: Element[], name: string) => found.map((element) => element.getAttribute(name));
      return oneOf(await visible(elements).evaluateAll(read, of), value, elements);
    },
  },
  property: {
    expected: ({ of, value }) => `a visible element whose property ${of} is ${quote(value)}`,
    look: async (_visit, { of = '', value }, elements) => {
      const read = (found: Element[], name: string) =>
        found.map((element) => String((element as unknown as Record<string, unknown>)[name]));
      return oneOf(await visible(elements).evaluateAll(read, of), value, elements);
    },
  },
  accessibleName: {
    expected: ({ value }) => `a visible element with the accessible name ${quote(value)}`,
    look: async (_visit, { value }, elements) => {
      const names = await Promise.all((await visible(elements).all()).slice(0, MOST_NAMES).map(accessibleName));
      return oneOf(names, collapse(String(value)), elements);
    },
  },
  url: {
    expected: ({ value }) => `an address with ${quote(value)}`,
    look: async (visit, { value }) => contains(visit.page.url(), value),
  },
  title: {
    expected: ({ value }) => `a title with ${quote(value)}`,
    look: async (visit, { value }) => contains(collapse(await visit.page.title()), value),
  },
  status: {
    expected: ({ value }) => `status ${value}`,
    look: async ({ answer }, { value }) => ({
      holds: answer?.status === Number(value),
      got: `${answer?.status ?? 'no page'}`,
    }),
  },
  count: {
    expected: ({ value, operator }) => `a count of ${operator === undefined ? '' : `${operator} `}${value}`,
    look: async (_visit, { value, operator }, elements) => {
      const count = await elements.count();
      const difference = count - Number(value);
      const holds = operator === '>=' ? difference >= 0 : operator === '<=' ? difference <= 0 : difference === 0;
      return { holds, got: `${count}` };
    },
  },
  json: {
    expected: ({ of, value }) => `${quote(value)} at ${of} of the answer`,
    look: async ({ answerToRequest: answer }, { of = '', value }) => {
      if (answer?.body === undefined) return { holds: false, got: 'no answer to a request', final: true };
      try {
        const found = atJsonPath(JSON.parse(answer.body), of);
        const text = typeof found === 'string' ? found : JSON.stringify(found);
        return { holds: text === String(value), got: text === undefined ? 'nothing there' : quote(text), final: true };
      } catch {
        return { holds: false, got: `no JSON but ${quote(answer.body)}`, final: true };
      }
    },
  },
  responseTime: {
    expected: ({ value }) => `an answer in ${milliseconds(Number(value))}`,
    look: async ({ answer }, { value }) => {
      if (answer?.milliseconds === undefined) return { holds: false, got: 'no whole answer yet' };
      const holds = answer.milliseconds <= Number(value);
      return { holds, got: milliseconds(answer.milliseconds), final: true };
    },
  },
  noConsoleErrors: {
    expected: ({ ignoring = [] }) => `no console error${ignoring.length > 0 ? ` but ${list([...ignoring])}` : ''}`,
    look: async ({ errors }, { ignoring = [] }) => {
      const found = errors.filter((error) => !ignoring.some((text) => error.includes(text)));
      return { holds: found.length === 0, got: list(found), final: true };
    },
  },
  script: {
    expected: ({ value }) => `${quote(value)} to be true`,
    look: async (visit, { value }) => {
      const result = await visit.page.evaluate(String(value));
      return { holds: Boolean(result), got: quote(result) };
    },
  },
};

const MOST_NAMES = 20;

/** Looks at the page until the expectation holds; throws what was expected and what was got when time is over. */
export async function expectThat(visit: Visit, part: ExpectationDocument, timeoutMs: number): Promise<void> {
  const expectation = EXPECTATIONS[part.expect];
  if (!expectation) throw new Error(`expected an expectation that this runner knows, got ${part.expect}; deploy again`);
  const until = Date.now() + timeoutMs;
  let got = '';
  let final = false;
  let looks = 0;
  do {
    try {
      // Even the last look gets a moment: an answer takes some milliseconds.
      const finding = await within(lookAt(visit, part, expectation), Math.max(until - Date.now(), 50));
      if (finding.holds) return;
      got = finding.got;
      final = finding.final === true;
    } catch (error) {
      // A page that is just being left has no answer; what it showed before tells more.
      const [reason] = String(error instanceof Error ? error.message : error).split('\n');
      got ||= reason;
    }
    const interval = looks++ < FIRST_LOOKS ? FIRST_INTERVAL_MS : LATER_INTERVAL_MS;
    if (!final) await sleep(Math.min(interval, Math.max(until - Date.now(), 0)));
  } while (!final && Date.now() < until);
  const time = final ? '' : ` within ${seconds(timeoutMs)}`;
  throw new Error(`expected ${expectation.expected(part)}${time}, got ${got}`);
}

/** One look with each way to find the elements: one that holds is enough. */
async function lookAt(visit: Visit, part: ExpectationDocument, { look }: Expectation): Promise<Finding> {
  const [first, ...others] = visit.candidates(part);
  const finding = await look(visit, part, first);
  if (finding.holds) return finding;
  for (const other of others) {
    const another = await look(visit, part, other);
    if (another.holds) return another;
  }
  return finding;
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

function milliseconds(time: number): string {
  return `${Math.round(time)} ms`;
}

function list(texts: string[]): string {
  const shown = texts.slice(0, SHOWN_TEXTS).map(quote).join(', ');
  return texts.length > SHOWN_TEXTS ? `${shown} and ${texts.length - SHOWN_TEXTS} more` : shown;
}

function quote(text: unknown): string {
  const whole = String(text);
  return JSON.stringify(whole.length > SHOWN_LENGTH ? `${whole.slice(0, SHOWN_LENGTH)}…` : whole);
}
