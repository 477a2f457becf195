module.exports = require('../jest/config.cjs')('languages', {
  globalSetup: '<rootDir>/test/languages/global-setup.ts',
  testTimeout: 1_200_000,
});
