/** Which page a map of clicks is of, and a picture of that page. */
import { SYNTHETICS_USER_AGENT } from '../../src/formats/synthetic';
import { findChromium } from '../browser/chromium';
import { findPlaywright } from '../browser/playwright';
import { CannotRun, messageOf } from '../common/cannot-run';
import { imageOf, readImage } from './image';
import type { ClicksOptions } from './options';
import { type Answer, rowsOf } from './pictures/answer';
import type { ClickedPage, Image } from './pictures/clicks';

const VIEWPORT = { width: 1280, height: 800 };
const QUALITY = 70;

/** Undefined where nobody clicked. */
export async function clicksOn(answer: Answer, options: ClicksOptions): Promise<ClickedPage | undefined> {
  const rows = rowsOf(answer);
  const counts = new Map<string, number>();
  for (const { page, clicks } of rows) counts.set(String(page), (counts.get(String(page)) ?? 0) + Number(clicks));
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  const page = options.page ?? most?.[0];
  if (page === undefined) return undefined;
  if (!counts.has(page)) {
    const known = [...counts.keys()].slice(0, 20).join(', ');
    throw new CannotRun(`--page: no clicks on ${page}; there are some on: ${known || 'none'}`);
  }
  const cells = rows.filter((row) => row.page === page);
  return { page, pages: counts.size, cells, image: await pictureOf(page, options) };
}

async function pictureOf(page: string, { screenshot, baseUrl, chromium }: ClicksOptions): Promise<Image | undefined> {
  if (screenshot !== undefined) return readImage(screenshot);
  if (baseUrl === undefined) return undefined;
  if (page.includes('/:')) {
    throw new CannotRun(`--base-url: ${page} is many pages, pass a picture of one of them by --screenshot`);
  }
  return take(new URL(page, baseUrl).href, chromium);
}

/** As a canary, so that the visit is none of a user. */
async function take(url: string, asked: string | undefined): Promise<Image | undefined> {
  const playwright = findPlaywright([process.cwd(), __dirname]);
  const executablePath = findChromium(asked, () => playwright.chromium.executablePath());
  const browser = await playwright.chromium.launch({ executablePath });
  try {
    const [own] = [await browser.newPage().then((blank) => blank.evaluate('navigator.userAgent'))];
    const tab = await browser.newPage({ viewport: VIEWPORT, userAgent: `${own} ${SYNTHETICS_USER_AGENT}/ask` });
    await tab.goto(url, { waitUntil: 'load' });
    return imageOf(await tab.screenshot({ fullPage: true, type: 'jpeg', quality: QUALITY }));
  } catch (error) {
    throw new CannotRun(`--base-url: no picture of ${url}: ${messageOf(error).split('\n')[0]}`);
  } finally {
    await browser.close();
  }
}
