import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import {
  CollectorConfig,
  type CollectorConfigProps,
  KubernetesMode,
  type KubernetesTarget,
  MetricDestination,
} from '../../../../src/collector';
import { newStack } from '../../fixture';

const stack = newStack({ env: { account: '123456789012', region: 'eu-west-1' } });
const metricsLogGroup = LogGroup.fromLogGroupName(stack, 'Metrics', '/shop/metrics');
const secret = Secret.fromSecretNameV2(stack, 'Key', 'vendor');
const vendor = MetricDestination.otlp({
  name: 'vendor',
  url: 'https://otlp.vendor.example',
  secretHeaders: { 'api-key': { secret } },
});

function manifest(target: Partial<KubernetesTarget> = {}, props: CollectorConfigProps = {}) {
  return stack.resolve(
    new CollectorConfig(props).toKubernetesManifest(stack, {
      name: 'orders',
      metricsLogGroup,
      memoryLimitMiB: 256,
      ...target,
    }),
  );
}

test('is a sidecar of the operator with memory limits, on localhost but for the probes', () => {
  const { spec, ...rest } = manifest();
  expect(rest).toEqual({
    apiVersion: 'opentelemetry.io/v1beta1',
    kind: 'OpenTelemetryCollector',
    metadata: { name: 'orders', namespace: 'default' },
  });
  const { config, ...others } = spec;
  expect(others).toEqual({
    mode: 'sidecar',
    image: 'public.ecr.aws/aws-observability/aws-otel-collector:v0.49.0',
    env: [
      { name: 'AWS_REGION', value: 'eu-west-1' },
      { name: 'GOMEMLIMIT', value: '204MiB' },
    ],
    resources: { limits: { memory: '256Mi' }, requests: { memory: '128Mi' } },
  });
  expect(config.receivers.otlp.protocols.http.endpoint).toBe('localhost:4318');
  expect(config.extensions.health_check.endpoint).toBe('0.0.0.0:13133');
  expect(config.exporters.awsemf.log_group_name).toBe('/shop/metrics');
});

test('is reached by other pods where it is none of theirs', () => {
  const { spec } = manifest({
    mode: KubernetesMode.DEPLOYMENT,
    serviceAccount: 'collector',
    kubernetesNamespace: 'telemetry',
  });
  expect(spec).toMatchObject({ mode: 'deployment', serviceAccount: 'collector' });
  expect(spec.config.receivers.otlp.protocols.grpc.endpoint).toBe('0.0.0.0:4317');
  const host = '10.0.0.1';
  expect(manifest({ receiverHost: host }).spec.config.receivers.otlp.protocols.grpc.endpoint).toBe('10.0.0.1:4317');
});

test('takes secret headers from a Kubernetes Secret', () => {
  const { spec } = manifest({ secretName: 'vendor' }, { metricDestinations: [vendor] });
  expect(spec.env).toContainEqual({
    name: 'OTLP_VENDOR_API_KEY',
    valueFrom: { secretKeyRef: { name: 'vendor', key: 'OTLP_VENDOR_API_KEY' } },
  });
});

test('has a policy with what its exporters call', () => {
  const policy = new CollectorConfig().policyDocument(stack, { metricsLogGroup, memoryLimitMiB: 256 });
  expect(stack.resolve(policy).Statement).toMatchObject([
    { Action: 'xray:PutTraceSegments', Effect: 'Allow', Resource: '*' },
    { Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Effect: 'Allow' },
  ]);
});

test.each<[Partial<KubernetesTarget>, CollectorConfigProps, string]>([
  [{ name: 'Orders' }, {}, 'target.name: got "Orders", expected up to 63 lower-case letters'],
  [{ kubernetesNamespace: 'a_b' }, {}, 'target.kubernetesNamespace: got "a_b", expected up to 63 lower-case letters'],
  [{ imageTag: 'latest' }, {}, 'target.imageTag: got "latest", expected a version such as "v0.49.0"'],
  [
    {},
    { metricDestinations: [vendor] },
    'target.secretName: got undefined, expected the name of a Kubernetes Secret with the keys OTLP_VENDOR_API_KEY',
  ],
])('fails for %j', (target, props, message) => {
  expect(() => manifest(target, props)).toThrow(`[Stack] ${message}`);
});
