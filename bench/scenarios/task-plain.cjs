// n Fargate tasks without telemetry.
const { plainTask } = require('./workloads.cjs');
const { synthesize, times } = require('./stack.cjs');

module.exports = (n) => synthesize((stack) => times(n, (id) => plainTask(stack, id)));
