/** Bundles what runs outside of CDK into assets/: the browser client, the canaries' scripts, the command line tool, the
 * Lambda handlers, and the YAML parser; and at the root what applications import. */
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild';
import * as ts from 'typescript';
import { COMPILE_AT_ONCE } from '../../src/rum/web-app/javascript';
import { thirdPartyLicenses } from './licenses';

const root = resolve(__dirname, '../..');
const assets = join(root, 'assets');

const COMMON = {
  bundle: true,
  minify: true,
  legalComments: 'none', // they are in THIRD-PARTY-LICENSES.txt
  metafile: true,
  absWorkingDir: root,
} as const satisfies BuildOptions;
const NODE = { ...COMMON, format: 'cjs', platform: 'node', target: 'node20' } as const satisfies BuildOptions;

/** What the client keeps as it finds it at its start: pages take fake timers, polyfills and mocks into use later. */
const KEPT =
  'Date,JSON,Map,Math,Object,Promise,Proxy,Reflect,Set,URL,WeakMap,clearTimeout,requestIdleCallback,setInterval,setTimeout'.split(
    ',',
  );

/** Members of the client's own classes, whose names get short. None that is stored, sent, called by pages, or read by its extra files. */
const SHORTENED = [
  'worst watchVisibility watchRoutes watchRequests watchErrors watchDepartures tellLeftOut traceHeader',
  'traceHeaders settleLater timeouts recognize pagesOwn onStart makeSigner leftOut isUnsettled isPrefetch',
  'isAllowed hurried hasMoved personalize backlog isWatched isIgnored mayCarryTrace isLeft putBack takeUp',
  'slowest isRefusedByBrowser forgetEverything isDeclared newId measureLater isMeasuring isAnswered isAlive',
  'isJudged onEffect liftFinger moveFinger isScrolling hesitations quarters waited unjudged isInTask burst',
  'threw isFilled flushing cellOf isThere isTold others counted pressed moved scroller effects engagement',
  'batch answer settle enrage isSeen isRecorded isHeard isSampled isKnown isRequest overheard answered begun',
  'recording report settings hesitation look found follow looks spend spent tell hear quarter depth',
  'focused blurred entered submitted press clicked isEditable isFocused isIn visit recent scroller engaged',
  'lifted touch observer aftermath tellBatch countTime acted seenCells isForRum isForPipeline',
].join(' ');

/** The client's files: what a page loads, and what that loads once it is idle. */
const CLIENT = {
  telemetry: 'client/index.ts',
  'telemetry-signed': 'client/signed.ts',
  interactions: 'client/interactions/index.ts',
  'event-sink': 'client/event-sink/index.ts',
};

/** What the client loads once it is idle. */
const EXTRAS = ['interactions', 'event-sink'];

/** The command line tool loads the clients of AWS as a file beside it, where a command needs them. */
const AWS_APART: Plugin = {
  name: 'aws-apart',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^\.\/clients$/ }, ({ kind, resolveDir }) =>
      kind === 'require-call' && resolveDir === join(root, 'cli/aws')
        ? { path: './aws.js', external: true }
        : undefined,
    ),
};

/** It takes YAML as constructs do, by the file that ships for them. */
const YAML_APART: Plugin = {
  name: 'yaml-apart',
  setup: ({ onResolve }) =>
    onResolve({ filter: /\/assets\/yaml\/index\.js$/ }, () => ({ path: '../yaml/index.js', external: true })),
};

/** The handlers by the path of their bundle: src/canaries/traffic/run/traffic.lambda.ts becomes assets/lambda/traffic/index.js. */
function handlers(): Record<string, string> {
  const sources = readdirSync(join(root, 'src'), { encoding: 'utf8', recursive: true });
  const files = sources.filter((file) => file.endsWith('.lambda.ts'));
  return Object.fromEntries(files.map((file) => [`${basename(file, '.lambda.ts')}/index`, join(root, 'src', file)]));
}

