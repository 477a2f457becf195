import { join } from 'node:path';
import { buildSync } from 'esbuild';

/** Bundles each backend into one file. The output depends on nothing but the sources, so asset hashes are stable. */
for (const name of ['cart', 'orders']) {
  buildSync({
    absWorkingDir: __dirname,
    entryPoints: [`${name}/index.ts`],
    outfile: join('build', name, 'index.js'),
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'warning',
  });
}
