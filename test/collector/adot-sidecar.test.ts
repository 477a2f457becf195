import { App, CfnOutput, Duration, SecretValue, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { AwsSolutionsChecks } from 'cdk-nag';
import { AdotSidecar, type AdotSidecarProps } from '../../src/collector';
import { TransactionOutcome } from '../../src/events';
import { bridge, containersOf, environmentOf, fargate, image, newStack, patternService } from './fixture';

function attach(stack: Stack, taskDefinition: ecs.TaskDefinition, props: Partial<AdotSidecarProps> = {}) {
  return new AdotSidecar(stack, 'Orders', { taskDefinition, applicationName: 'shop', ...props });
}

const START = [{ Condition: 'START', ContainerName: 'adot-collector' }];

describe('the collector', () => {
  test('can fail without harm to the task, restarts, and is healthy by the form that its image needs', () => {
    const stack = newStack();
    const taskDefinition = fargate(stack);
    taskDefinition.addContainer('app', { image });
    attach(stack, taskDefinition);
    expect(containersOf(stack)['adot-collector']).toMatchObject({
      Essential: false,
      Image: 'public.ecr.aws/aws-observability/aws-otel-collector:v0.49.0',
      RestartPolicy: { Enabled: true, RestartAttemptPeriod: 60 },
      HealthCheck: { Command: ['CMD', '/healthcheck'] },
      ReadonlyRootFilesystem: true,
      Memory: 256,
      MemoryReservation: 128,
    });
    expect(environmentOf(containersOf(stack)['adot-collector']).GOMEMLIMIT).toBe('204MiB');
  });

  test('is sized and versioned as stated', () => {
    const stack = newStack();
    const taskDefinition = fargate(stack);
    taskDefinition.addContainer('app', { image });
    const imageTag = `v0.48.0@sha256:${'a'.repeat(64)}`;
    attach(stack, taskDefinition, { imageTag, memoryLimitMiB: 512, logRetention: logs.RetentionDays.ONE_WEEK });
    const collector = containersOf(stack)['adot-collector'];
    expect(collector).toMatchObject({ Image: expect.stringMatching(`:${imageTag}$`), Memory: 512 });
    const config = JSON.stringify(environmentOf(collector).AOT_CONFIG_CONTENT);
    expect(config).toContain('\\"limit_mib\\":409');
    Template.fromStack(stack).allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 7 });
  });

  test('is not the default container, though it was attached before any other', () => {
    const stack = newStack();
    const taskDefinition = fargate(stack);
    attach(stack, taskDefinition);
    const app = taskDefinition.addContainer('app', { image });
    expect(taskDefinition.defaultContainer).toBe(app);
  });

  test('logs to groups that go with the stack after a month, without ever blocking', () => {
    const stack = newStack();
    const taskDefinition = fargate(stack);
    taskDefinition.addContainer('app', { image });
    const sidecar = attach(stack, taskDefinition);
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::Logs::LogGroup', 2);
    template.allResources('AWS::Logs::LogGroup', { DeletionPolicy: 'Delete', Properties: { RetentionInDays: 30 } });
    expect(containersOf(stack)['adot-collector'].LogConfiguration).toMatchObject({
      LogDriver: 'awslogs',
      Options: { 'awslogs-group': stack.resolve(sidecar.logGroup.logGroupName), mode: 'non-blocking' },
    });
  });

  test('may send traces and write its metrics, and no more', () => {
    const stack = newStack();
    const taskDefinition = fargate(stack);
    taskDefinition.addContainer('app', { image });
    const sidecar = attach(stack, taskDefinition);
    const template = Template.fromStack(stack);
    const [policy] = Object.keys(
      template.findResources('AWS::IAM::Policy', {
        Properties: {
          Roles: [stack.resolve(taskDefinition.taskRole.roleName)],
          PolicyDocument: {
            Statement: [
              { Action: 'xray:PutTraceSegments', Effect: 'Allow', Resource: '*' },
              {
                Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
                Effect: 'Allow',
                Resource: stack.resolve(sidecar.metricsLogGroup.logGroupArn),
              },
            ],
            Version: '2012-10-17',
          },
        },
      }),
    );
    template.hasResource('AWS::ECS::TaskDefinition', { DependsOn: [policy] });
  });

  test('lets the statements of an immutable role alone', () => {
    const stack = newStack();
    const taskRole = iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::123456789012:role/task', { mutable: false });
    const taskDefinition = new ecs.FargateTaskDefinition(stack, 'Task', { taskRole });
    taskDefinition.addContainer('app', { image });
    attach(stack, taskDefinition);
    const policies = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
    expect(JSON.stringify(policies)).not.toContain('xray');
  });
});

