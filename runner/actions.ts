import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { Locator } from 'playwright-core';
import type { ActionDocument, ActionName } from '../src/formats/journey';
import { request } from './request';
import { runScript } from './script';
import { seconds, sleep, type Visit, within } from './visit';

export interface ActionOptions {
  readonly timeoutMs: number;
  /** Whether a page may answer with an error status, because an expectation of the step judges it. */
  readonly anyStatus: boolean;
}

interface Given {
  readonly part: ActionDocument;
  readonly value: string;
  readonly timeout: number;
  readonly visit: Visit;
}

type ElementAction = (element: Locator, given: Given) => Promise<unknown>;
type PageAction = (visit: Visit, part: ActionDocument, options: ActionOptions) => Promise<unknown>;

const INTERVAL_MS = 100;

const ON_ELEMENTS: { readonly [name in ActionName]?: ElementAction } = {
  click: (element, { part, timeout }) => element.click({ timeout, ...pointer(part) }),
  doubleClick: (element, { part, timeout }) => element.dblclick({ timeout, ...pointer(part) }),
  fill: (element, { value, timeout }) => element.fill(value, { timeout }),
  type: (element, { value, timeout }) => element.pressSequentially(value, { timeout }),
  change,
  select: (element, { value, timeout }) => element.selectOption(value, { timeout }),
  press: (element, { value, timeout }) => element.press(value, { timeout }),
  hover: (element, { timeout }) => element.hover({ timeout }),
  scroll: (element, { timeout }) => element.scrollIntoViewIfNeeded({ timeout }),
  scrollTo: (element, { part, timeout }) =>
    element.evaluate((scrolled, { x, y }) => scrolled.scrollTo(x, y), part.position ?? { x: 0, y: 0 }, { timeout }),
  upload: (element, { part, timeout, visit }) =>
    element.setInputFiles(join(visit.directory, part.file ?? ''), { timeout }),
};

const ON_PAGES: { readonly [name in ActionName]?: PageAction } = {
  open,
  request,
  script: (visit, { file = '' }, { timeoutMs }) =>
    runScript(join(visit.directory, file), { page: visit.page, variables: visit.variables }, timeoutMs),
  wait: (_visit, { value }, { timeoutMs }) => pause(Number(value), timeoutMs),
  keyDown: ({ page }, { value }) => page.keyboard.down(String(value)),
  keyUp: ({ page }, { value }) => page.keyboard.up(String(value)),
  viewport: ({ page }, { size }) => page.setViewportSize(size ?? { width: 1920, height: 1080 }),
  scrollTo: ({ page }, { position }) => page.evaluate(({ x, y }) => window.scrollTo(x, y), position ?? { x: 0, y: 0 }),
};

/** Does what a synthetic user does, and throws what was expected and what was got if that fails. */
export async function act(visit: Visit, part: ActionDocument, options: ActionOptions): Promise<void> {
  const onPage = part.locator === undefined ? ON_PAGES[part.action] : undefined;
  if (onPage) return void (await onPage(visit, part, options));
  const onElement = ON_ELEMENTS[part.action];
  if (!onElement) throw new Error(`expected an action that this runner knows, got ${part.action}; deploy again`);

  const until = Date.now() + options.timeoutMs;
  const text = String(part.value ?? '');
  const value = await visit.secrets.fill(text);
  const element = await theElement(visit, part, until);
  try {
    const timeout = Math.max(until - Date.now(), 1);
    if (value !== text) await mask(element, timeout);
    await onElement(element, { part, value, timeout, visit });
  } catch (error) {
    const found = await count(element);
    throw new Error(
      `expected one element that can be acted on within ${seconds(options.timeoutMs)}, got ${found}${reason(error)}`,
    );
  }
}

/** Of several ways to find an element the first that matches just one; without such a choice Playwright judges. */
async function theElement(visit: Visit, part: ActionDocument, until: number): Promise<Locator> {
  const candidates = visit.candidates(part);
  while (candidates.length > 1) {
    for (const candidate of candidates) {
      const found = candidate.filter({ visible: true });
      if ((await within(found.count(), 5_000).catch(() => 0)) === 1) return found;
    }
    if (Date.now() + INTERVAL_MS >= until) break;
    await sleep(INTERVAL_MS);
  }
  return candidates[0];
}

/** Keeps what a field holds out of screenshots. It shows dots, as a password field does. */
async function mask(element: Locator, timeout: number): Promise<void> {
  await element.evaluate(
    (field) => (field as HTMLElement).style.setProperty('-webkit-text-security', 'disc', 'important'),
    undefined,
    { timeout },
  );
}

function pointer({ button, holdMs }: ActionDocument): { button?: 'left' | 'right' | 'middle'; delay?: number } {
  return {
    ...(button !== undefined && { button: button as 'left' | 'right' | 'middle' }),
    ...(holdMs !== undefined && { delay: holdMs }),
  };
}

/** What a recording calls a change may be of any kind of field. */
async function change(element: Locator, { value, timeout }: Given): Promise<unknown> {
  const isSelect = await element.evaluate((field) => field.tagName === 'SELECT', undefined, { timeout });
  return isSelect ? element.selectOption(value, { timeout }) : element.fill(value, { timeout });
}

async function open(visit: Visit, { value }: ActionDocument, { timeoutMs, anyStatus }: ActionOptions): Promise<void> {
  let status: number | undefined;
  try {
    const response = await visit.page.goto(visit.address(String(value)), { timeout: timeoutMs });
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
