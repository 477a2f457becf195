/** Bundles what runs outside of CDK: the browser client, the canary runner and the Lambda handlers, into assets/. */
import { readdirSync, writeFileSync } from 'node:fs';
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
  const licenses = thirdPartyLicenses(root, [client.metafile, runner.metafile, lambdas.metafile]);
  writeFileSync(join(assets, 'THIRD-PARTY-LICENSES.txt'), licenses);
}

void main();
