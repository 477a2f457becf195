import type { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { FireLensOptions } from '../../../src/collector';
import { attach, containersOf, environmentOf, fargate, image, newStack, patternService, textOf } from '../fixture';

const ROUTER = 'adot-log-router';

function route(fireLens: FireLensOptions = {}) {
  const stack = newStack();
  const taskDefinition = fargate(stack);
  taskDefinition.addContainer('before', { image });
  const sidecar = attach(stack, taskDefinition, { fireLens });
  taskDefinition.addContainer('after', { image });
  return { stack, sidecar, taskDefinition };
}

test('containers log through a router that can fail without harm, those added later too', () => {
  const { stack, sidecar } = route();
  const containers = containersOf(stack);
  for (const name of ['before', 'after']) {
    expect(containers[name].LogConfiguration).toEqual({
      LogDriver: 'awsfirelens',
      Options: {
        Name: 'cloudwatch_logs',
        region: { Ref: 'AWS::Region' },
        log_group_name: stack.resolve(sidecar.applicationLogGroup?.logGroupName),
        log_stream_prefix: `${name}/`,
        auto_create_group: 'false',
        log_key: 'log',
        retry_limit: '5',
        'log-driver-buffer-limit': '16384',
      },
    });
    expect(containers[name].DependsOn).toContainEqual({ ContainerName: ROUTER, Condition: 'START' });
    expect(textOf(environmentOf(containers[name]).OTEL_RESOURCE_ATTRIBUTES)).toMatch(
      /aws\.log\.group\.names=\$\{TaskFireLensLogs\w+\}$/,
    );
  }
  expect(containers[ROUTER]).toMatchObject({
    Essential: false,
    Image: 'public.ecr.aws/aws-observability/aws-for-fluent-bit:3.4.16',
    RestartPolicy: { Enabled: true, RestartAttemptPeriod: 60 },
    HealthCheck: { Command: ['CMD-SHELL', expect.stringContaining('127.0.0.1:2020/api/v1/health')] },
    FirelensConfiguration: {
      Type: 'fluentbit',
      Options: {
        'config-file-type': 'file',
        'config-file-value': '/fluent-bit/configs/output-metrics-healthcheck.conf',
        'enable-ecs-log-metadata': 'false',
      },
    },
    LogConfiguration: { LogDriver: 'awslogs' },
    Memory: 128,
    MemoryReservation: 64,
  });
  expect(environmentOf(containers[ROUTER])).toEqual({});
  // The collector logs by itself: it has to be heard when the router is not there.
  expect(containers['adot-collector'].LogConfiguration).toMatchObject({ LogDriver: 'awslogs' });
});

test('the task may write to the log group, and no more', () => {
  const { stack, sidecar } = route();
  Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: {
      Statement: Match.arrayWith([
        {
          Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          Effect: 'Allow',
          Resource: stack.resolve(sidecar.applicationLogGroup?.logGroupArn),
        },
      ]),
    },
  });
});

test('the router is sized and versioned as stated, and its logs kept as long', () => {
  const { stack } = route({
    imageTag: '3.2.1',
    memoryLimitMiB: 100,
    bufferLimit: 5,
    logRetention: RetentionDays.ONE_WEEK,
  });
  const { before, [ROUTER]: router } = containersOf(stack);
  expect(router).toMatchObject({ Image: expect.stringMatching(/:3\.2\.1$/), Memory: 100, MemoryReservation: 50 });
  expect(before.LogConfiguration).toMatchObject({ Options: { 'log-driver-buffer-limit': '5' } });
  Template.fromStack(stack).resourcePropertiesCountIs('AWS::Logs::LogGroup', { RetentionInDays: 7 }, 1);
});

test('the containers can be chosen; what has logging of its own keeps it', () => {
  const { stack, taskDefinition } = route({ containers: ['after'] });
  taskDefinition.addContainer('own', { image, logging: ecs.LogDrivers.awsLogs({ streamPrefix: 'own' }) });
  const { before, after, own } = containersOf(stack);
  expect(before.LogConfiguration).toBeUndefined();
  expect(after.LogConfiguration).toMatchObject({ LogDriver: 'awsfirelens' });
  expect(own.LogConfiguration).toMatchObject({ LogDriver: 'awslogs' });
});

test('cdk-nag has no finding about it', () => {
  const { stack } = route();
  const app = stack.node.root as App;
  app.synth();
  expect(new AwsSolutionsChecks(app).validateScope(stack).violations).toEqual([]);
});

test('a container that is chosen and has logging of its own is refused', () => {
  const { stack, taskDefinition } = route({ containers: ['own'] });
  taskDefinition.addContainer('own', { image, logging: ecs.LogDrivers.awsLogs({ streamPrefix: 'own' }) });
  expect(() => Template.fromStack(stack)).toThrow(
    'fireLens: containers: got "own", expected containers without logging of their own',
  );
});

test('a task whose containers all have logging of their own is refused', () => {
  const stack = newStack();
  attach(stack, patternService(stack).taskDefinition, { fireLens: {} });
  expect(() => Template.fromStack(stack)).toThrow(/fireLens: containers: got \["web"\].*enableLogging: false/);
});

test('a container that is not there is refused', () => {
  const { stack } = route({ containers: ['befor'] });
  expect(() => Template.fromStack(stack)).toThrow('containers: got "befor", expected containers of the task');
});

test.each<[FireLensOptions, string]>([
  [{ imageTag: 'latest' }, 'fireLens.imageTag: got "latest", expected a version from 3.0.1'],
  [{ imageTag: '3.0.0' }, 'fireLens.imageTag: got "3.0.0"'],
  [{ imageTag: '2.34.3' }, 'fireLens.imageTag: got "2.34.3"'],
  [{ memoryLimitMiB: 63 }, 'fireLens.memoryLimitMiB: got 63, expected a whole number from 64'],
  [{ bufferLimit: -1 }, 'fireLens.bufferLimit: got -1, expected a whole number from 0 to 536870912'],
  [{ bufferLimit: 536_870_913 }, 'fireLens.bufferLimit: got 536870913'],
])('%p is refused', (options, message) => {
  expect(() => route(options)).toThrow(message);
});

test('a second router is refused', () => {
  const stack = newStack();
  const taskDefinition = fargate(stack);
  taskDefinition.addFirelensLogRouter('router', {
    image,
    firelensConfig: { type: ecs.FirelensLogRouterType.FLUENTBIT },
  });
  expect(() => attach(stack, taskDefinition, { fireLens: {} })).toThrow(
    '[Stack/Orders] fireLens: got "a log router that is there, Stack/Task/router"',
  );
});

test('host mode is refused: the ports of the router would be open on the host', () => {
  const stack = newStack();
  const taskDefinition = new ecs.Ec2TaskDefinition(stack, 'Task', { networkMode: ecs.NetworkMode.HOST });
  expect(() => attach(stack, taskDefinition, { fireLens: {} })).toThrow(
    'fireLens in a task with networkMode: got "host", expected awsvpc or bridge',
  );
});
