import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import type { Lab } from './lab';
import { sharedFolder, startServer } from './servers';

const ADDRESS = 'address';

/**
 * Chromium, which this process of jest shares among its suites: each has contexts of its own, and closes those alone.
 *
 * With the shared lab, the hosts that the lab emulates are found there.
 */
export async function sharedBrowser(lab?: Lab): Promise<Browser> {
  const folder = sharedFolder(lab ? 'browser-of-lab' : 'browser');
  const file = join(folder, ADDRESS);
  if (!existsSync(file)) {
    const edge = lab ? [JSON.stringify(lab.edge)] : [];
    const server = join(__dirname, 'browser-server.ts');
    await startServer(folder, [process.execPath, '--import', 'tsx', server, file, ...edge], ADDRESS);
  }
  return chromium.connect(readFileSync(file, 'utf8'));
}
