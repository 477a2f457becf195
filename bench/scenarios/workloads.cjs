// The workloads that every library gets: the same resources, defined with aws-cdk-lib alone. Each module of
// aws-cdk-lib is required where it is used, so that a scenario loads no more than it needs.
exports.plainCanary = (scope, id) => {
  const synthetics = require('aws-cdk-lib/aws-synthetics');
  return new synthetics.Canary(scope, id, {
    runtime: synthetics.Runtime.SYNTHETICS_NODEJS_PUPPETEER_13_0,
    test: synthetics.Test.custom({
      code: synthetics.Code.fromInline('exports.handler = async () => {};'),
      handler: 'index.handler',
    }),
  });
};

exports.plainFunction = (scope, id) => {
  const lambda = require('aws-cdk-lib/aws-lambda');
  return new lambda.Function(scope, id, {
    runtime: lambda.Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = async () => {};'),
  });
};

exports.plainTask = (scope, id) => {
  const ecs = require('aws-cdk-lib/aws-ecs');
  const task = new ecs.FargateTaskDefinition(scope, id, { cpu: 512, memoryLimitMiB: 1024 });
  task.addContainer('app', { image: ecs.ContainerImage.fromRegistry('public.ecr.aws/docker/library/node:22-slim') });
  return task;
};
