import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack, Stage } from 'aws-cdk-lib';
import { buildSync } from 'esbuild';
import * as ts from 'typescript';
import { types } from '../../cli/types/command';
import { readTypesOptions } from '../../cli/types/options';
import { EventCatalog, EventProperty, Feature, Transaction } from '../../src/events';
import { WebApp } from '../../src/rum';

/** What an application sees of the package: the files of its entry, as the package ships them, and nothing of CDK. */
const ROOT = join(__dirname, '../..');
const ENTRY = ['client.js', 'client.mjs', 'client.d.ts', 'client.d.mts', 'package.json'];

let folder: string;
let assembly: string;
let declaration: string;
beforeAll(() => {
  execFileSync('bash', ['scripts/lib/setup.sh', 'bundle_assets'], { cwd: ROOT });
  folder = mkdtempSync(join(tmpdir(), 'types-'));
  const installed = join(folder, 'node_modules/cdk-user-telemetry');
  mkdirSync(installed, { recursive: true });
  for (const file of ENTRY) cpSync(join(ROOT, file), join(installed, file));
  symlinkSync(join(ROOT, 'node_modules/typescript'), join(folder, 'node_modules/typescript'));

  assembly = join(folder, 'cdk.out');
  const app = new App({ outdir: assembly, analyticsReporting: false });
  const stack = new Stack(app, 'Shop');
  const shop = new WebApp(stack, 'Storefront', { domains: ['shop.example.com'] });
  shop.addTransaction(new Transaction(stack, 'Checkout'));
  shop.addTransaction(new Transaction(stack, 'Sign', { transactionName: 'sign-up' }));
  shop.addFeature(new Feature(stack, 'GiftCards'));
  new WebApp(new Stack(new Stage(app, 'Prod'), 'Site'), 'Plain', { domains: ['www.example.com'] });
  app.synth();
  declaration = written('--app', 'Storefront');
});
afterAll(() => rmSync(folder, { recursive: true }));

function written(...args: string[]): string {
  const printed: string[] = [];
  expect(types(readTypesOptions([assembly, ...args]), { print: (line) => printed.push(line) })).toBe(0);
  return printed.join('\n');
}

test('names are those that the web applications declare', () => {
  expect(declaration).toContain("readonly transactions: 'Checkout' | 'sign-up';");
  expect(declaration).toContain("readonly features: 'GiftCards';");
  expect(written()).toContain("'Checkout' | 'sign-up'");
  expect(written('--app', 'Site/Plain')).toContain('readonly transactions: never;');
});

test('what is not there is named', () => {
  expect(() => written('--app', 'front')).toThrow('it has: Prod/Site/Plain, Shop/Storefront');
  expect(() => readTypesOptions([])).toThrow('expected the output folder');
});

test('a file is written where one is asked for', () => {
  const out = join(folder, 'telemetry.d.ts');
  expect(written('--out', out, '--app', 'Storefront')).toBe('');
  expect(readFileSync(out, 'utf8')).toBe(`${declaration}\n`);
});

const RIGHT = `import { userTelemetry } from 'cdk-user-telemetry/client';
userTelemetry.start('Checkout', { items: 2 });
userTelemetry.complete('sign-up');
userTelemetry.feature('GiftCards');
userTelemetry.event('anything');
userTelemetry.error(new Error('x'), { component: 'Cart' });
window.userTelemetry?.abandon('Checkout');
`;

/** Module systems and how they look for files. */
const COMPILERS: [name: string, ts.CompilerOptions, file: string][] = [
  ['bundlers', { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler }, 'page.ts'],
  ['Node.js', { module: ts.ModuleKind.Node16, moduleResolution: ts.ModuleResolutionKind.Node16 }, 'page.mts'],
  [
    'Node.js with CommonJS',
    { module: ts.ModuleKind.Node16, moduleResolution: ts.ModuleResolutionKind.Node16 },
    'page.cts',
  ],
  [
    'tools of old',
    { module: ts.ModuleKind.CommonJS, moduleResolution: ts.ModuleResolutionKind.Node10, ignoreDeprecations: '6.0' },
    'page.ts',
  ],
];

