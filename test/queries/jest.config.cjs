module.exports = require('../jest/config.cjs')('queries', {
  globalSetup: '<rootDir>/test/lab/helpers/global-setup.ts',
  globalTeardown: '<rootDir>/test/lab/helpers/global-teardown.ts',
  testTimeout: 300_000,
});
