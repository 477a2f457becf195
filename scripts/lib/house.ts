/** Checks the house: which room may know which, see CONTRIBUTING.md. Prints what to do about each finding. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { placesToLook } from './house/places';
import { RULES } from './house/rules';
import { parse } from './house/sources';

const root = resolve(__dirname, '../..');
const folders = ['src', 'client', 'runner', 'cli', 'lab', 'test'];
const paths = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', ...folders], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((path) => path && existsSync(join(root, path)));
const judged = paths.filter((path) => /^(src|client|runner|cli)\/.*\.ts$/.test(path));
const sources = parse(new Map(judged.map((path) => [path, readFileSync(join(root, path), 'utf8')])));
const findings = Object.entries(RULES).flatMap(([rule, find]) =>
  find(sources).map((finding) => ({ rule, ...finding })),
);
for (const { rule, where, what, fix } of findings) console.log(`${where}: ${what}\n    ${fix} (rule: ${rule})`);
const places = placesToLook(paths, sources);
if (places.length > 0) console.log(`Places to look, whether each is still one concept:\n  ${places.join('\n  ')}`);
console.log(`${sources.size} files, ${findings.length} findings`);
process.exitCode = findings.length > 0 ? 1 : 0;
