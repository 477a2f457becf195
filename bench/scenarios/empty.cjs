const { synthesize } = require('./stack.cjs');

module.exports = () => synthesize(() => {});
