/** The script of LinkCheck: follows the links of a site in CloudWatch Synthetics, and fails on broken ones. */
import { synthetics } from '@aws/synthetics-playwright';
import { LINK_CHECK, type LinkCheckSettings } from '../../src/formats/link-check';
import { crawl, describeBroken } from './crawl';
import { BrowserWeb } from './web';

export async function handler(): Promise<void> {
  const settings: LinkCheckSettings = JSON.parse(String(process.env[LINK_CHECK]));
  try {
    const browser = await synthetics.launch();
    const page = await synthetics.newPage(browser);
    const check = async () => {
      const { broken, pages, links, notes } = await crawl(settings, new BrowserWeb(page));
      console.log(`checked ${links} links on ${pages} pages, ${broken.length} of them are broken`);
      for (const note of notes) console.log(note);
      for (const link of broken) console.log(`broken link: ${JSON.stringify(link)}`);
      if (broken.length > 0) throw new Error(describeBroken(broken));
    };
    await synthetics.executeStep('links', check, {}, page);
  } finally {
    await synthetics.close();
  }
}
