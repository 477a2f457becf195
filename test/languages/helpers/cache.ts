import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const ROOT = resolve(__dirname, '../../..');
export const CACHE = join(ROOT, '.cache', 'languages');

const COMPLETE = '.complete';

/**
 * The folder `<name>-<key>` in the cache, made when it isn't there yet or was left half made.
 *
 * The key covers everything the folder is made from. Folders of other keys are removed: they are never used again.
 */
export async function cached(name: string, inputs: string[], make: (dir: string) => Promise<void>): Promise<string> {
  const key = createHash('sha256').update(inputs.join('\n')).digest('hex').slice(0, 16);
  const dir = join(CACHE, `${name}-${key}`);
  if (existsSync(join(dir, COMPLETE))) return dir;
  mkdirSync(CACHE, { recursive: true });
  for (const other of readdirSync(CACHE)) {
    if (other.startsWith(`${name}-`)) rmSync(join(CACHE, other), { recursive: true });
  }
  mkdirSync(dir);
  await make(dir);
  writeFileSync(join(dir, COMPLETE), '');
  return dir;
}

/** The version of an installed npm package. */
export function installedVersion(name: string): string {
  return JSON.parse(readFileSync(join(ROOT, 'node_modules', name, 'package.json'), 'utf8')).version;
}
