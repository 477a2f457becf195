// n functions without telemetry.
const { plainFunction } = require('./workloads.cjs');
const { synthesize, times } = require('./stack.cjs');

module.exports = (n) => synthesize((stack) => times(n, (id) => plainFunction(stack, id)));
