/** Compiles the TypeScript examples of docs/, each as jsii-rosetta does those of docstrings: inside the same fixture. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as ts from 'typescript';

const root = resolve(__dirname, '../..');
const out = join(root, '.cache/docs');
const fixture = readFileSync(join(root, 'rosetta/default.ts-fixture'), 'utf8');

function examples(page: string): string[] {
  const text = readFileSync(join(root, 'docs', page), 'utf8');
  return [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code);
}

function main(): void {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const pages = readdirSync(join(root, 'docs')).filter((page) => page.endsWith('.md'));
  const files = pages.flatMap((page) =>
    examples(page).map((code, index) => {
      const file = join(out, `${page.replace(/\.md$/, '')}-${index + 1}.ts`);
      const imports = code.match(/^import .*$/gm)?.join('\n') ?? '';
      const body = code.replace(/^import .*$/gm, '');
      writeFileSync(file, `${imports}\n${fixture.replace('/// here', () => body)}`);
      return file;
    }),
  );
  if (files.length === 0) throw new Error('docs/ holds no examples');
  const { config } = ts.readConfigFile(join(root, 'test/tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [] }, ts.sys, join(root, 'test'));
  const program = ts.createProgram(files, { ...options, noEmit: true, noUnusedLocals: false });
  const problems = ts.getPreEmitDiagnostics(program);
  const host = { getCanonicalFileName: (f: string) => f, getCurrentDirectory: () => root, getNewLine: () => '\n' };
  if (problems.length > 0) console.error(ts.formatDiagnostics(problems, host));
  console.log(`${files.length} examples of ${pages.length} pages`);
  process.exit(problems.length > 0 ? 1 : 0);
}

main();
