module.exports = require('../jest/config.cjs')('lab', { testTimeout: 300_000 });
