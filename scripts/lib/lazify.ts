/**
 * Makes the compiled package load its modules when they are first used, and leaves docstrings to lib/*.d.ts, comments and
 * white space to the sources.
 *
 * `const x = require('m')` at the top of a CommonJS file becomes a function that requires on its first call, and the
 * namespaces in lib/index.js become getters. So `require('cdk-user-telemetry')` costs about nothing, and an app that
 * only builds a canary never loads aws-ecs.
 */
import { readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { transformSync } from 'esbuild';
import * as ts from 'typescript';

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const LIB = resolve(__dirname, '../../lib');

/** `require('m')`, or that wrapped in a TypeScript interop helper; undefined for anything else. */
function requireCall(node: ts.Expression | undefined): string | undefined {
  if (!node || !ts.isCallExpression(node)) return undefined;
  if (ts.isIdentifier(node.expression) && node.expression.text === 'require') return node.getText();
  const [argument] = node.arguments;
  const helper = node.expression.getText();
  return helper.startsWith('__import') && requireCall(argument) ? node.getText() : undefined;
}

/** The module-level requires of a file, by the symbol they define. */
function lazyRequires(file: ts.SourceFile, checker: ts.TypeChecker): { symbols: Set<ts.Symbol>; edits: Edit[] } {
  const symbols = new Set<ts.Symbol>();
  const edits: Edit[] = [];
  for (const statement of file.statements) {
    if (!ts.isVariableStatement(statement) || statement.declarationList.declarations.length !== 1) continue;
    const [declaration] = statement.declarationList.declarations;
    const call = requireCall(declaration.initializer);
    if (!call || !ts.isIdentifier(declaration.name)) continue;
    const symbol = checker.getSymbolAtLocation(declaration.name);
    if (!symbol) throw new Error(`no symbol for ${declaration.name.text} in ${file.fileName}`);
    symbols.add(symbol);
    const name = declaration.name.text;
    edits.push({
      start: statement.getStart(),
      end: statement.end,
      text: `let ${name}$; const ${name} = () => ${name}$ ??= ${call};`,
    });
  }
  return { symbols, edits };
}

/** Every use of a lazy module calls its function; TypeScript resolves scopes, so a shadowing name is left alone. */
function uses(file: ts.SourceFile, checker: ts.TypeChecker, symbols: Set<ts.Symbol>): Edit[] {
  const edits: Edit[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && !(ts.isVariableDeclaration(node.parent) && node.parent.name === node)) {
      const shorthand = ts.isShorthandPropertyAssignment(node.parent);
      const symbol = shorthand
        ? checker.getShorthandAssignmentValueSymbol(node.parent)
        : checker.getSymbolAtLocation(node);
      const isProperty = ts.isPropertyAccessExpression(node.parent) && node.parent.name === node;
      if (symbol && symbols.has(symbol) && !isProperty) {
        edits.push({ start: node.getStart(), end: node.end, text: callOf(node, shorthand) });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return edits;
}

function callOf(name: ts.Identifier, shorthand: boolean): string {
  if (shorthand) return `${name.text}: ${name.text}()`;
  let top: ts.Node = name;
  while (ts.isPropertyAccessExpression(top.parent) && top.parent.expression === top) top = top.parent;
  // `new x().Y()` would construct x: the call needs parentheses of its own there.
  const constructed = ts.isNewExpression(top.parent) && top.parent.expression === top;
  return constructed ? `(${name.text}())` : `${name.text}()`;
}

/** In lib/index.js: `exports.rum = __importStar(require('./rum'))` and `__exportStar(require('./x'), exports)`. */
function lazyExports(file: ts.SourceFile): Edit[] {
  const edits: Edit[] = [];
  const getter = (name: string, value: string): string =>
    `Object.defineProperty(exports, '${name}', { configurable: true, enumerable: true, get: () => ${value} });`;
  for (const statement of file.statements) {
    if (!ts.isExpressionStatement(statement)) continue;
    const { expression } = statement;
    if (ts.isBinaryExpression(expression) && ts.isPropertyAccessExpression(expression.left)) {
      const call = requireCall(expression.right);
      if (!call) continue;
      edits.push({ start: statement.getStart(), end: statement.end, text: getter(expression.left.name.text, call) });
    } else if (ts.isCallExpression(expression) && expression.expression.getText() === '__exportStar') {
      const call = requireCall(expression.arguments[0]);
      const path = (expression.arguments[0] as ts.CallExpression).arguments[0] as ts.StringLiteral;
      const names = Object.keys(createRequire(file.fileName)(path.text)).filter((name) => name !== '__esModule');
      const text = names.map((name) => getter(name, `${call}.${name}`)).join(' ');
      edits.push({ start: statement.getStart(), end: statement.end, text });
    }
  }
  return edits;
}

/** Docstrings are for editors, which read them in lib/*.d.ts: here they would be half of what is loaded. */
function docstrings(file: ts.SourceFile): Edit[] {
  const found = new Map<number, Edit>();
  const visit = (node: ts.Node): void => {
    for (const { pos, end } of ts.getLeadingCommentRanges(file.text, node.pos) ?? []) {
      const after = /[^\S\n]*\n?[^\S\n]*/y;
      after.lastIndex = end;
      after.test(file.text);
      if (file.text.startsWith('/**', pos)) found.set(pos, { start: pos, end: after.lastIndex, text: '' });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return [...found.values()];
}

function apply(text: string, edits: Edit[]): string {
  return [...edits]
    .sort((a, b) => b.start - a.start)
    .reduce((result, edit) => result.slice(0, edit.start) + edit.text + result.slice(edit.end), text);
}

const files = (readdirSync(LIB, { recursive: true }) as string[])
  .filter((name) => name.endsWith('.js') && !name.startsWith('.'))
  .map((name) => join(LIB, name));
const program = ts.createProgram(files, {
  allowJs: true,
  noResolve: true,
  noLib: true,
  types: [],
  target: ts.ScriptTarget.ES2022,
});
const checker = program.getTypeChecker();
const results = new Map<string, string>();
for (const path of files) {
  const file = program.getSourceFile(path);
  if (!file) throw new Error(`${path} was not read`);
  const { symbols, edits } = lazyRequires(file, checker);
  const exported = path === join(LIB, 'index.js') ? lazyExports(file) : [];
  results.set(path, apply(file.text, [...edits, ...uses(file, checker, symbols), ...exported, ...docstrings(file)]));
}
// Node.js shows the line where an error was thrown: none may be the whole file.
const options = { minifyWhitespace: true, lineLimit: 120, legalComments: 'none' } as const;
for (const [path, text] of results) writeFileSync(path, transformSync(text, options).code);
