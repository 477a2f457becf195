// n functions with the ADOT layer: this library.
const { collector } = require('cdk-user-telemetry');
const { plainFunction } = require('./workloads.cjs');
const { synthesize, times } = require('./stack.cjs');

module.exports = (n) =>
  synthesize((stack) =>
    times(n, (id) => {
      const fn = plainFunction(stack, id);
      new collector.LambdaInstrumentation(stack, `${id}Telemetry`, { function: fn, applicationName: 'bench' });
    }),
  );
