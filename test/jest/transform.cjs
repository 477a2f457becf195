/** Transpiles TypeScript for jest with esbuild, which makes the bundles too: in a tenth of the time that tsc takes. */
const { createHash } = require('node:crypto');
const { readFileSync } = require('node:fs');
const esbuild = require('esbuild');

const hash = (...parts) => parts.reduce((sum, part) => sum.update(part), createHash('sha256')).digest('hex');
const OWN = hash(esbuild.version, readFileSync(__filename));

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
  getCacheKey: (source, path) => hash(OWN, path, source),
  process: (source, path) => ({ code: (/^jest\.mock\(/m.test(source) ? byTsc : byEsbuild)(source, path) }),
};
