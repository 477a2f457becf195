import { posix } from 'node:path';
import * as ts from 'typescript';
import type { Sources } from './sources';

const MANY_FILES = 15;
const MANY_LINES = 250;

/** Folders and files that have grown so much that it is worth asking whether they are two. */
export function placesToLook(paths: string[], sources: Sources): string[] {
  const counts = new Map<string, number>();
  for (const path of paths) counts.set(posix.dirname(path), (counts.get(posix.dirname(path)) ?? 0) + 1);
  const folders = [...counts].filter(([, count]) => count > MANY_FILES).sort(([, a], [, b]) => b - a);
  const files = [...sources.values()]
    .map(({ path, file }): [string, number] => [path, linesOfCode(file)])
    .filter(([, lines]) => lines > MANY_LINES)
    .sort(([, a], [, b]) => b - a);
  return [
    ...folders.map(([path, count]) => `${path}/: ${count} files`),
    ...files.map(([path, lines]) => `${path}: ${lines} lines of code`),
  ];
}

/** Lines that hold a token: neither blank nor comment. */
function linesOfCode(file: ts.SourceFile): number {
  const lines = new Set<number>();
  const visit = (node: ts.Node): void => {
    if (node.getChildCount(file) === 0 && node.end > node.getStart(file)) {
      const first = file.getLineAndCharacterOfPosition(node.getStart(file)).line;
      const last = file.getLineAndCharacterOfPosition(node.end).line;
      for (let line = first; line <= last; line++) lines.add(line);
    }
    for (const child of node.getChildren(file)) if (!ts.isJSDoc(child)) visit(child);
  };
  visit(file);
  return lines.size;
}
