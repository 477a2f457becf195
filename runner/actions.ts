import { stripVTControlCharacters } from 'node:util';
import type { Locator } from 'playwright-core';
import type { ActionDocument, ActionName } from '../src/canaries/journey-document';
import { seconds, sleep, type Visit, within } from './visit';

interface ActionOptions {
  readonly timeoutMs: number;
  /** Whether a page may answer with an error status, because an expectation of the step judges it. */
  readonly anyStatus: boolean;
}

type ElementAction = (element: Locator, value: string, timeout: number) => Promise<unknown>;

const ON_ELEMENTS: Record<Exclude<ActionName, 'open' | 'wait'>, ElementAction> = {
  click: (element, _value, timeout) => element.click({ timeout }),
  fill: (element, value, timeout) => element.fill(value, { timeout }),
  type: (element, value, timeout) => element.pressSequentially(value, { timeout }),
  select: (element, value, timeout) => element.selectOption(value, { timeout }),
  press: (element, value, timeout) => element.press(value, { timeout }),
  hover: (element, _value, timeout) => element.hover({ timeout }),
};

/** Does what a synthetic user does, and throws what was expected and what was got if that fails. */
export async function act(visit: Visit, part: ActionDocument, options: ActionOptions): Promise<void> {
  if (part.action === 'open') return open(visit, String(part.value), options);
  if (part.action === 'wait') return pause(Number(part.value), options.timeoutMs);
  const element = visit.all(part.locator);
  try {
    await ON_ELEMENTS[part.action](element, String(part.value ?? ''), options.timeoutMs);
  } catch (error) {
    const found = await count(element);
    throw new Error(
      `expected one element that can be acted on within ${seconds(options.timeoutMs)}, got ${found}${reason(error)}`,
    );
  }
}

async function open(visit: Visit, url: string, { timeoutMs, anyStatus }: ActionOptions): Promise<void> {
  let status: number | undefined;
  try {
    const response = await visit.page.goto(visit.address(url), { timeout: timeoutMs });
    status = response?.status();
  } catch (error) {
    throw new Error(`expected the page to load within ${seconds(timeoutMs)}, got none${reason(error)}`);
  }
  if (status !== undefined && status >= 400 && !anyStatus) {
    throw new Error(`expected a status below 400, got ${status}`);
  }
}

async function pause(milliseconds: number, left: number): Promise<void> {
  if (milliseconds > left)
    throw new Error(`expected ${seconds(milliseconds)} to be left of the run, got ${seconds(left)}`);
  await sleep(milliseconds);
}

async function count(element: Locator): Promise<string> {
  try {
    const found = await within(element.count(), 1_000);
    return found === 1 ? '1 element' : `${found} elements`;
  } catch {
    return 'no answer from the page';
  }
}

/** Why Playwright gave up: the first line of its message, and the last of its log that names an obstacle. */
function reason(error: unknown): string {
  const message = stripVTControlCharacters(error instanceof Error ? error.message : String(error));
  const lines = message.split('\n').map((line) => line.replace(/^[\s-]+/, ''));
  const obstacles = lines.slice(1).filter((line) => /intercepts|is not|did not find|strict mode|outside/.test(line));
  return ` (${[lines[0], ...obstacles.slice(-1)].join(' ')})`;
}
