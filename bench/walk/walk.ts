import { setTimeout as pause } from 'node:timers/promises';
import type { Chromium } from '../chromium';

/** As an app switch on a phone does it, without any other word. */
const HIDE = `Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
  document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));`;
const SHOW = HIDE.replace("'hidden'", "'visible'");
/** Clients begin once the page has loaded, and send what they have every few seconds. */
const AFTER_LOAD_MS = 2_500;
const REST_MS = 400;

/** Walks through the site by real clicks, and tells the milliseconds of processor time of the page's main thread. */
export async function walk(chromium: Chromium, origin: string): Promise<number> {
  const { ask, ...page } = await chromium.newPage();
  const evaluate = async (expression: string): Promise<unknown> => {
    const { result } = await ask<{ result: { value?: unknown } }>('Runtime.evaluate', {
      expression,
      returnByValue: true,
    });
    return result.value;
  };
  const until = async (expression: string) => {
    const deadline = Date.now() + 60_000;
    while (!(await evaluate(expression))) {
      if (Date.now() > deadline) throw new Error(`not within a minute: ${expression}`);
      await pause(100);
    }
    await pause(REST_MS);
  };
  const title = (text: string) => until(`document.title === '${text}'`);
  const click = async (id: string) => {
    const rect = `document.getElementById('${id}').getBoundingClientRect()`;
    const [x, y] = (await evaluate(`(({ x, y }) => [x + 5, y + 5])(${rect})`)) as number[];
    for (const type of ['mousePressed', 'mouseReleased'])
      await ask('Input.dispatchMouseEvent', { type, x, y, button: 'left', clickCount: 1 });
    await pause(REST_MS);
  };
  const loaded = async () => {
    await until(`location.href !== 'about:blank' && !globalThis.left && document.readyState === 'complete'`);
    await pause(AFTER_LOAD_MS);
  };

  await ask('Page.navigate', { url: `${origin}/` });
  await loaded();
  await click('product');
  await title('Thing 7');
  await click('cart');
  await title('Cart');
  await evaluate('history.back()');
  await title('Thing 7');
  await click('reviews');
  await evaluate('globalThis.left = true');
  await ask('Page.reload');
  await loaded();
  for (const id of ['sorted', 'error', 'rejection', 'thrown', 'caught']) await click(id);
  for (const id of ['failing', 'missing', 'xhr', 'aborted', 'script']) await click(id);
  await click('orders');
  await title('Orders');
  await until('banner.offsetHeight > 0');
  await click('slow');
  for (const code of [HIDE, SHOW, HIDE]) {
    await evaluate(code);
    await pause(REST_MS);
  }
  const cpu = await page.cpu();
  await ask('Page.close');
  await pause(1_500);
  await page.dispose();
  return cpu;
}
