import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { findChromium } from '../browser/chromium';
import { findPlaywright } from '../browser/playwright';
import { PAGE_WIDTH } from './draw/size';

interface Looks {
  readonly from: string;
  readonly chromium?: string;
}

const MARGIN = 24;
const THEMES = ['light', 'dark'] as const;

/** Pictures of pages, each light and dark; returns their files. */
export async function takePictures(
  pages: readonly { readonly name: string; readonly page: string }[],
  folder: string,
  { from, chromium }: Looks,
): Promise<string[]> {
  const playwright = findPlaywright([process.cwd(), resolve(from), __dirname]);
  const executablePath = findChromium(chromium, () => playwright.chromium.executablePath());
  mkdirSync(folder, { recursive: true });
  const browser = await playwright.chromium.launch({ executablePath });
  const names = distinct(pages.map(({ name }) => fileName(name)));
  const files: string[] = [];
  try {
    for (const colorScheme of THEMES) {
      const viewport = { width: PAGE_WIDTH + MARGIN, height: 900 };
      const context = await browser.newContext({ viewport, colorScheme, offline: true, javaScriptEnabled: false });
      const tab = await context.newPage();
      for (const [at, { page }] of pages.entries()) {
        await tab.setContent(page, { waitUntil: 'load' });
        const file = join(folder, `${names[at]}-${colorScheme}.png`);
        await tab.screenshot({ path: file, fullPage: true });
        files.push(file);
      }
    }
  } finally {
    await browser.close();
  }
  return files;
}

/** Names may hold what only a deployment knows. */
function fileName(name: string): string {
  return name.replace(/[^\w.-]+/g, '_').replace(/^[_.]+|_+$/g, '') || 'dashboard';
}

/** Stacks may have dashboards of the same name: the second is NAME-2. */
function distinct(names: readonly string[]): string[] {
  return names.map((name, at) => {
    const before = names.slice(0, at).filter((other) => other === name).length;
    return before === 0 ? name : `${name}-${before + 1}`;
  });
}
