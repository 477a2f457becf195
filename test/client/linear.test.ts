import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';
import { scrubbed } from '../../client/core/privacy';
import { textOf } from '../../client/recording/console-errors';
import { described } from '../../client/recording/thrown';

/**
 * A text of others takes the client as much longer as it is longer, and not the square of that: with every regular
 * expression of the client. What is quadratic would take seconds of the processor with these, and not milliseconds.
 */
const ROOT = join(__dirname, '../..');
const LENGTH = 100_000;
const MOST_MS = 1_000;

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

test.each(expressions())('%s of %s is linear', (_, __, expression) => {
  for (const shape of SHAPES) {
    expect(milliseconds(() => shape.replace(expression, ''))).toBeLessThan(MOST_MS);
  }
});

test('there are such expressions, and one that is not linear is found', () => {
  expect(expressions().length).toBeGreaterThan(20);
  expect(milliseconds(() => 'a'.repeat(40_000).replace(/[a-z]+:/, ''))).toBeGreaterThan(MOST_MS);
});

test('whatever is thrown, logged and sent is looked at in no time', () => {
  for (const shape of SHAPES) {
    const error = Object.assign(new Error(shape), { name: shape, stack: `Error: ${shape}\n    at ${shape}` });
    const spent = milliseconds(() => {
      scrubbed({ ...described(error, { type: 'error', filename: shape }), data: { text: shape, list: [shape] } });
      scrubbed({ url: shape });
      textOf([shape, shape]);
    });
    expect(spent).toBeLessThan(MOST_MS);
  }
});
