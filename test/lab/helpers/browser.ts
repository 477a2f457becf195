import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { CHROMIUM, type Edge, WINDOWLESS } from '../../../lab/cast/browser';
import type { Lab } from './lab';
import { sharedFolder, startServer } from './servers';

const ADDRESS = 'address';

/**
 * Chromium, which this process of jest shares among its suites: each has contexts of its own, and closes those alone.
 *
 * With the shared lab, the hosts that the lab emulates are found there.
 */
export function sharedBrowser(lab?: Lab): Promise<Browser> {
  return shared(lab ? 'browser-of-lab' : 'browser', CHROMIUM, lab?.edge);
}

/** The same, at less cost, for what doesn't depend on what only windows have. */
export function windowlessBrowser(): Promise<Browser> {
  return shared('windowless-browser', WINDOWLESS);
}

async function shared(name: string, executable: string, edge?: Edge): Promise<Browser> {
  const folder = sharedFolder(name);
  const file = join(folder, ADDRESS);
  if (!existsSync(file)) {
    const args = [join(__dirname, 'browser-server.ts'), file, executable, ...(edge ? [JSON.stringify(edge)] : [])];
    await startServer(folder, [process.execPath, '--import', 'tsx', ...args], ADDRESS);
  }
  return chromium.connect(readFileSync(file, 'utf8'));
}
