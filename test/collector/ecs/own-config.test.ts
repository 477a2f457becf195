import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { CollectorConfig } from '../../../src/collector';
import { VALID } from '../config/invalid-configs';
import { attach, bridge, containersOf, environmentOf, fargate, image, newStack } from '../fixture';

const directory = mkdtempSync(join(tmpdir(), 'own-'));
afterAll(() => rmSync(directory, { recursive: true }));

const HTTP = "{ protocols: { http: { endpoint: 'localhost:4318' } } }";

function task(text: string, props: Parameters<typeof attach>[2] = {}, define = fargate) {
  const path = join(directory, 'config.yaml');
  writeFileSync(path, text);
  const stack = newStack();
  const taskDefinition = define(stack);
  taskDefinition.addContainer('app', { image, memoryLimitMiB: 64 });
  const sidecar = attach(stack, taskDefinition, { config: CollectorConfig.fromFile(path), ...props });
  return { stack, taskDefinition, sidecar };
}

const warnings = (stack: ReturnType<typeof newStack>) =>
  Annotations.fromStack(stack)
    .findWarning('*', Match.anyValue())
    .map(({ entry }) => String(entry.data));

test.each<[string, string, string, string]>([
  ['gRPC only', '{ protocols: { grpc: {} } }', 'http://127.0.0.1:4317', 'grpc'],
  [
    'another port',
    "{ protocols: { http: { endpoint: 'localhost:14318' } } }",
    'http://127.0.0.1:14318',
    'http/protobuf',
  ],
])('containers are pointed at where a file listens: %s', (_, receiver, endpoint, protocol) => {
  const { stack } = task(VALID.replace(HTTP, receiver));
  expect(environmentOf(containersOf(stack).app)).toMatchObject({
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
    OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
  });
});

test('without OTLP in a file, containers are told to export nothing, and a warning says so', () => {
  const { stack } = task(
    VALID.replace(`otlp: ${HTTP}`, 'awsxray: {}\n  statsd: {}')
      .replace('metrics: { receivers: [otlp]', 'metrics: { receivers: [statsd]')
      .replace('receivers: [otlp]', 'receivers: [awsxray]'),
  );
  expect(environmentOf(containersOf(stack).app)).toMatchObject({
    OTEL_TRACES_EXPORTER: 'none',
    OTEL_METRICS_EXPORTER: 'none',
  });
  expect(warnings(stack).join()).toContain('No pipeline of the configuration has the receiver otlp');
});

test('in bridge mode a file that listens to itself only is warned of', () => {
  const { stack } = task(VALID, {}, bridge as never);
  expect(warnings(stack).join()).toContain('bind the receiver otlp to 0.0.0.0');
});

test('an essential collector needs the health check that the image asks', () => {
  const without = VALID.replace("extensions:\n  health_check: { endpoint: '127.0.0.1:13133' }\n", '').replace(
    '  extensions: [health_check]\n',
    '',
  );
  expect(() => task(without, { essential: true })).toThrow(
    /essential: got true, expected a configuration with the extension health_check/,
  );
  expect(() => task(VALID.replace('13133', '13134'), { essential: true })).toThrow('on port 13133');
  expect(() => task(without)).not.toThrow();
  expect(() => task(VALID, { essential: true })).not.toThrow();
});

test('a file exporter needs a path that can be written', () => {
  const file = (path: string) =>
    VALID.replace('awsxray: { region: us-east-1 }', `awsxray: { region: us-east-1 }\n  file: { path: ${path} }`);
  expect(() => Template.fromStack(task(file('/out/spans.json')).stack)).toThrow(
    /exporters\.file\.path: got "\/out\/spans\.json", expected a path that the container can write to/,
  );
  expect(() => Template.fromStack(task(file('/dev/stdout')).stack)).not.toThrow();
  const { stack, taskDefinition, sidecar } = task(file('/out/spans.json'));
  taskDefinition.addVolume({ name: 'out' });
  sidecar.container.addMountPoints({ containerPath: '/out', sourceVolume: 'out', readOnly: false });
  expect(() => Template.fromStack(stack)).not.toThrow();
});

test('a log group that only the task knows is warned of', () => {
  const { stack } = task(VALID.replace('log_group_name: /shop', "log_group_name: '/shop/{TaskId}'"));
  expect(warnings(stack).join()).toContain('which log group awsemf writes to is known in the task only');
});

test('a task takes ten containers', () => {
  const { stack, taskDefinition } = task(VALID);
  for (let i = 0; i < 8; i++) taskDefinition.addContainer(`more${i}`, { image, memoryLimitMiB: 1 });
  expect(
    () => taskDefinition.addContainer('eleventh', { image, memoryLimitMiB: 1 }) && Template.fromStack(stack),
  ).toThrow(/containers of taskDefinition: got 11, expected at most 10/);
});

test('the memory of a collector is known at synth', () => {
  const { Lazy } = jest.requireActual('aws-cdk-lib');
  const memoryLimitMiB = Lazy.number({ produce: () => 256 });
  expect(() => task(VALID, { memoryLimitMiB })).toThrow(
    'memoryLimitMiB: got "a token", expected MiB that are known at synth',
  );
});
