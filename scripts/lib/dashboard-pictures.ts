/**
 * Draws the pictures of docs/dashboards.md, light and dark: the top of the first dashboard of an app, with made-up series.
 *
 * cd examples/retail && npx cdk synth && cd ../.. && npx tsx scripts/lib/dashboard-pictures.ts examples/retail/cdk.out
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { findChromium } from '../../cli/browser/chromium';
import { findPlaywright } from '../../cli/browser/playwright';

const ROOT = resolve(__dirname, '../..');
/** Of the page as it is, and how much smaller the picture is. */
const CLIP = { x: 0, y: 92, width: 1464, height: 1680 };
const SCALE = 0.6;

async function main(from: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'pictures-'));
  const page = join(folder, 'dashboards.html');
  execFileSync('npx', ['tsx', 'cli/index.ts', 'preview', from, '--out', page], { cwd: ROOT, stdio: 'inherit' });
  const { chromium } = findPlaywright([ROOT]);
  const browser = await chromium.launch({ executablePath: findChromium(undefined, () => chromium.executablePath()) });
  try {
    for (const colorScheme of ['light', 'dark'] as const) {
      const viewport = { width: CLIP.width, height: CLIP.y + CLIP.height };
      const context = await browser.newContext({ viewport, colorScheme, deviceScaleFactor: SCALE, offline: true });
      const tab = await context.newPage();
      await tab.setContent(readFileSync(page, 'utf8'), { waitUntil: 'load' });
      await tab.screenshot({ path: join(ROOT, `docs/images/dashboards-${colorScheme}.png`), clip: CLIP });
    }
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true });
  }
}

const [, , from] = process.argv;
if (from === undefined) throw new Error('expected the output folder of cdk synth');
void main(resolve(from));
