import { posix } from 'node:path';
import * as ts from 'typescript';
import { type Finding, roomOf, type Sources, walk } from './sources';

/** Members that begin with `_` are for their room; the compiler tells whose they are. */
export function membersAcrossRooms(sources: Sources): Finding[] {
  const checker = program(sources).getTypeChecker();
  const findings: Finding[] = [];
  for (const { path, file } of sources.values()) {
    const room = roomOf(path);
    if (!room) continue;
    walk(file, (node) => {
      const member = memberOf(node, checker);
      const declared = member?.declarations?.[0].getSourceFile().fileName;
      const other = declared && roomOf(declared);
      if (!member || !other || other === room) return;
      const line = file.getLineAndCharacterOfPosition(node.getStart()).line + 1;
      findings.push({
        where: `${path}:${line}`,
        what: `uses ${member.name} of ${declared}`,
        fix: `let src/${other}/door.ts hand out what is needed, as a value or a function`,
      });
    });
  }
  return findings;
}

/** The member in `x._name` and in `{ _name } = x`, if it begins with `_`. */
function memberOf(node: ts.Node, checker: ts.TypeChecker): ts.Symbol | undefined {
  if (ts.isPropertyAccessExpression(node)) {
    return node.name.text.startsWith('_') ? checker.getSymbolAtLocation(node.name) : undefined;
  }
  if (!ts.isBindingElement(node) || !ts.isObjectBindingPattern(node.parent)) return undefined;
  const name = node.propertyName ?? node.name;
  if (!ts.isIdentifier(name) || !name.text.startsWith('_')) return undefined;
  return checker.getTypeAtLocation(node.parent).getProperty(name.text);
}

/** Knows the files of the house only: packages stay unresolved, which costs nothing and hides no member of ours. */
function program(sources: Sources): ts.Program {
  const options: ts.CompilerOptions = { noLib: true, types: [], target: ts.ScriptTarget.ES2022, strict: true };
  const host: ts.CompilerHost = {
    ...ts.createCompilerHost(options),
    fileExists: (path) => sources.has(path),
    getCurrentDirectory: () => '',
    getSourceFile: (path) => sources.get(path)?.file,
    resolveModuleNameLiterals: (literals, from) =>
      literals.map(({ text }) => {
        const base = posix.join(posix.dirname(from), text);
        const found = text.startsWith('.') && [`${base}.ts`, `${base}/index.ts`].find((path) => sources.has(path));
        return { resolvedModule: found ? { resolvedFileName: found, extension: ts.Extension.Ts } : undefined };
      }),
  };
  return ts.createProgram([...sources.keys()], options, host);
}
