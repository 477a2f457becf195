module.exports = require('../jest/config.cjs')('queries', { testTimeout: 300_000 });
