import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, sep } from 'node:path';
import type { Construct } from 'constructs';
import { fail } from '../../private/errors';

const MAX_BYTES = 50_000_000;
const REQUIRED = ['version', 'sources', 'names', 'mappings'];

/** A source map of a script: its path below the folder, with `/`, and its content as the service wants it. */
export interface SourceMapFile {
  readonly path: string;
  readonly content: string;
}

/** The source maps of scripts in a build folder and its subfolders; refuses what CloudWatch RUM could not read. */
export function readSourceMaps(scope: Construct, directory: string): SourceMapFile[] {
  const paths = list(scope, directory).filter((path) => /\.map$/.test(path) && !/\.(css|d\.[cm]?ts)\.map$/.test(path));
  if (paths.length === 0) {
    fail(scope, {
      what: 'directory',
      got: directory,
      expected: 'a folder with source maps of scripts, such as "app.js.map"',
      fix: 'have the bundler write them as files, which inline ones are not: in Vite `build.sourcemap: "hidden"`',
    });
  }
  return paths.sort().map((path) => ({ path, content: read(scope, directory, path) }));
}

/** The same for the same source maps, wherever and by whomever they are built. */
export function fingerprintOf(files: readonly SourceMapFile[]): string {
  const hash = createHash('sha256');
  for (const { path, content } of files) hash.update(`${path}\0${content.length}\0${content}`);
  return hash.digest('hex').slice(0, 20);
}

/** Hands over a folder that holds the source maps and nothing else, which is gone afterwards. */
export function withFolder<T>(files: readonly SourceMapFile[], use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'source-maps-'));
  try {
    for (const { path, content } of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function list(scope: Construct, directory: string): string[] {
  try {
    return readdirSync(directory, { encoding: 'utf8', recursive: true }).map((path) => path.split(sep).join('/'));
  } catch (error) {
    return fail(scope, {
      what: 'directory',
      got: directory,
      expected: `a folder that can be read (${(error as Error).message})`,
      fix: 'pass the folder that the bundler writes to, and build before `cdk synth`',
    });
  }
}

function read(scope: Construct, directory: string, path: string): string {
  const file = join(directory, path);
  const { size } = statSync(file);
  if (size > MAX_BYTES) {
    fail(scope, {
      what: `directory (${path})`,
      got: `${size} bytes`,
      expected: 'a source map of at most 50 MB, which is what CloudWatch RUM reads',
      fix: 'split the script into chunks',
    });
  }
  const content = readFileSync(file, 'utf8');
  const map = parse(content);
  const missing = REQUIRED.filter((field) => map?.[field] === undefined);
  if (map?.version !== 3 || missing.length > 0) {
    fail(scope, {
      what: `directory (${path})`,
      got: map
        ? `a JSON object of version ${map.version} without ${missing.join(', ') || 'nothing'}`
        : 'no JSON object',
      expected: `a source map of version 3 with ${REQUIRED.join(', ')}`,
      fix: 'have the bundler write plain source maps, without sections',
    });
  }
  // The service also wants the field that esbuild leaves out, as the specification lets it.
  return map.file === undefined ? JSON.stringify({ ...map, file: scriptOf(path) }) : content;
}

function parse(content: string): Record<string, unknown> | undefined {
  try {
    const map = JSON.parse(content);
    return typeof map === 'object' && map !== null && !Array.isArray(map) ? map : undefined;
  } catch {
    return undefined;
  }
}

/** `app.js` of `assets/app.js.map`. */
function scriptOf(path: string): string {
  return path.replace(/^.*\//, '').replace(/\.map$/, '');
}
