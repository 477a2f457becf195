import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import type { ActionDocument, ActionName } from '../src/formats/journey';
import { VIEWPORT } from '../src/formats/synthetic';
import { reason } from './messages';
import { request } from './request';
import { runScript } from './script';
import { seconds, sleep, within } from './time';
import type { Player, Time, Turn } from './turn';
import type { Visit } from './visit';

const INTERVAL_MS = 100;
/** Fields that pages hide behind something that looks better. */
const OFTEN_HIDDEN = 'input[type=checkbox], input[type=radio], input[type=file]';

/** How each kind of action is played. */
export const ACTION_PLAYERS: Record<ActionName, Player> = {
  open,
  click: (element, time, { part }) => element.click({ ...time, ...pointer(part) }),
  doubleClick: (element, time, { part }) => element.dblclick({ ...time, ...pointer(part) }),
  fill: (element, time, { value }) => element.fill(value, time),
  type: (element, time, { value }) => element.pressSequentially(value, time),
  change,
  select: (element, time, { value }) => element.selectOption(value, time),
  press: (element, time, { value }) => element.press(value, time),
  keyDown: (_element, _time, { visit, value }) => visit.page.keyboard.down(value),
  keyUp: (_element, _time, { visit, value }) => visit.page.keyboard.up(value),
  hover: (element, time) => element.hover(time),
  scroll: (element, time) => element.scrollIntoViewIfNeeded(time),
  scrollTo: (element, time, { visit, part: { locator, position = { x: 0, y: 0 } } }) =>
    locator === undefined
      ? visit.page.evaluate(({ x, y }) => window.scrollTo(x, y), position)
      : element.evaluate((scrolled, { x, y }) => scrolled.scrollTo(x, y), position, time),
  upload: (element, time, { visit, part }) => element.setInputFiles(join(visit.directory, part.file ?? ''), time),
  acceptDialogs: async (_element, _time, { visit, part }) =>
    visit.dialogs.accept(part.value === undefined ? undefined : String(part.value)),
  dismissDialogs: async (_element, _time, { visit }) => visit.dialogs.dismiss(),
  viewport: (_element, _time, { visit, part }) => visit.page.setViewportSize(part.size ?? VIEWPORT),
  request,
  script: (_element, { timeout }, { visit, part }) =>
    runScript(join(visit.directory, part.file ?? ''), { page: visit.page, variables: visit.variables }, timeout),
  wait: (_element, { timeout }, { value }) => pause(Number(value), timeout),
};

/** Does what a synthetic user does, and throws what was expected and what was got if that fails. */
export async function act(visit: Visit, part: ActionDocument, timeoutMs: number, anyStatus: boolean): Promise<void> {
  const play = ACTION_PLAYERS[part.action];
  const text = String(part.value ?? '');
  if (part.locator === undefined) {
    const [none] = visit.candidates({});
    return void (await play(none, { timeout: timeoutMs }, { visit, part, value: text, anyStatus }));
  }
  const until = Date.now() + timeoutMs;
  const value = await visit.secrets.fill(text);
  const element = await theElement(visit, part, until);
  try {
    const time = { timeout: Math.max(until - Date.now(), 1) };
    if (value !== text) await mask(element, time);
    await play(element, time, { visit, part, value, anyStatus });
  } catch (error) {
    const found = await count(element);
    throw new Error(
      `expected one element that can be acted on within ${seconds(timeoutMs)}, got ${found}${reason(error)}`,
    );
  }
}

/** Of several ways to find an element the first that matches just one; without such a choice Playwright judges. */
async function theElement(visit: Visit, part: ActionDocument, until: number): Promise<Locator> {
  const candidates = visit.candidates(part);
  while (candidates.length > 1) {
    for (const candidate of candidates) {
      const found = candidate.filter({ visible: true });
      if (await isOne(found)) return found;
    }
    if (part.action === 'change' || part.action === 'upload') {
      for (const candidate of candidates) {
        const found = candidate.and(visit.frame(part.frame).locator(OFTEN_HIDDEN));
        if (await isOne(found)) return found;
      }
    }
    if (Date.now() + INTERVAL_MS >= until) break;
    await sleep(INTERVAL_MS);
  }
  return candidates[0];
}

async function isOne(found: Locator): Promise<boolean> {
  return (await within(found.count(), 5_000).catch(() => 0)) === 1;
}

/** Keeps what a field holds out of screenshots. It shows dots, as a password field does. */
async function mask(element: Locator, time: Time): Promise<void> {
  await element.evaluate(
    (field) => (field as HTMLElement).style.setProperty('-webkit-text-security', 'disc', 'important'),
    undefined,
    time,
  );
}

function pointer({ button, holdMs }: ActionDocument): { button?: 'left' | 'right' | 'middle'; delay?: number } {
  return {
    ...(button !== undefined && { button: button as 'left' | 'right' | 'middle' }),
    ...(holdMs !== undefined && { delay: holdMs }),
  };
}

/**
 * Sets a field of any kind. A checkbox or a radio button has been changed by the click or the key that was recorded before:
 * what is recorded as its value, such as `on`, does not tell whether it is checked.
 */
async function change(element: Locator, time: Time, { value }: Turn): Promise<unknown> {
  const type = await element.evaluate((field) => (field as HTMLInputElement).type, undefined, time);
  if (type === 'select-one' || type === 'select-multiple') return element.selectOption(value, time);
  if (type !== 'checkbox' && type !== 'radio') return element.fill(value, time);
  const wanted = type === 'radio' || (/^(true|false)$/.test(value) ? value === 'true' : undefined);
  const isChecked = await element.isChecked(time);
  return wanted === undefined || wanted === isChecked ? undefined : element.setChecked(wanted, time);
}

async function open(_element: Locator, time: Time, { visit, value, anyStatus }: Turn): Promise<void> {
  let status: number | undefined;
  try {
    const response = await visit.page.goto(visit.address(value), time);
    status = response?.status();
    visit.navigated.clear();
  } catch (error) {
    throw new Error(`expected the page to load within ${seconds(time.timeout)}, got none${reason(error)}`);
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
