/** Starts Chromium for many clients, and writes where it listens: browser-server.ts FILE PROGRAM [EDGE]. */
import { renameSync, writeFileSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { chromiumOptions } from '../../../lab/cast/browser';

async function main([file, executablePath, edge]: string[]): Promise<void> {
  const server = await chromium.launchServer({
    ...chromiumOptions(edge ? JSON.parse(edge) : undefined),
    executablePath,
  });
  writeFileSync(`${file}.new`, server.wsEndpoint());
  renameSync(`${file}.new`, file);
}

void main(process.argv.slice(2));
