// n functions with Datadog's layers.
const { DatadogLambda } = require('datadog-cdk-constructs-v2');
const { plainFunction } = require('./workloads.cjs');
const { synthesize, times } = require('./stack.cjs');

module.exports = (n) =>
  synthesize((stack) => {
    const datadog = new DatadogLambda(stack, 'Datadog', {
      nodeLayerVersion: 125,
      extensionLayerVersion: 80,
      apiKeySecretArn: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:key-abcdef',
      site: 'datadoghq.com',
    });
    times(n, (id) => datadog.addLambdaFunctions([plainFunction(stack, id)]));
  });
