/** Transpiles TypeScript for jest with esbuild, which makes the bundles too: in a tenth of the time that tsc takes. */
const { createHash } = require('node:crypto');
const { existsSync, readdirSync, readFileSync, statSync } = require('node:fs');
const { dirname, join, relative, resolve } = require('node:path');
const esbuild = require('esbuild');

const hash = (...parts) => parts.reduce((sum, part) => sum.update(part), createHash('sha256')).digest('hex');
const INJECT = require.resolve('../../scripts/lib/arguments/inject.cjs');
const OWN = hash(esbuild.version, readFileSync(__filename), readFileSync(INJECT));

const ROOT = resolve(__dirname, '../..');
const SOURCES = join(ROOT, 'src');
const UNCHECKED = /\/src\/(private|formats|.*\/run)\//;
const CHECK = join(SOURCES, 'private/arguments/check-arguments');

/** Whether the package was built from the sources as they are: only then its table tells what they take. */
const isBuilt = (() => {
  const table = join(ROOT, 'assets/arguments.json');
  if (!existsSync(table)) return false;
  const changed = readdirSync(SOURCES, { recursive: true }).map((path) => statSync(join(SOURCES, path)).mtimeMs);
  return statSync(table).mtimeMs > Math.max(...changed);
})();

/** In the sources, too, arguments are checked as in the package, where it was built. */
const isChecked = (path) => isBuilt && path.startsWith(SOURCES) && !UNCHECKED.test(path);
const checked = (code, path) => {
  if (!isChecked(path)) return code;
  const check = relative(dirname(path), CHECK);
  return require(INJECT)(code, check.startsWith('.') ? check : `./${check}`);
};

// Imports come first to esbuild, but jest.mock() has to come before them: tsc leaves all where it stands.
const byTsc = (source) => {
  const { ModuleKind, ScriptTarget, transpileModule } = require('typescript');
  const compilerOptions = { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022, inlineSourceMap: true };
  return transpileModule(source, { compilerOptions: { ...compilerOptions, esModuleInterop: true } }).outputText;
};

const byEsbuild = (source, path) =>
  esbuild.transformSync(source, {
    ...{ loader: 'ts', format: 'cjs', platform: 'node', target: 'node20', sourcefile: path, sourcemap: 'inline' },
    tsconfigRaw: { compilerOptions: { target: 'ES2022' } },
  }).code;

module.exports = {
  // Of the content alone, so that each tier finds what another has transpiled.
  getCacheKey: (source, path) => hash(OWN, String(isChecked(path)), path, source),
  process: (source, path) => ({
    code: checked((/^jest\.mock\(/m.test(source) ? byTsc : byEsbuild)(source, path), path),
  }),
};
