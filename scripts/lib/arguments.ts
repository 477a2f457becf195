/** Lets the compiled package check its arguments: writes the table of what it takes, and the calls that look into it. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { enumValues, readAssembly, signatureTable } from './arguments/table';

const inject = require('./arguments/inject.cjs') as (
  code: string,
  path: string,
  wanted: (className: string, member: string) => boolean,
) => string;

const root = resolve(__dirname, '../..');
const lib = join(root, 'lib');
const modules = join(root, 'node_modules');
const others = ['aws-cdk-lib', 'constructs'].map((name) => readAssembly(join(modules, name)));
const table = signatureTable(readAssembly(root), others, enumValues(root));

const called = new Set(
  Object.values(table.classes).flatMap(({ methods, statics }) => Object.keys({ ...methods, ...statics })),
);
const wanted = (className: string, member: string) =>
  member === 'new' ? className in table.classes : called.has(member);
for (const file of readdirSync(lib, { recursive: true, encoding: 'utf8' })) {
  if (!file.endsWith('.js') || /(^|\/)(private|formats|run)\//.test(file)) continue;
  const path = join(lib, file);
  const check = relative(dirname(path), join(lib, 'private/arguments/check-arguments'));
  writeFileSync(path, inject(readFileSync(path, 'utf8'), check.startsWith('.') ? check : `./${check}`, wanted));
}
writeFileSync(join(root, 'assets/arguments.json'), JSON.stringify(table));