function diagnostics(options: ts.CompilerOptions, file: string, source: string, names = declaration) {
  const page = join(folder, file);
  const generated = join(folder, file.replace('page.', 'names.d.'));
  writeFileSync(page, source);
  writeFileSync(generated, names);
  const program = ts.createProgram([page, generated], {
    ...{
      strict: true,
      noEmit: true,
      types: [],
      lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
      target: ts.ScriptTarget.ES2022,
    },
    ...options,
  });
  return ts.getPreEmitDiagnostics(program);
}

function problems(...of: Parameters<typeof diagnostics>): string[] {
  return diagnostics(...of).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
}

function wrongLines(...of: Parameters<typeof diagnostics>): (number | undefined)[] {
  return diagnostics(...of).map(({ file, start = 0 }) => file?.text.slice(0, start).split('\n').length);
}

describe.each(COMPILERS)('types for %s', (_, options, file) => {
  test('take the declared names', () => {
    expect(problems(options, file, RIGHT)).toEqual([]);
  });

  test('refuse others', () => {
    const wrong = RIGHT.replace("start('Checkout'", "start('Chekout'").replace("'GiftCards'", "'GiftCard'");
    expect(problems(options, file, wrong.replace("abandon('Checkout')", "abandon('checkout')"))).toEqual([
      expect.stringContaining('"Chekout"'),
      expect.stringContaining('"GiftCard"'),
      expect.stringContaining('"checkout"'),
    ]);
  });

  test('take any name without the file', () => {
    expect(problems(options, file, RIGHT.replace('Checkout', 'Whatever'), 'export {};')).toEqual([]);
  });
});

test('events of a catalog are checked with their properties', () => {
  const app = new App({ analyticsReporting: false });
  new EventCatalog(new Stack(app, 'Shop'), 'Catalog', {
    events: {
      'cart.added': { properties: { sku: EventProperty.text({ required: true }), quantity: EventProperty.integer() } },
      'cart.viewed': { properties: { items: EventProperty.integer() } },
    },
  });
  const printed: string[] = [];
  types({ assembly: app.synth().directory }, { print: (line) => printed.push(line) });
  const [, options, file] = COMPILERS[0];
  const right = ["'cart.added', { sku: 'mug', quantity: 2 }", "'cart.viewed'"];
  const wrong = [
    "'cart.add', { sku: 'mug' }",
    "'cart.added'",
    "'cart.added', { quantity: 2 }",
    "'cart.added', { sku: 1 }",
    "'cart.added', { sku: 'mug', size: 1 }",
  ];
  const page = [
    "import { userTelemetry } from 'cdk-user-telemetry/client';",
    ...[...right, ...wrong].map((call) => `userTelemetry.event(${call});`),
  ];
  const told = wrongLines(options, file, page.join('\n'), printed.join('\n'));
  expect(told).toEqual(wrong.map((_, index) => 2 + right.length + index));
});

describe('the entry', () => {
  const calls = `userTelemetry.event('x'); console.log(typeof userTelemetry.start, typeof window);`;

  test.each([
    ['require', 'page.cjs', `const { userTelemetry } = require('cdk-user-telemetry/client'); ${calls}`],
    ['import', 'page.mjs', `import { userTelemetry } from 'cdk-user-telemetry/client'; ${calls}`],
  ])('works on a server by %s', (_, file, source) => {
    writeFileSync(join(folder, file), source);
    expect(execFileSync(process.execPath, [join(folder, file)], { encoding: 'utf8' })).toBe('function undefined\n');
  });

  test('is bundled alone', () => {
    const { outputFiles } = buildSync({
      stdin: { contents: `import { userTelemetry } from 'cdk-user-telemetry/client'; ${calls}`, resolveDir: folder },
      ...{ bundle: true, write: false, minify: true },
    });
    expect(outputFiles[0].text.length).toBeLessThan(1_000);
  });

  test('ships, with its types', () => {
    const listed = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    const paths = JSON.parse(listed)[0].files.map(({ path }: { path: string }) => path);
    expect(paths).toEqual(expect.arrayContaining(ENTRY));
    expect(paths.filter((path: string) => path.startsWith('client/'))).toEqual([]);
  });
});
