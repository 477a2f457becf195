import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';
import { scrubbed } from '../../client/core/privacy';
import { textOf } from '../../client/recording/console-errors';
import { described } from '../../client/recording/thrown';

/**
 * A text of others takes the client as much longer as it is longer, and not the square of that: with every regular
 * expression of the client. It is compared with the square of a quarter of that length, on the same machine at the same
 * time: what is quadratic takes sixteen times that, what is linear a small part of it.
 */
const ROOT = join(__dirname, '../..');
const LENGTH = 40_000;
const QUADRATIC = /[a-z]+:/;

const RUNS = [
  ...[
    'a',
    '.',
    '-',
    '+',
    ':',
    '/',
    '?',
    '#',
    '@',
    '%',
    '0',
    ' ',
    '\t',
    '\n',
    '"',
    "'",
    '(',
    ')',
    '[',
    '{',
    '<',
    '\\',
    '_',
  ],
  ...[
    'a:',
    '1:',
    ':1',
    'a.',
    'a-',
    '://',
    'a://',
    'http://',
    'http://a?',
    '?a:1',
    '?:1:1',
    'data:',
    'data:,',
    '//@',
    'a@',
  ],
  ...[
    '/a',
    '/a/',
    'at ',
    'at a://',
    '%s',
    '%%',
    '\n at a (http://b.c/d?e:1:2)',
    'é',
    '漢',
    '😀',
    '\ud800',
    '; ',
    'cwr_s_=',
    'ab1-',
  ],
];
const SHAPES = RUNS.flatMap((run) => {
  const long = run.repeat(LENGTH / run.length);
  return [long, `http://${long}`, `http://a/b?${long}`, `${long}!`];
});

function milliseconds(act: () => void): number {
  const before = process.cpuUsage();
  act();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

function expressions(): [source: string, place: string, expression: RegExp][] {
  const folders = ['client', 'src/formats'];
  const files = folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { encoding: 'utf8', recursive: true })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => join(folder, file)),
  );
  return files.flatMap((file) => {
    const source = ts.createSourceFile(file, readFileSync(join(ROOT, file), 'utf8'), ts.ScriptTarget.ES2022);
    const found: [string, string, RegExp][] = [];
    const visit = (node: ts.Node): void => {
      if (ts.isRegularExpressionLiteral(node)) {
        const [, pattern, flags] = /^\/(.*)\/(\w*)$/s.exec(node.text) ?? [];
        found.push([node.text, file, new RegExp(pattern, flags)]);
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
    return found;
  });
}

const square = (length: number) => milliseconds(() => 'a'.repeat(length).replace(QUADRATIC, ''));
/** Beside others it may be that one of two takes longer than it should. */
const most = Math.max(square(LENGTH / 4), square(LENGTH / 4));
const isQuick = (act: () => void) => milliseconds(act) < most || milliseconds(act) < most;

test.each(expressions())('%s of %s is linear', (_, __, expression) => {
  for (const shape of SHAPES) expect(isQuick(() => shape.replace(expression, ''))).toBe(true);
});

test('there are such expressions, and one that is not linear is found', () => {
  expect(expressions().length).toBeGreaterThan(20);
  expect(isQuick(() => 'a'.repeat(LENGTH / 2).replace(QUADRATIC, ''))).toBe(false);
});

test('whatever is thrown, logged and sent is looked at in no time', () => {
  for (const shape of SHAPES) {
    const error = Object.assign(new Error(shape), { name: shape, stack: `Error: ${shape}\n    at ${shape}` });
    const look = () => {
      scrubbed({ ...described(error, { type: 'error', filename: shape }), data: { text: shape, list: [shape] } });
      scrubbed({ url: shape });
      textOf([shape, shape]);
    };
    expect(isQuick(look)).toBe(true);
  }
});
