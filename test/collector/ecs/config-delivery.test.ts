// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of the collector
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { AdotSidecar, CollectorConfig, ConfigDelivery, LogDestination } from '../../../src/collector';
import { VALID } from '../config/invalid-configs';
import { containersOf, environmentOf, fargate, image } from '../fixture';

const directory = mkdtempSync(join(tmpdir(), 'delivery-'));
afterAll(() => rmSync(directory, { recursive: true }));

/** A configuration of so many KiB. */
function fileOf(kibibytes: number): CollectorConfig {
  const path = join(directory, `${kibibytes}.yaml`);
  const action = `{ key: user.id, action: update, value: ${'x'.repeat(kibibytes * 1024)} }`;
  writeFileSync(path, VALID.replace('  batch: {}', `  batch: {}\n  attributes: { actions: [${action}] }`));
  return CollectorConfig.fromFile(path);
}

function deliver(configDelivery: ConfigDelivery | undefined, config: CollectorConfig | undefined) {
  const app = new App();
  const stack = new Stack(app, 'Stack', { env: { account: '123456789012', region: 'eu-west-1' } });
  const taskDefinition = fargate(stack);
  taskDefinition.addContainer('app', { image });
  new AdotSidecar(stack, 'Orders', { taskDefinition, applicationName: 'shop', configDelivery, config });
  return { app, stack, collector: containersOf(stack)['adot-collector'] };
}

test('a small configuration stands in the task definition', () => {
  const { collector } = deliver(undefined, fileOf(1));
  expect(JSON.parse(String(environmentOf(collector).AOT_CONFIG_CONTENT)).exporters.awsxray).toBeDefined();
  expect(collector.Command).toBeUndefined();
});

test('a large one is an asset that the task may read, under a name that changes with it', () => {
  const { app, stack, collector } = deliver(undefined, fileOf(30));
  expect(environmentOf(collector).AOT_CONFIG_CONTENT).toBeUndefined();
  const command = JSON.stringify(collector.Command);
  const [hash] = /[0-9a-f]{64}/.exec(command) ?? [];
  expect(command).toMatch(/--config=s3:\/\/cdk-hnb659fds-assets-\d+-eu-west-1\.s3\.eu-west-1\./);
  const content = readFileSync(join(app.synth().directory, `asset.${hash}.yaml`), 'utf8');
  expect(JSON.parse(content).exporters.awsxray).toBeDefined();
  const policies = JSON.stringify(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
  expect(policies).toContain('s3:GetObject*');
});

test('a parameter is read by the execution role, and a change of it replaces the tasks', () => {
  const { stack, collector } = deliver(ConfigDelivery.parameter(), undefined);
  const [secret] = collector.Secrets as { Name: string; ValueFrom: unknown }[];
  expect(secret.Name).toBe('AOT_CONFIG_CONTENT');
  Template.fromStack(stack).hasResourceProperties('AWS::SSM::Parameter', { Tier: 'Advanced' });
  const hash = environmentOf(collector).AOT_CONFIG_HASH;
  const changed = deliver(ConfigDelivery.parameter(), new CollectorConfig({ metricDestinations: [] }));
  expect(hash).toMatch(/^[0-9a-f]{16}$/);
  expect(environmentOf(changed.collector).AOT_CONFIG_HASH).not.toBe(hash);
});

test('of what is known only at deployment the asset has variables, and the container their values', () => {
  const { app, stack, collector } = deliver(ConfigDelivery.bucket(), undefined);
  const { AOT_VALUE_0: value } = environmentOf(collector) as { AOT_VALUE_0: { Ref: string } };
  expect(stack.resolve(value).Ref).toMatch(/AdotMetrics/);
  const [hash] = /[0-9a-f]{64}/.exec(JSON.stringify(collector.Command)) ?? [];
  const content = readFileSync(join(app.synth().directory, `asset.${hash}.yaml`), 'utf8');
  expect(JSON.parse(content).exporters.awsemf.log_group_name).toBe('${env:AOT_VALUE_0}');
});

describe('a log group of another stack', () => {
  const deliverFrom = (configDelivery: ConfigDelivery) => {
    const app = new App();
    const logs = new LogGroup(new Stack(app, 'Logs'), 'App');
    const stack = new Stack(app, 'Stack');
    const taskDefinition = fargate(stack);
    taskDefinition.addContainer('app', { image });
    const config = new CollectorConfig({ logDestinations: [LogDestination.cloudWatch(logs)] });
    new AdotSidecar(stack, 'Orders', { taskDefinition, applicationName: 'shop', configDelivery, config });
    return JSON.stringify(Template.fromStack(stack).toJSON());
  };

  test.each([
    ['in the task definition', ConfigDelivery.inline()],
    ['in a parameter', ConfigDelivery.parameter()],
  ])('is imported %s', (_, delivery) => {
    expect(deliverFrom(delivery)).toContain('{"Fn::ImportValue":"Logs:ExportsOutputRefApp');
  });

  test('is refused in an asset, which is made before', () => {
    expect(() => deliverFrom(ConfigDelivery.bucket())).toThrow(
      /got "a configuration that refers to Logs\/App\/Resource, in another stack".*use ConfigDelivery.inline\(\)/,
    );
  });
});

test.each<[string, ConfigDelivery, CollectorConfig | undefined, RegExp]>([
  [
    'a task definition',
    ConfigDelivery.inline(),
    fileOf(30),
    /inline\(\) \(in KiB\): got 3\d\.\d, expected a number of at most 24/,
  ],
  [
    'a parameter',
    ConfigDelivery.parameter(),
    fileOf(9),
    /parameter\(\) \(in KiB\): got 9\.\d, expected a number of at most 8/,
  ],
])('what does not fit into %s is refused', (_, delivery, config, message) => {
  expect(() => deliver(delivery, config)).toThrow(message);
});
