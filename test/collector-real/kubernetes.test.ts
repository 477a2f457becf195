import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { CollectorConfig, KubernetesMode } from '../../src/collector';
import { coveringConfigurations } from '../collector/config/configurations';
import { newStack } from '../collector/fixture';
import { validate } from './collector';

test('the collector takes what manifests for Kubernetes hold, with its own telemetry, too', () => {
  const stack = newStack({ env: { account: '123456789012', region: 'us-east-1' } });
  const metricsLogGroup = LogGroup.fromLogGroupName(stack, 'Metrics', '/metrics');
  const modes = Object.values(KubernetesMode);
  const some = coveringConfigurations(stack).filter((_, index) => index % 10 === 0);
  const refused = [{ selfTelemetry: true }, ...some].flatMap((props, index) => {
    const { spec } = new CollectorConfig(props).toKubernetesManifest(stack, {
      name: 'orders',
      metricsLogGroup,
      memoryLimitMiB: 256,
      mode: modes[index % modes.length],
      secretName: 'secrets',
      applicationName: 'shop',
      serviceName: 'orders',
    });
    const text = JSON.stringify(spec.config).replace(/\$\{Token\[AWS\.URLSuffix\.\d+\]\}/g, 'amazonaws.com');
    const variables = spec.env.flatMap(({ name, valueFrom }: { name: string; valueFrom?: object }) =>
      valueFrom ? [[name, 'secret']] : [],
    );
    const { accepted, output } = validate(text, Object.fromEntries(variables));
    return accepted ? [] : [{ output, text }];
  });
  expect(some.length).toBeGreaterThan(10);
  expect(refused).toEqual([]);
});
