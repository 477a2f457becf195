/** Leaves out of the compiled package the declarations that no public one names: compilers of users never read them. */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const LIB = resolve(__dirname, '../../lib');
const named = new Set<string>();

/** Follows what a declaration imports and exports. */
function follow(path: string): void {
  if (named.has(path)) return;
  named.add(path);
  for (const [, target] of readFileSync(path, 'utf8').matchAll(/(?:from|import\()\s*['"](\.[^'"]+)['"]/g)) {
    const base = join(dirname(path), target);
    const found = [`${base}.d.ts`, join(base, 'index.d.ts')].find((candidate) => existsSync(candidate));
    if (!found) throw new Error(`${path} names ${target}, which is not there`);
    follow(found);
  }
}

follow(join(LIB, 'index.d.ts'));
const all = readdirSync(LIB, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.d.ts'));
for (const path of all) if (!named.has(join(LIB, path))) rmSync(join(LIB, path));
