import { posix } from 'node:path';
import * as ts from 'typescript';

/** A file as the rules of the house look at it. */
export interface Source {
  /** From the root of the repository, with slashes. */
  readonly path: string;
  readonly file: ts.SourceFile;
  /** Files of ours that it imports, for their types or for more. */
  readonly imports: string[];
  /** Packages that it imports. */
  readonly packages: string[];
}

/** What is not as the house wants it, and what to do about it. */
export interface Finding {
  readonly where: string;
  readonly what: string;
  readonly fix: string;
}

/** The files of the house by their paths. */
export type Sources = ReadonlyMap<string, Source>;

/** Parses files, given by path and text, and resolves what they import of each other. */
export function parse(texts: ReadonlyMap<string, string>): Sources {
  const sources = new Map<string, Source>();
  for (const [path, text] of texts) {
    const names = ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
    const imports = names
      .filter((name) => name.startsWith('.'))
      .map((name) => resolve(texts, posix.join(posix.dirname(path), name)))
      .filter((found) => found !== undefined);
    const packages = names.filter((name) => !name.startsWith('.'));
    const file = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
    sources.set(path, { path, file, imports: [...new Set(imports)], packages: [...new Set(packages)] });
  }
  return sources;
}

function resolve(texts: ReadonlyMap<string, string>, path: string): string | undefined {
  return [path, `${path}.ts`, `${path}.d.ts`, `${path}/index.ts`].find((candidate) => texts.has(candidate));
}

/** The room of a file in src/: its first folder, or `UserTelemetry` for what stands at the top. Undefined elsewhere. */
export function roomOf(path: string): string | undefined {
  const [top, room, ...rest] = path.split('/');
  if (top !== 'src') return undefined;
  return rest.length > 0 ? room : 'UserTelemetry';
}

/** Calls a function for a node and all below it. */
export function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  ts.forEachChild(node, (child) => walk(child, visit));
}
