/** The configuration of a tier beside `unit`, whose own is in package.json: how jest runs is the same everywhere. */
const { cacheDirectory, id, moduleNameMapper, setupFiles, testEnvironment, transform } =
  require('../../package.json').jest;

module.exports = (folder, more) => ({
  ...{ cacheDirectory, id, moduleNameMapper, setupFiles, testEnvironment, transform },
  rootDir: '../..',
  roots: [`<rootDir>/test/${folder}`],
  testMatch: [`<rootDir>/test/${folder}/**/*.test.ts`],
  ...more,
});
