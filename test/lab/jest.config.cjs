module.exports = require('../jest/config.cjs')('lab', {
  roots: ['<rootDir>/test/lab', '<rootDir>/test/hostile-page'],
  testMatch: ['**/*.test.ts'],
  globalSetup: '<rootDir>/test/lab/helpers/global-setup.ts',
  globalTeardown: '<rootDir>/test/lab/helpers/global-teardown.ts',
  testTimeout: 300_000,
  testSequencer: '<rootDir>/test/lab/longest-first.cjs',
});