describe('the containers of the application', () => {
  test('point their SDK at the collector and start after it, those added later too', () => {
    const stack = newStack();
    const taskDefinition = fargate(stack);
    taskDefinition.addContainer('before', { image });
    attach(stack, taskDefinition);
    taskDefinition.addContainer('after', { image });
    const containers = containersOf(stack);
    for (const name of ['before', 'after']) {
      expect(containers[name].DependsOn).toEqual(START);
      expect(environmentOf(containers[name])).toEqual({
        OTEL_SERVICE_NAME: 'Orders',
        OTEL_RESOURCE_ATTRIBUTES: `service.namespace=shop,container.name=${name}`,
        OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318',
        OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
        OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: 'delta',
        OTEL_TRACES_EXPORTER: 'otlp',
        OTEL_METRICS_EXPORTER: 'otlp',
        OTEL_LOGS_EXPORTER: 'none',
        OTEL_PROPAGATORS: 'tracecontext,baggage',
        OTEL_SEMCONV_STABILITY_OPT_IN: 'http',
      });
    }
  });

  test('keep the variables that they have, whenever these were set', () => {
    const stack = newStack();
    const taskDefinition = fargate(stack);
    const app = taskDefinition.addContainer('app', {
      image,
      environment: { OTEL_SERVICE_NAME: 'mine', OTEL_RESOURCE_ATTRIBUTES: 'team=a,container.name=b' },
      secrets: { OTEL_PROPAGATORS: ecs.Secret.fromSecretsManager(new secretsmanager.Secret(stack, 'Secret')) },
    });
    attach(stack, taskDefinition);
    app.addEnvironment('OTEL_TRACES_EXPORTER', 'none');
    const environment = environmentOf(containersOf(stack).app);
    expect(environment).toMatchObject({
      OTEL_SERVICE_NAME: 'mine',
      OTEL_TRACES_EXPORTER: 'none',
      OTEL_RESOURCE_ATTRIBUTES: 'service.namespace=shop,team=a,container.name=b',
    });
    expect(environment).not.toHaveProperty('OTEL_PROPAGATORS');
  });

  test('keep resource attributes that are a secret or known at deployment only', () => {
    const stack = newStack();
    const taskDefinition = fargate(stack);
    const secret = ecs.Secret.fromSecretsManager(new secretsmanager.Secret(stack, 'Secret'));
    taskDefinition.addContainer('secret', { image, secrets: { OTEL_RESOURCE_ATTRIBUTES: secret } });
    taskDefinition.addContainer('token', {
      image,
      environment: { OTEL_RESOURCE_ATTRIBUTES: `stack=${stack.stackId}` },
    });
    attach(stack, taskDefinition);
    const { secret: hidden, token } = containersOf(stack);
    expect(environmentOf(hidden)).not.toHaveProperty('OTEL_RESOURCE_ATTRIBUTES');
    expect(environmentOf(token).OTEL_RESOURCE_ATTRIBUTES).toEqual({
      'Fn::Join': ['', ['service.namespace=shop,container.name=token,stack=', { Ref: 'AWS::StackId' }]],
    });
  });

  test('reach the collector by a link in bridge mode, where loopback is their own', () => {
    const stack = newStack();
    const taskDefinition = bridge(stack);
    attach(stack, taskDefinition);
    taskDefinition.addContainer('app', { image, memoryLimitMiB: 128 });
    const { app, 'adot-collector': collector } = containersOf(stack);
    expect(app.Links).toEqual(['adot-collector:adot-collector']);
    expect(environmentOf(app).OTEL_EXPORTER_OTLP_ENDPOINT).toBe('http://adot-collector:4318');
    const config = JSON.stringify(environmentOf(collector).AOT_CONFIG_CONTENT);
    expect(config).toContain('0.0.0.0:4318');
    expect(config).toContain('127.0.0.1:13133');
  });

  test.each([ecs.NetworkMode.AWS_VPC, ecs.NetworkMode.HOST])(
    'reach it on localhost in %s mode on EC2',
    (networkMode) => {
      const stack = newStack();
      const taskDefinition = new ecs.Ec2TaskDefinition(stack, 'Task', { networkMode });
      taskDefinition.addContainer('app', { image, memoryLimitMiB: 128 });
      attach(stack, taskDefinition);
      const { app, 'adot-collector': collector } = containersOf(stack);
      expect(app.Links).toBeUndefined();
      expect(environmentOf(app).OTEL_EXPORTER_OTLP_ENDPOINT).toBe('http://localhost:4318');
      expect(JSON.stringify(environmentOf(collector).AOT_CONFIG_CONTENT)).toContain('localhost:4318');
    },
  );

  test('of an ecs-patterns service stay behind its load balancer', () => {
    const stack = newStack();
    const service = patternService(stack);
    attach(stack, service.taskDefinition);
    expect(containersOf(stack).web.DependsOn).toEqual(START);
    Template.fromStack(stack).hasResourceProperties('AWS::ECS::Service', {
      LoadBalancers: [Match.objectLike({ ContainerName: 'web', ContainerPort: 8080 })],
    });
  });

  test('on arm64, with an own task role and from another scope are instrumented alike', () => {
    const stack = newStack();
    const taskDefinition = new ecs.FargateTaskDefinition(stack, 'Task', {
      taskRole: new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com') }),
      runtimePlatform: { cpuArchitecture: ecs.CpuArchitecture.ARM64 },
    });
    attach(stack, taskDefinition);
    new ecs.ContainerDefinition(stack, 'app', { taskDefinition, image });
    expect(containersOf(stack).app.DependsOn).toEqual(START);
  });

  test('do not include a log router', () => {
    const stack = newStack();
    const taskDefinition = fargate(stack);
    taskDefinition.addContainer('app', { image });
    taskDefinition.addFirelensLogRouter('router', {
      image,
      firelensConfig: { type: ecs.FirelensLogRouterType.FLUENTBIT },
    });
    attach(stack, taskDefinition);
    expect(containersOf(stack).router.DependsOn).toBeUndefined();
    expect(containersOf(stack).router.Environment).toBeUndefined();
  });

  test('are set up once when the app is synthesized twice', () => {
    const stack = newStack();
    const taskDefinition = fargate(stack);
    taskDefinition.addContainer('app', { image });
    attach(stack, taskDefinition);
    Template.fromStack(stack);
    expect(containersOf(stack).app.DependsOn).toEqual(START);
  });
});

