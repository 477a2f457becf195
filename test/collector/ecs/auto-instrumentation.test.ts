import type { Stack } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { AdotSidecar, type AdotSidecarOptions, AutoInstrumentation } from '../../../src/collector';
import { containersOf, environmentOf, fargate, image, newStack } from '../fixture';

const arm = { cpuArchitecture: ecs.CpuArchitecture.ARM64 };

function instrument(options: AdotSidecarOptions, define?: (task: ecs.FargateTaskDefinition, stack: Stack) => void) {
  const stack = newStack();
  const taskDefinition = fargate(stack);
  if (define) define(taskDefinition, stack);
  else taskDefinition.addContainer('app', { image });
  new AdotSidecar(stack, 'Orders', { taskDefinition, applicationName: 'shop', ...options });
  return containersOf(stack);
}

test.each<[string, AutoInstrumentation, Record<string, string>]>([
  [
    'java',
    AutoInstrumentation.java(),
    { JAVA_TOOL_OPTIONS: '-javaagent:/otel-auto-instrumentation-java/javaagent.jar' },
  ],
  ['python', AutoInstrumentation.python(), { OTEL_PYTHON_DISTRO: 'aws_distro' }],
  [
    'nodejs',
    AutoInstrumentation.nodejs(),
    { NODE_OPTIONS: '--require /otel-auto-instrumentation-nodejs/autoinstrumentation.js' },
  ],
  ['dotnet', AutoInstrumentation.dotnet(), { OTEL_DOTNET_AUTO_HOME: '/otel-auto-instrumentation-dotnet' }],
])('%s is brought before the container starts, and loaded by it', (language, instrumentation, variables) => {
  const containers = instrument({ autoInstrumentation: [instrumentation] });
  const init = containers[`adot-init-${language}`];
  expect(init).toMatchObject({ Essential: false, Command: expect.arrayContaining(['cp']) });
  expect(environmentOf(containers.app)).toMatchObject({ ...variables, OTEL_AWS_APPLICATION_SIGNALS_ENABLED: 'false' });
  expect(containers.app.DependsOn).toContainEqual({ Condition: 'SUCCESS', ContainerName: `adot-init-${language}` });
  const volume = `otel-auto-instrumentation-${language}`;
  const mount = { SourceVolume: volume, ContainerPath: `/${volume}` };
  expect(init.MountPoints).toEqual([{ ...mount, ReadOnly: false }]);
  expect(containers.app.MountPoints).toEqual([{ ...mount, ReadOnly: true }]);
  // It sends nothing itself, and nobody waits for it to become healthy.
  expect(environmentOf(init)).toEqual({});
});

// In seconds for Python's SDK alone: https://opentelemetry-python.readthedocs.io/en/latest/sdk/environment_variables.html
test.each<[string, string, AutoInstrumentation[], Record<string, string>]>([
  ['seconds for Python', '45', [AutoInstrumentation.python()], {}],
  ['milliseconds for others', '45000', [AutoInstrumentation.nodejs()], {}],
  ['milliseconds where nobody knows', '45000', [], {}],
  ['milliseconds beside Python', '45000', [AutoInstrumentation.python(), AutoInstrumentation.java()], {}],
  [
    'milliseconds where Python is another container',
    '45000',
    [AutoInstrumentation.python({ containers: ['other'] })],
    {},
  ],
  ['what the container says', '30', [AutoInstrumentation.python()], { OTEL_EXPORTER_OTLP_TIMEOUT: '30' }],
])('exports are tried for %s', (_, timeout, autoInstrumentation, environment) => {
  const { app } = instrument({ autoInstrumentation }, (task) => {
    task.addContainer('app', { image, environment });
    task.addContainer('other', { image });
  });
  expect(environmentOf(app)).toMatchObject({
    OTEL_EXPORTER_OTLP_TIMEOUT: timeout,
    OTEL_METRIC_EXPORT_TIMEOUT: '45000',
  });
});

test('what the container has for its runtime stays, after ours', () => {
  const { app } = instrument({ autoInstrumentation: [AutoInstrumentation.nodejs()] }, (task) => {
    task.addContainer('app', { image, environment: { NODE_OPTIONS: '--max-old-space-size=512' } });
  });
  expect(environmentOf(app).NODE_OPTIONS).toBe(
    '--require /otel-auto-instrumentation-nodejs/autoinstrumentation.js --max-old-space-size=512',
  );
});

test('a runtime variable that is a secret is refused: ours could not be put before it', () => {
  const define = (task: ecs.FargateTaskDefinition, stack: Stack) => {
    const secret = ecs.Secret.fromSecretsManager(Secret.fromSecretNameV2(stack, 'Options', 'options'));
    task.addContainer('app', { image, secrets: { JAVA_TOOL_OPTIONS: secret } });
  };
  expect(() => instrument({ autoInstrumentation: [AutoInstrumentation.java()] }, define)).toThrow(
    /JAVA_TOOL_OPTIONS: got "a secret".*move JAVA_TOOL_OPTIONS to environment/,
  );
});

test('.NET loads the profiler of its architecture', () => {
  const profiler = (define?: (stack: Stack) => ecs.FargateTaskDefinition) => {
    const stack = newStack();
    const taskDefinition = define?.(stack) ?? fargate(stack);
    taskDefinition.addContainer('app', { image });
    const autoInstrumentation = [AutoInstrumentation.dotnet()];
    new AdotSidecar(stack, 'Orders', { taskDefinition, applicationName: 'shop', autoInstrumentation });
    return environmentOf(containersOf(stack).app).CORECLR_PROFILER_PATH;
  };
  expect(profiler()).toContain('/linux-x64/');
  expect(profiler((stack) => new ecs.FargateTaskDefinition(stack, 'Arm', { runtimePlatform: arm }))).toContain(
    '/linux-arm64/',
  );
});

test('containers can be chosen, also those that come later', () => {
  const stack = newStack();
  const taskDefinition = fargate(stack);
  new AdotSidecar(stack, 'Orders', {
    taskDefinition,
    applicationName: 'shop',
    containers: ['web', 'worker'],
    autoInstrumentation: [AutoInstrumentation.java({ containers: ['worker'] })],
  });
  for (const name of ['web', 'worker', 'proxy']) taskDefinition.addContainer(name, { image });
  const containers = containersOf(stack);
  const has = (name: string, variable: string) => environmentOf(containers[name])[variable] !== undefined;
  expect(['web', 'worker', 'proxy'].map((name) => has(name, 'OTEL_SERVICE_NAME'))).toEqual([true, true, false]);
  expect(['web', 'worker', 'proxy'].map((name) => has(name, 'JAVA_TOOL_OPTIONS'))).toEqual([false, true, false]);
});

test.each<[string, AdotSidecarOptions, RegExp]>([
  [
    'a container that is not there',
    { containers: ['wbe'] },
    /containers: got "wbe", expected containers of the task: app/,
  ],
  [
    'a container that is not there, to be instrumented',
    { autoInstrumentation: [AutoInstrumentation.java({ containers: ['wbe'] })] },
    /containers: got "wbe"/,
  ],
  [
    'a language twice',
    { autoInstrumentation: [AutoInstrumentation.java(), AutoInstrumentation.java()] },
    /autoInstrumentation: got "adot-init-java", expected each language once/,
  ],
  [
    'an image that is not pinned',
    { autoInstrumentation: [AutoInstrumentation.java({ imageTag: 'latest' })] },
    /imageTag\): got "latest", expected a version such as "v2\.30\.0"/,
  ],
])('%s is refused', (_, options, message) => {
  expect(() => instrument(options)).toThrow(message);
});
