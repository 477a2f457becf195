import type { Browser } from 'playwright-core';
import { Visitor } from '../lab/client/visitor';
import type { BuiltSite } from './built-site';

/** An app switch on a phone: the page is hidden, without any other word. */
const HIDE = `Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
  document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));`;
const SHOW = HIDE.replace("'hidden'", "'visible'");

/** What throws, by the button that makes it so. */
const THROWS = ['handler', 'rejection', 'async', 'effect', 'render'] as const;
/** What the server refuses. */
const REFUSED = ['missing', 'failing', 'xhr'] as const;

/**
 * The same walk through any of the applications: they have the same pages, links and buttons.
 *
 * It lets the application come to rest after each step, as a user does.
 */
export async function walk(
  browser: Browser,
  site: BuiltSite,
  onCalls: (visitor: Visitor) => Promise<void>,
): Promise<void> {
  const visitor = await Visitor.come(browser, site);
  const { page } = visitor;
  const title = (text: string) => page.waitForFunction(`document.title === '${text}'`);
  const rest = () => page.waitForTimeout(150);
  const click = async (id: string) => {
    await page.click(`#${id}`);
    await rest();
  };

  await visitor.open('/');
  await page.waitForSelector('#handler');
  await visitor.recorded();
  await click('to-product');
  await title('Product 7');
  await click('to-cart');
  await title('Cart');
  await page.goBack();
  await title('Product 7');
  await rest();
  await page.reload();
  await visitor.ready();
  await page.waitForSelector('#handler');
  await title('Product 7');
  await visitor.recorded();
  await click('to-reviews');
  await page.waitForURL(/#reviews$/);
  if (await page.isVisible('#to-gone')) await page.hover('#to-gone'); // which Turbo takes for a reason to fetch it
  await click('to-sorted');
  await page.waitForURL(/sort=price/);

  if (await page.isVisible('#caught')) await click('caught');
  for (const id of [...THROWS, ...REFUSED, 'start']) await click(id);
  await click('to-cart');
  await title('Cart');
  for (const id of ['complete', 'feature', 'search']) await click(id);
  await onCalls(visitor);

  site.redeployed = true;
  await click('chunk');
  await page.waitForLoadState(); // of those that try again by loading the page
  await rest();

  await visitor.do(HIDE);
  await rest();
  await visitor.do(SHOW);
  await rest();
  await page.close({ runBeforeUnload: true });
  await new Promise((resolve) => setTimeout(resolve, 300));
  await visitor.context.close();
}
