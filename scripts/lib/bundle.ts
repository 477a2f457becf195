/** Bundles what runs outside of CDK into assets/: the browser client, the canary runner, the command line tool and the
 * Lambda handlers. */
import { chmodSync, copyFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
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
  const cli = await build({
    entryPoints: [join(root, 'cli/index.ts')],
    outfile: join(assets, 'cli/user-telemetry.js'),
    bundle: true,
    minify: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    external: ['playwright-core'], // the user's own
    banner: { js: '#!/usr/bin/env node' },
    legalComments: 'none', // they are in the file below
    metafile: true,
    absWorkingDir: root,
  });
  chmodSync(join(assets, 'cli/user-telemetry.js'), 0o755);
  const linkCheck = await build({
    entryPoints: [join(root, 'runner/link-check.ts')],
    outfile: join(assets, 'link-check/index.js'),
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
  copyFileSync(join(root, 'runner/link-check.synthetics.json'), join(assets, 'link-check/synthetics.json'));
  // src/canaries/traffic.lambda.ts becomes assets/lambda/traffic/index.js.
  const sources = readdirSync(join(root, 'src'), { encoding: 'utf8', recursive: true });
  const handlers = sources.filter((file) => file.endsWith('.lambda.ts'));
  const lambdas = await build({
    entryPoints: Object.fromEntries(
      handlers.map((file) => [`${basename(file, '.lambda.ts')}/index`, join(root, 'src', file)]),
    ),
    outdir: join(assets, 'lambda'),
    bundle: true,
    minify: true,
    format: 'cjs',
    platform: 'node',
    target: 'node22',
    external: ['@aws-sdk/*'], // in the runtime
    legalComments: 'none', // they are in the file below
    metafile: true,
    absWorkingDir: root,
  });
  const yaml = await build({
    stdin: { contents: "export { parse } from 'yaml';", resolveDir: root },
    outfile: join(assets, 'yaml/index.js'),
    bundle: true,
    minify: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    legalComments: 'none', // they are in the file below
    metafile: true,
    absWorkingDir: root,
  });
  const licenses = thirdPartyLicenses(root, [
    client.metafile,
    runner.metafile,
    linkCheck.metafile,
    cli.metafile,
    lambdas.metafile,
    yaml.metafile,
  ]);
  writeFileSync(join(assets, 'THIRD-PARTY-LICENSES.txt'), licenses);
}

void main();
