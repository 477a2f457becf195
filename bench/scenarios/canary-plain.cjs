// n canaries and n functions, watched by nothing.
const { plainCanary, plainFunction } = require('./workloads.cjs');
const { synthesize, times } = require('./stack.cjs');

module.exports = (n) =>
  synthesize((stack) =>
    times(n, (id) => {
      plainFunction(stack, `${id}Function`);
      plainCanary(stack, `${id}Canary`);
    }),
  );
