import { App, CfnOutput, Duration, SecretValue, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import { AwsSolutionsChecks } from 'cdk-nag';
import { AdotSidecar } from '../../../src/collector';
import { TransactionOutcome } from '../../../src/events';
import { attach, containersOf, environmentOf, fargate, image, newStack } from '../fixture';

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
    const taskDefinition = new ecs.FargateTaskDefinition(stack, 'Task', { memoryLimitMiB: 1024 });
    taskDefinition.addContainer('app', { image });
    const imageTag = `v0.48.0@sha256:${'a'.repeat(64)}`;
    attach(stack, taskDefinition, { imageTag, memoryLimitMiB: 512, logRetention: logs.RetentionDays.ONE_WEEK });
    const collector = containersOf(stack)['adot-collector'];
    expect(collector).toMatchObject({ Image: expect.stringMatching(`:${imageTag}$`), Memory: 512 });
    const config = JSON.stringify(environmentOf(collector).AOT_CONFIG_CONTENT);
    expect(config).toContain('\\"limit_mib\\":409');
    Template.fromStack(stack).allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 7 });
  });

  test('is essential, and not restarted, where that is asked for', () => {
    const stack = newStack();
    const taskDefinition = fargate(stack);
    taskDefinition.addContainer('app', { image });
    attach(stack, taskDefinition, { essential: true, enableRestartPolicy: false });
    expect(containersOf(stack)['adot-collector']).toMatchObject({ Essential: true, RestartPolicy: { Enabled: false } });
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

  test('lets the statements of an immutable role alone, and warns of what it has to allow', () => {
    const stack = newStack();
    const taskRole = iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::123456789012:role/task', { mutable: false });
    const taskDefinition = new ecs.FargateTaskDefinition(stack, 'Task', { taskRole });
    taskDefinition.addContainer('app', { image });
    attach(stack, taskDefinition);
    const policies = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
    expect(JSON.stringify(policies)).not.toContain('xray');
    Annotations.fromStack(stack).hasWarning(
      '/Stack/Orders',
      Match.stringLikeRegexp("role is imported and can't be changed.*allows.*xray:PutTraceSegments.*logs:PutLogEvents"),
    );
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
