import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as ts from 'typescript';

/**
 * What jsii drops or flattens without a word, in the declarations that a package's index exports: one line each.
 *
 * Reads syntax only, so that it takes no compiler run.
 */
export function declarationFaults(index: string): string[] {
  const files = new Map<string, ts.SourceFile>();
  collect(index, files);
  return [...files.values()].flatMap((file) => file.statements.flatMap((statement) => statementFaults(statement)));
}

/** Follows the exports from file to file; what they don't reach is private. */
function collect(path: string, files: Map<string, ts.SourceFile>): void {
  if (files.has(path)) return;
  const file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2022, true);
  files.set(path, file);
  for (const statement of file.statements) {
    if (!ts.isExportDeclaration(statement) || !statement.moduleSpecifier) continue;
    const target = (statement.moduleSpecifier as ts.StringLiteral).text;
    if (target.startsWith('.')) collect(resolveDeclaration(join(dirname(path), target)), files);
  }
}

function resolveDeclaration(path: string): string {
  const candidates = [`${path}.d.ts`, join(path, 'index.d.ts')];
  const found = candidates.find((candidate) => existsSync(candidate));
  if (!found) throw new Error(`no declarations at ${path}`);
  return found;
}

function statementFaults(statement: ts.Statement): string[] {
  if (!isExported(statement) || isInternal(statement)) return [];
  if (ts.isFunctionDeclaration(statement))
    return [`exported function ${statement.name?.text}: only TypeScript sees it`];
  if (ts.isTypeAliasDeclaration(statement)) return [`exported type ${statement.name.text}: only TypeScript sees it`];
  if (ts.isVariableStatement(statement)) {
    const names = statement.declarationList.declarations.map(({ name }) => name.getText());
    return [`exported constant ${names.join(', ')}: only TypeScript sees it`];
  }
  if (!ts.isClassDeclaration(statement) && !ts.isInterfaceDeclaration(statement)) return [];
  const members = [...statement.members].filter((member) => isPublic(member));
  const name = statement.name?.text ?? '';
  return [...overloads(name, members), ...members.flatMap((member) => literals(name, member))];
}

/** Other languages get the first signature only. */
function overloads(type: string, members: ts.Node[]): string[] {
  const seen = new Set<string>();
  return members.filter(isCallable).flatMap((member) => {
    const isStatic = modifiers(member).some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword);
    const name = member.name?.getText() ?? 'constructor';
    const key = `${isStatic} ${name}`;
    if (seen.has(key)) return [`${type}.${name} is overloaded`];
    seen.add(key);
    return [];
  });
}

/** `'a' | 'b'` is any string elsewhere: an enum or a class with constants says more. */
function literals(type: string, member: ts.Node): string[] {
  const faults: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isLiteralTypeNode(node) && node.literal.kind !== ts.SyntaxKind.NullKeyword) {
      faults.push(`${type}.${nameOf(member)} has the literal type ${node.getText()}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(member);
  return faults;
}

type NamedCallable = ts.MethodDeclaration | ts.MethodSignature | ts.ConstructorDeclaration;

function isCallable(node: ts.Node): node is NamedCallable {
  return ts.isMethodDeclaration(node) || ts.isMethodSignature(node) || ts.isConstructorDeclaration(node);
}

function nameOf(member: ts.Node): string {
  return (member as ts.NamedDeclaration).name?.getText() ?? 'constructor';
}

function isExported(statement: ts.Statement): boolean {
  return modifiers(statement).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
}

function isPublic(member: ts.Node): boolean {
  const isPrivate = modifiers(member).some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword);
  return !isPrivate && !isInternal(member);
}

/** `@internal` APIs stay out of the assembly. */
function isInternal(node: ts.Node): boolean {
  return ts.getJSDocTags(node).some((tag) => tag.tagName.text === 'internal');
}

function modifiers(node: ts.Node): readonly ts.Modifier[] {
  return (ts.canHaveModifiers(node) && ts.getModifiers(node)) || [];
}
