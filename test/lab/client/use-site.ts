import type { Browser, BrowserContextOptions } from 'playwright-core';
import { sharedBrowser } from '../helpers/browser';
import { Site } from './site';
import { closeAll, Visitor } from './visitor';

/** A site that a suite has to itself: open for all of its tests, as new for each, with nobody left over from another. */
export function useSite(): {
  readonly site: Site;
  readonly browser: () => Browser;
  readonly newVisitor: (options?: BrowserContextOptions) => Promise<Visitor>;
} {
  const site = new Site();
  let browser: Browser;
  beforeAll(async () => {
    await site.open();
    browser = await sharedBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    site.close();
  });
  beforeEach(() => site.reset());
  afterEach(() => closeAll(browser));
  return { site, browser: () => browser, newVisitor: (options) => Visitor.come(browser, site, options) };
}
