module.exports = require('../jest/config.cjs')('collector-real', { testTimeout: 120_000 });