describe('its metrics', () => {
  test('count transactions of the application and time requests of the service', () => {
    const stack = newStack();
    const taskDefinition = fargate(stack);
    const sidecar = attach(stack, taskDefinition, { serviceName: 'orders' });
    expect(sidecar.serviceName).toBe('orders');
    const transactions = sidecar.metricTransactions('Checkout', TransactionOutcome.COMPLETED);
    expect(transactions).toMatchObject({
      namespace: 'UserTelemetry',
      metricName: 'user.transactions',
      dimensions: { application: 'shop', transaction: 'Checkout', outcome: 'completed' },
      statistic: 'Sum',
    });
    expect(sidecar.metricRequestDuration({ statistic: 'Maximum', period: Duration.minutes(1) })).toMatchObject({
      namespace: 'UserTelemetry',
      metricName: 'http.server.request.duration',
      dimensions: { application: 'shop', service: 'orders' },
      statistic: 'Maximum',
      period: Duration.minutes(1),
    });
  });
});

describe('stacks', () => {
  test('may depend on the stack of the service that the collector was attached to', () => {
    const app = new App();
    const services = new Stack(app, 'Services');
    const telemetry = new Stack(app, 'Telemetry');
    const taskDefinition = fargate(services);
    taskDefinition.addContainer('app', { image });
    attach(telemetry, taskDefinition);
    new CfnOutput(telemetry, 'Arn', { value: taskDefinition.taskDefinitionArn });
    expect(() => app.synth()).not.toThrow();
  });

  test('hold several collectors', () => {
    const stack = newStack();
    for (const id of ['A', 'B']) {
      const taskDefinition = fargate(stack, `Task${id}`);
      taskDefinition.addContainer('app', { image });
      new AdotSidecar(stack, id, { taskDefinition, applicationName: 'shop' });
    }
    Template.fromStack(stack).resourceCountIs('AWS::ECS::TaskDefinition', 2);
  });
});

