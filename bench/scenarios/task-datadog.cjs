// n Fargate tasks with Datadog's agent as a sidecar.
const ecs = require('aws-cdk-lib/aws-ecs');
const { DatadogECSFargate } = require('datadog-cdk-constructs-v2');
const { synthesize, times } = require('./stack.cjs');

module.exports = (n) =>
  synthesize((stack) => {
    const datadog = new DatadogECSFargate({ apiKey: 'key', site: 'datadoghq.com', env: 'bench', service: 'orders' });
    times(n, (id) => {
      const task = datadog.fargateTaskDefinition(stack, id, { cpu: 512, memoryLimitMiB: 1024 });
      task.addContainer('app', {
        image: ecs.ContainerImage.fromRegistry('public.ecr.aws/docker/library/node:22-slim'),
      });
    });
  });
