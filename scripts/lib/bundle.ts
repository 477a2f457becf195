/** Bundles what runs outside of CDK: the browser client and the canary runner, into assets/. */
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { thirdPartyLicenses } from './licenses';

const root = resolve(__dirname, '../..');
const assets = join(root, 'assets');

async function main(): Promise<void> {
  const client = await build({
    entryPoints: {
      telemetry: join(root, 'client/index.ts'),
      'telemetry-signed': join(root, 'client/signed.ts'),
    },
    outdir: join(assets, 'client'),
    bundle: true,
    minify: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2019',
    legalComments: 'none', // they are in the file below
    metafile: true,
    absWorkingDir: root,
  });
  const runner = await build({
    entryPoints: [join(root, 'runner/index.ts')],
    outfile: join(assets, 'runner/index.js'),
    bundle: true,
    minify: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    external: ['@aws/synthetics-playwright'],
    legalComments: 'none', // they are in the file below
    metafile: true,
    absWorkingDir: root,
  });
  const licenses = thirdPartyLicenses(root, [client.metafile, runner.metafile]);
  writeFileSync(join(assets, 'THIRD-PARTY-LICENSES.txt'), licenses);
}

void main();