describe('cdk-nag', () => {
  const findings = (stack: Stack) => {
    (stack.node.root as App).synth();
    const { violations } = new AwsSolutionsChecks(stack.node.root as App).validateScope(stack);
    return violations.map((violation) => violation.ruleName);
  };

  test('has no finding about what is defined here', () => {
    const stack = newStack();
    const taskDefinition = fargate(stack);
    taskDefinition.addContainer('app', { image, logging: ecs.LogDrivers.awsLogs({ streamPrefix: 'app' }) });
    attach(stack, taskDefinition);
    expect(findings(stack)).toEqual([]);
  });

  test('keeps its findings about what the user defined', () => {
    const stack = newStack();
    const taskDefinition = fargate(stack);
    taskDefinition.addContainer('app', {
      image,
      environment: { PASSWORD: SecretValue.unsafePlainText('x').toString() },
    });
    taskDefinition.addToTaskRolePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] }));
    attach(stack, taskDefinition);
    expect(findings(stack).sort()).toEqual([
      'AwsSolutions-ECS2',
      'AwsSolutions-ECS7',
      'AwsSolutions-IAM5[Resource::*]',
    ]);
  });
});

describe('a collector is refused', () => {
  const refusal = (props: Partial<AdotSidecarProps>) => () => {
    const stack = newStack();
    attach(stack, fargate(stack), props);
  };

  test('at synth, when its task has no container of the application', () => {
    const stack = newStack();
    attach(stack, fargate(stack));
    expect(() => Template.fromStack(stack)).toThrow(
      '[Stack/Orders] containers of taskDefinition: got 0, expected at least 1 besides the collector in Stack/Task; add the container',
    );
  });

  test.each(['', 'a,b', 'a=b', 'ä', 'a'.repeat(129)])('with the application name %p', (applicationName) => {
    expect(refusal({ applicationName })).toThrow(
      `[Stack/Orders] applicationName: got ${JSON.stringify(applicationName)}`,
    );
  });

  test('with a service name that is none', () => {
    expect(refusal({ serviceName: 'my service' })).toThrow('[Stack/Orders] serviceName: got "my service"');
  });

  test.each(['latest', '0.49.0', 'v0.49', 'v0.49.0@sha256:1'])('with the image tag %p', (imageTag) => {
    expect(refusal({ imageTag })).toThrow(`[Stack/Orders] imageTag: got "${imageTag}", expected a version such as`);
  });

  test.each([127, 30_721])('with a memory limit of %p MiB', (memoryLimitMiB) => {
    expect(refusal({ memoryLimitMiB })).toThrow(`memoryLimitMiB: got ${memoryLimitMiB}, expected a number from 128`);
  });

  test('beside another one', () => {
    const stack = newStack();
    const taskDefinition = fargate(stack);
    attach(stack, taskDefinition);
    const again = () => new AdotSidecar(stack, 'Again', { taskDefinition, applicationName: 'shop' });
    expect(again).toThrow('[Stack/Again] taskDefinition: got "Stack/Task", expected a task definition without');
  });

  test('in a task without a network', () => {
    const stack = newStack();
    const taskDefinition = new ecs.Ec2TaskDefinition(stack, 'Task', { networkMode: ecs.NetworkMode.NONE });
    expect(() => attach(stack, taskDefinition)).toThrow('networkMode of taskDefinition: got "none", expected awsvpc');
  });

  test('on Windows', () => {
    const stack = newStack();
    const runtimePlatform = {
      operatingSystemFamily: ecs.OperatingSystemFamily.WINDOWS_SERVER_2022_CORE,
      cpuArchitecture: ecs.CpuArchitecture.X86_64,
    };
    const windows = new ecs.FargateTaskDefinition(stack, 'Fargate', {
      runtimePlatform,
      cpu: 1024,
      memoryLimitMiB: 2048,
    });
    expect(() => attach(stack, windows)).toThrow('operating system of taskDefinition: got "Windows"');
    const nat = new ecs.Ec2TaskDefinition(stack, 'Ec2', { networkMode: ecs.NetworkMode.NAT });
    const again = () => new AdotSidecar(stack, 'Nat', { taskDefinition: nat, applicationName: 'shop' });
    expect(again).toThrow('operating system of taskDefinition: got "Windows"');
  });

  test('when a container says that it belongs to another application', () => {
    const stack = newStack();
    const taskDefinition = fargate(stack);
    taskDefinition.addContainer('app', {
      image,
      environment: { OTEL_RESOURCE_ATTRIBUTES: 'team=a, service.namespace=other' },
    });
    attach(stack, taskDefinition);
    expect(() => Template.fromStack(stack)).toThrow(
      '[Stack/Task/app] service.namespace in OTEL_RESOURCE_ATTRIBUTES: got "other", expected the application name, "shop"',
    );
  });
});
