/**
 * Lays a canary's code out so that it finds the Synthetics library, without touching the code or hooking the loader:
 *
 *   <stage>/task/…                                     the code, as the zip holds it
 *   <stage>/node_modules/@aws/synthetics-playwright    the stand-in
 *   <stage>/node_modules/playwright, playwright-core   what the runtime has, too
 *
 * Node looks for a module in every parent directory, for `require` and for `import`.
 */
import { cpSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CannotRun } from '../common/cannot-run';
import type { Synthetics } from './synthetics';

const LIBRARIES = ['@aws/synthetics-playwright', '@amzn/synthetics-playwright'];
const EXTENSIONS = ['.js', '.mjs', '.cjs'];

export interface Staged {
  /** Where the handler's file lies, and so its synthetics.json. */
  readonly home: string;
  readonly handler: () => Promise<unknown>;
}

interface Canary {
  readonly code: string;
  readonly handler: string;
}

export async function stage(
  directory: string,
  { code, handler }: Canary,
  library: Synthetics,
  playwright: string,
): Promise<Staged> {
  const task = join(directory, 'task');
  cpSync(code, task, { recursive: true });
  for (const name of LIBRARIES) provide(directory, name, library);
  // A junction is what Windows lets everyone make; other systems take it for a symbolic link.
  for (const name of ['playwright', 'playwright-core'])
    symlinkSync(playwright, join(directory, 'node_modules', name), 'junction');

  const dot = handler.lastIndexOf('.');
  const [path, name] = [handler.slice(0, dot), handler.slice(dot + 1)];
  const file = EXTENSIONS.map((extension) => join(task, path + extension)).find((candidate) => existsSync(candidate));
  if (dot < 1 || !file) throw new CannotRun(`handler ${handler}: no ${path}.js, .mjs or .cjs in ${code}`);
  const script = await import(pathToFileURL(file).href);
  const found = script[name] ?? script.default?.[name];
  if (typeof found !== 'function') throw new CannotRun(`handler ${handler}: ${file} exports no function ${name}`);
  return { home: dirname(file), handler: found };
}

/** A module whose one export is an object of this process; written so that Node sees the name of the export. */
function provide(directory: string, name: string, library: Synthetics): void {
  const key = 'cdk-user-telemetry.synthetics';
  Object.assign(globalThis, { [Symbol.for(key)]: library });
  const home = join(directory, 'node_modules', name);
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, 'package.json'), JSON.stringify({ name, version: '0.0.0', main: 'index.js' }));
  writeFileSync(join(home, 'index.js'), `exports.synthetics = globalThis[Symbol.for(${JSON.stringify(key)})];\n`);
}
