// n Fargate tasks with the ADOT collector as a sidecar: this library.
const { collector } = require('cdk-user-telemetry');
const { plainTask } = require('./workloads.cjs');
const { synthesize, times } = require('./stack.cjs');

module.exports = (n) =>
  synthesize((stack) =>
    times(n, (id) => {
      const taskDefinition = plainTask(stack, id);
      new collector.AdotSidecar(stack, `${id}Sidecar`, { taskDefinition, applicationName: 'bench' });
    }),
  );
