// The unit tier once more, with the newest aws-cdk-lib in place of the minimum that package.json pins.
const { readdirSync } = require('node:fs');
const { join, resolve } = require('node:path');
const { buildSync } = require('esbuild');

const ROOT = resolve(__dirname, '../..');
const unit = require('../../package.json').jest;
const newest = '<rootDir>/.cache/newest/node_modules';

/** The files from which an import leads to the CDK: all others can't tell which one there is. */
function reachTheCdk(files) {
  const { inputs } = buildSync({
    ...{ entryPoints: files, absWorkingDir: ROOT, bundle: true, write: false, outdir: 'none', metafile: true },
    ...{ platform: 'node', packages: 'external', logLevel: 'silent' },
  }).metafile;
  const reaching = new Map();
  const reaches = (file) => {
    if (!reaching.has(file)) {
      reaching.set(file, false); // as far as circles go
      const found = (inputs[file]?.imports ?? []).some(({ path, external }) =>
        external ? /^(aws-cdk-lib|constructs)(\/|$)/.test(path) : reaches(path),
      );
      reaching.set(file, found);
    }
    return reaching.get(file);
  };
  return files.filter(reaches);
}

const isOfTier = (file) =>
  file.endsWith('.test.ts') && !/^(collector-real|frameworks|hostile-page|lab|languages)\//.test(file);
const tests = readdirSync(join(ROOT, 'test'), { recursive: true }).filter(isOfTier);

module.exports = {
  ...unit,
  rootDir: ROOT,
  testMatch: reachTheCdk(tests.map((file) => `test/${file}`)).map((file) => `<rootDir>/${file}`),
  moduleNameMapper: { ...unit.moduleNameMapper, '^(aws-cdk-lib|constructs)(/.*)?$': `${newest}/$1$2` },
};
