import type { ExpectationDocument, ExpectationName } from '../src/canaries/journey-document';
import { seconds, sleep, type Visit, within } from './visit';

const INTERVAL_MS = 100;
const SHOWN_TEXTS = 3;
const SHOWN_LENGTH = 200;

/** What a look at the page showed. */
interface Finding {
  readonly holds: boolean;
  readonly got: string;
}

interface Expectation {
  readonly expected: (part: ExpectationDocument) => string;
  readonly look: (visit: Visit, part: ExpectationDocument) => Promise<Finding>;
}

const EXPECTATIONS: Record<ExpectationName, Expectation> = {
  visible: {
    expected: () => 'a visible element',
    look: async (visit, { locator }) => {
      if ((await visit.visible(locator).count()) > 0) return { holds: true, got: 'one' };
      return { holds: false, got: await invisible(visit, locator) };
    },
  },
  hidden: {
    expected: () => 'no visible element',
    look: async (visit, { locator }) => {
      const visible = await visit.visible(locator).count();
      return { holds: visible === 0, got: `${visible}` };
    },
  },
  text: {
    expected: ({ value }) => `a visible element with the text ${quote(value)}`,
    look: async (visit, { locator, value }) => {
      const texts = (await visit.visible(locator).allTextContents()).map(collapse);
      const holds = texts.some((text) => text.includes(collapse(String(value))));
      return { holds, got: texts.length > 0 ? list(texts) : await invisible(visit, locator) };
    },
  },
  value: {
    expected: ({ value }) => `a visible field with the value ${quote(value)}`,
    look: async (visit, { locator, value }) => {
      const read = (fields: Element[]) => fields.map((field) => String((field as HTMLInputElement).value));
      const values = await visit.visible(locator).evaluateAll(read);
      const got = values.length > 0 ? list(values) : await invisible(visit, locator);
      return { holds: values.includes(String(value)), got };
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
    look: async (visit, { value }) => ({ holds: visit.status === Number(value), got: `${visit.status ?? 'no page'}` }),
  },
  count: {
    expected: ({ value }) => `a count of ${value}`,
    look: async (visit, { locator, value }) => {
      const count = await visit.all(locator).count();
      return { holds: count === Number(value), got: `${count}` };
    },
  },
};

/** Looks at the page until the expectation holds; throws what was expected and what was got when time is over. */
export async function expectThat(visit: Visit, part: ExpectationDocument, timeoutMs: number): Promise<void> {
  const expectation = EXPECTATIONS[part.expect];
  const until = Date.now() + timeoutMs;
  let got = '';
  do {
    try {
      // Even the last look gets a moment: an answer takes some milliseconds.
      const finding = await within(expectation.look(visit, part), Math.max(until - Date.now(), 50));
      if (finding.holds) return;
      got = finding.got;
    } catch (error) {
      // A page that is just being left has no answer; what it showed before tells more.
      const [reason] = String(error instanceof Error ? error.message : error).split('\n');
      got ||= reason;
    }
    await sleep(Math.min(INTERVAL_MS, Math.max(until - Date.now(), 0)));
  } while (Date.now() < until);
  throw new Error(`expected ${expectation.expected(part)} within ${seconds(timeoutMs)}, got ${got}`);
}

async function invisible(visit: Visit, locator: string | undefined): Promise<string> {
  const count = await visit.all(locator).count();
  return count === 0 ? 'no element' : `${count} hidden`;
}

function contains(got: string, value: unknown): Finding {
  return { holds: got.includes(collapse(String(value))), got: quote(got) };
}

function collapse(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function list(texts: string[]): string {
  const shown = texts.slice(0, SHOWN_TEXTS).map(quote).join(', ');
  return texts.length > SHOWN_TEXTS ? `${shown} and ${texts.length - SHOWN_TEXTS} more` : shown;
}

function quote(text: unknown): string {
  const whole = String(text);
  return JSON.stringify(whole.length > SHOWN_LENGTH ? `${whole.slice(0, SHOWN_LENGTH)}…` : whole);
}