async function main(): Promise<void> {
  const bundles = [
    await bundleClient(),
    await build({
      ...NODE,
      entryPoints: { 'runner/index': 'runner/index.ts', 'link-check/index': 'runner/link-check/index.ts' },
      outdir: 'assets',
      external: ['@aws/synthetics-playwright'], // in the runtime
    }),
    await build({
      ...NODE,
      entryPoints: { 'user-telemetry': 'cli/index.ts' },
      outdir: 'assets/cli',
      external: ['playwright-core'], // the user's own
      plugins: [AWS_APART, YAML_APART],
      banner: { js: '#!/usr/bin/env node' },
    }),
    await build({
      ...NODE,
      entryPoints: { aws: 'cli/aws/clients.ts' },
      outdir: 'assets/cli',
      mainFields: ['module', 'main'], // as modules, of which what isn't used is left out
      alias: { '@aws-sdk/credential-provider-node': join(root, 'cli/aws/no-chain.ts') },
    }),
    await build({
      ...NODE,
      entryPoints: handlers(),
      outdir: 'assets/lambda',
      target: 'node22',
      external: ['@aws-sdk/*'], // in the runtime
    }),
    await build({
      ...NODE,
      platform: 'neutral', // its modules, of which what isn't used is left out
      conditions: ['default'],
      stdin: { contents: "export { isScalar, parseAllDocuments, visit } from 'yaml';", resolveDir: root },
      outfile: 'assets/yaml/index.js',
    }),
  ];
  chmodSync(join(assets, 'cli/user-telemetry.js'), 0o755);
  await bundlePageEntry();
  const licenses = thirdPartyLicenses(
    root,
    bundles.map(({ metafile }) => metafile),
  );
  writeFileSync(join(assets, 'THIRD-PARTY-LICENSES.txt'), licenses);
}

/** Each byte is loaded by strangers: what esbuild has put together, terser makes smaller than esbuild would. */
async function bundleClient(): Promise<{ readonly metafile: Metafile }> {
  const { minify } = await import('terser');
  const { metafile, outputFiles } = await build({
    ...COMMON,
    minify: false,
    write: false,
    entryPoints: CLIENT,
    outdir: 'assets/client',
    format: 'iife',
    platform: 'browser',
    target: 'es2020',
    tsconfigRaw: { compilerOptions: { useDefineForClassFields: false } }, // fields are assigned, without a helper: give each a value
  });
  for (const { path, text } of outputFiles) {
    const options = {
      ...({ ecma: 2020, toplevel: true } as const),
      ...{ compress: { passes: 3, hoist_funs: true }, format: { comments: false } },
      mangle: { properties: { regex: new RegExp(`^(${SHORTENED.replace(/ /g, '|')})$`) } },
    };
    const kept = KEPT.filter((name) => new RegExp(`\\b${name}\\b`).test(text));
    // Inside of the function that surrounds the client wherever it is used: whatever the page has done to the browser,
    // the client either starts or is not there.
    const { code = '' } = await minify(`try{const{${kept}}=window;${text}}catch{}`, options);
    mkdirSync(dirname(path), { recursive: true });
    const isExtra = EXTRAS.includes(basename(path, '.js'));
    writeFileSync(path, isExtra ? COMPILE_AT_ONCE + code : code);
  }
  return { metafile };
}

/** What applications import as `cdk-user-telemetry/client`: at the root, where resolvers of any age find it. */
async function bundlePageEntry(): Promise<void> {
  const source = join(root, 'client/page/user-telemetry.ts');
  const { outputText: types } = ts.transpileDeclaration(readFileSync(source, 'utf8'), {
    compilerOptions: { target: ts.ScriptTarget.ES2019, module: ts.ModuleKind.ES2022 },
  });
  for (const [format, extension] of [
    ['cjs', 'js'],
    ['esm', 'mjs'],
  ] as const) {
    const outfile = join(root, `client.${extension}`);
    await build({ entryPoints: [source], outfile, format, platform: 'neutral', target: 'es2019' });
    writeFileSync(join(root, `client.d.${extension.replace('js', 'ts')}`), types);
  }
}

void main();
