import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { CACHE, ROOT } from './cache';
import { run } from './run';

/** A copy of examples/retail. Each language's app lies in its folder and refers to the shop's files as in the original. */
export const SAMPLE = join(CACHE, 'sample');

const OUT = join(CACHE, 'out');
const STACK = 'AnyCompanyRetail';
// Not the sample's tsconfig.json: it maps the library to its sources, and what is published is compared here.
const LEFT_OUT = new Set(['tsconfig.json', 'cdk.out', 'build', 'target', '__pycache__', 'node_modules']);

/** Copies the sample, bundles its backends and installs the published package for the TypeScript app. */
export async function prepareSample(library: string): Promise<void> {
  rmSync(SAMPLE, { recursive: true, force: true });
  rmSync(OUT, { recursive: true, force: true });
  cpSync(join(ROOT, 'examples', 'retail'), SAMPLE, {
    recursive: true,
    filter: (source) => !LEFT_OUT.has(basename(source)),
  });
  mkdirSync(join(SAMPLE, 'node_modules'));
  symlinkSync(library, join(SAMPLE, 'node_modules', 'cdk-user-telemetry'), 'dir');
  await tsx('bundle.ts');
}

/** Synthesizes the TypeScript app, which the other languages are held against. */
export async function synthesizeTypeScript(): Promise<void> {
  await synthesize('typescript', (env) => tsx('app.ts', env));
}

/** Runs an app as the CDK CLI would, all languages with the same context, and leaves the assembly in its own folder. */
export async function synthesize(language: string, app: (env: NodeJS.ProcessEnv) => Promise<void>): Promise<void> {
  const { context } = JSON.parse(readFileSync(join(SAMPLE, 'cdk.json'), 'utf8'));
  await app({
    CDK_OUTDIR: join(OUT, language),
    CDK_CONTEXT_JSON: JSON.stringify({
      ...context,
      // What the CLI adds by default. Not aws:cdk:version-reporting: CDKMetadata names the language.
      'aws:cdk:enable-path-metadata': true,
      'aws:cdk:enable-asset-metadata': true,
    }),
    // Its findings don't depend on the language, and it takes seconds.
    CDK_VALIDATION: 'false',
    JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20',
  });
}

/** The template that an app gave, and its assets: source, packaging and destination of each. */
export function synthesized(language: string): { readonly template: object; readonly assets: object } {
  const read = (kind: string) => JSON.parse(readFileSync(join(OUT, language, `${STACK}.${kind}.json`), 'utf8'));
  return { template: read('template'), assets: read('assets').files };
}

function tsx(script: string, env?: NodeJS.ProcessEnv): Promise<void> {
  return run(process.execPath, ['--import', 'tsx', script], { cwd: SAMPLE, env });
}
