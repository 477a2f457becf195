import { writeFileSync } from 'node:fs';
import { launchChromium } from '../cast';
import { fetchOk } from './lab';

/** Saves a page as a person would see it: its HTML, and a picture of it. */
export async function savePage(url: string, file: string): Promise<void> {
  writeFileSync(`${file}.html`, await (await fetchOk(url)).text());
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, deviceScaleFactor: 1 });
    await page.goto(url, { waitUntil: 'load' });
    await page.screenshot({ path: `${file}.png`, fullPage: true });
  } finally {
    await browser.close();
  }
}
