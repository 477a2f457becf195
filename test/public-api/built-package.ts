import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');
const SCRATCH = join(ROOT, '.cache', 'public-api');

/**
 * The folder that holds .jsii and lib/index.d.ts of the present sources.
 *
 * That is the project itself where it was compiled after the last change, which scripts/test sees to. Otherwise the
 * sources are compiled aside (10 s): neither a missing nor an old assembly may pass for the present one.
 */
export function builtPackage(): string {
  if (isNewerThanSources(join(ROOT, '.jsii'))) return ROOT;
  if (!isNewerThanSources(join(SCRATCH, '.jsii'))) compileAside();
  return SCRATCH;
}

function isNewerThanSources(assembly: string): boolean {
  if (!existsSync(assembly)) return false;
  const sources = readdirSync(join(ROOT, 'src'), { recursive: true }) as string[];
  const changed = Math.max(...sources.map((path) => statSync(join(ROOT, 'src', path)).mtimeMs));
  return statSync(assembly).mtimeMs > changed;
}

function compileAside(): void {
  rmSync(SCRATCH, { recursive: true, force: true });
  mkdirSync(SCRATCH, { recursive: true });
  for (const part of ['src', 'package.json', 'tsconfig.json', 'README.md', 'LICENSE']) {
    cpSync(join(ROOT, part), join(SCRATCH, part), { recursive: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(SCRATCH, 'node_modules'), 'dir');
  const jsii = join(ROOT, 'node_modules', '.bin', 'jsii');
  try {
    execFileSync(jsii, ['--silence-warnings=reserved-word'], { cwd: SCRATCH, stdio: 'pipe', encoding: 'utf8' });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`the public API can't be checked, since the sources don't compile:\n${stdout}${stderr}`);
  }
}
