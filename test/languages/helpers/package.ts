import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CACHE, cached, installedVersion, ROOT } from './cache';
import { run } from './run';

/**
 * The library exactly as npm publishes it, unpacked. All languages are built from it.
 *
 * It has to be compiled before; scripts/test does that.
 */
export async function publishedPackage(): Promise<string> {
  for (const built of ['.jsii', 'lib/index.js', 'assets']) {
    if (!existsSync(join(ROOT, built)))
      throw new Error(`${built} is missing: build the package first (npx projen compile)`);
  }
  const scratch = mkdtempSync(join(tmpdir(), 'languages-'));
  try {
    await run('npm', ['pack', '--ignore-scripts', '--pack-destination', scratch], { cwd: ROOT });
    const tarball = join(scratch, readdirSync(scratch)[0]);
    const content = createHash('sha256').update(readFileSync(tarball)).digest('hex');
    const dir = await cached('package', [content], (made) => run('tar', ['-xzf', tarball, '-C', made], { cwd: ROOT }));
    return join(dir, 'package');
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

/** The unpacked package that the global set-up made. */
export function unpackedPackage(): string {
  const [dir] = readdirSync(CACHE).filter((name) => name.startsWith('package-'));
  return join(CACHE, dir, 'package');
}

export type Language = 'python' | 'java' | 'go' | 'dotnet';

/**
 * Generates the bindings of packages for a language: what jsii-pacmak publishes in it.
 *
 * Only code, unless `build`: then the language's own tools make the artifact.
 */
export async function generateBindings(
  language: Language,
  packages: string[],
  outdir: string,
  options: { readonly build?: boolean } = {},
): Promise<void> {
  const pacmak = join(ROOT, 'node_modules', '.bin', 'jsii-pacmak');
  const flags = ['--target', language, '--no-npmignore', '--no-fingerprint', '--outdir', outdir];
  await run(pacmak, [...flags, ...(options.build ? [] : ['--code-only']), ...packages], {
    cwd: ROOT,
    // Packages from node_modules are packed again: their own prepack scripts are not for us.
    env: { npm_config_ignore_scripts: 'true', JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20' },
  });
}

/** The bindings of the library itself, in the cache. */
export async function libraryBindings(language: Language, options: { readonly build?: boolean } = {}): Promise<string> {
  const library = unpackedPackage();
  const dir = await cached(language, [library, installedVersion('jsii-pacmak')], (made) =>
    generateBindings(language, [library], made, options),
  );
  return join(dir, language);
}
