import { cpSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { JOURNEY_FILE, type JourneyDocument } from '../../src/formats/journey';
import { CannotRun } from '../common/cannot-run';
import type { Canary } from './canaries';
import { unzip } from './zip';

/** Lays a canary's code out in a folder, as its zip would be unpacked. */
export function layOut({ code, path, handler }: Canary, directory: string): void {
  mkdirSync(directory, { recursive: true });
  if (code === undefined) {
    throw new CannotRun(
      `${path}: its code is not in the cloud assembly, but somewhere in S3; only assets can be run here`,
    );
  }
  if ('script' in code) {
    writeFileSync(join(directory, `${(handler ?? 'index.handler').replace(/\.[^.]*$/, '')}.js`), code.script);
    return;
  }
  if (!existsSync(code.path))
    throw new CannotRun(`${path}: its code ${code.path} is gone; run \`npx cdk synth\` again`);
  if (statSync(code.path).isDirectory()) cpSync(code.path, directory, { recursive: true });
  else unzip(code.path, directory);
}

/** The journey that a canary's code plays; none if it is a script of another kind. */
export function readJourney(directory: string): JourneyDocument | undefined {
  const file = join(directory, JOURNEY_FILE);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

export function writeJourney(directory: string, journey: JourneyDocument): void {
  writeFileSync(join(directory, JOURNEY_FILE), `${JSON.stringify(journey, undefined, 2)}\n`);
}
