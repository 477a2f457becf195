import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { BrowserType } from 'playwright-core';
import { CannotRun } from '../common/cannot-run';
import { packageFolder } from '../common/packages';

/** Playwright as the user's project has it; the package brings none. */
export interface Playwright {
  readonly chromium: BrowserType;
  /** The folder of its package. */
  readonly directory: string;
  readonly version: string;
}

// With a strict package manager only what the project names itself can be seen from it.
const ROUTES = [['playwright-core'], ['playwright'], ['@playwright/test', 'playwright']];

/** Looks for Playwright from each of the folders upwards, in their order. */
export function findPlaywright(folders: string[]): Playwright {
  for (const folder of folders) {
    for (const route of ROUTES) {
      const directory = route.reduce<string | undefined>((from, name) => from && packageFolder(from, name), folder);
      if (directory !== undefined) return loadPlaywright(directory);
    }
  }
  throw new CannotRun(
    [
      `Playwright was not found from ${folders.join(' or ')}. It drives the browser:`,
      '  npm install --save-dev playwright-core     with a Chromium or Chrome that is on this machine, or',
      '  npm install --save-dev playwright && npx playwright install chromium     which brings one',
    ].join('\n'),
  );
}

/** The Playwright whose package is in a folder. */
export function loadPlaywright(directory: string): Playwright {
  const file = join(directory, 'package.json');
  const { version } = JSON.parse(readFileSync(file, 'utf8'));
  return { chromium: createRequire(file)(directory).chromium, directory, version };
}
