module.exports = require('../jest/config.cjs')('losses', {
  testTimeout: 600_000,
  maxConcurrency: 10, // of what mostly waits
});
