/** Packages that the user's project has and that this one does not bring: they are large, and few need them. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { CannotRun } from './cannot-run';

export interface Wanted {
  /** The package, such as `echarts`. */
  readonly name: string;
  /** How a message begins, such as `Apache ECharts`. */
  readonly title: string;
  /** What it is for and how large it is, as the end of a sentence. */
  readonly purpose: string;
  /** The only major version that is known to work; any by default. */
  readonly major?: number;
}

/** The package as it is seen from the first of the folders that sees it. */
export function loadPackage(wanted: Wanted, folders: readonly string[]): unknown {
  const { name, title, purpose, major } = wanted;
  const install = `  npm install --save-dev ${name}${major === undefined ? '' : `@${major}`}`;
  for (const folder of folders) {
    const directory = packageFolder(folder, name);
    if (directory === undefined) continue;
    const { version } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
    if (major !== undefined && Number.parseInt(version, 10) !== major) {
      throw new CannotRun(`${title} ${version} was found in ${directory}, expected version ${major}:\n${install}`);
    }
    return createRequire(join(folder, 'package.json'))(name);
  }
  throw new CannotRun(`${title} was not found from ${folders.join(' or ')}. ${purpose}:\n${install}`);
}

/** By its package.json, which packages with an `exports` map let nobody resolve: so by looking at the folders. */
export function packageFolder(from: string, name: string): string | undefined {
  const folders = createRequire(join(from, 'package.json')).resolve.paths(name) ?? [];
  return folders.map((folder) => join(folder, name)).find((folder) => existsSync(join(folder, 'package.json')));
}
