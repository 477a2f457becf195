import { Token } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { CollectorConfig, MetricDestination } from '../../../src/collector';
import {
  attach,
  bridge,
  containersOf,
  environmentOf,
  fargate,
  image,
  newStack,
  patternService,
  textOf,
} from '../fixture';

const HISTOGRAMS = 'OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION';
const START = [{ Condition: 'START', ContainerName: 'adot-collector' }];
const ON_FARGATE = 'cloud.provider=aws,cloud.platform=aws_ecs,aws.ecs.launchtype=fargate';

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
        OTEL_RESOURCE_ATTRIBUTES: `service.namespace=shop,container.name=${name},${ON_FARGATE}`,
        OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318',
        OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
        OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: 'delta',
        OTEL_EXPORTER_OTLP_TIMEOUT: '45000',
        OTEL_METRIC_EXPORT_TIMEOUT: '45000',
        OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION: 'base2_exponential_bucket_histogram',
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
      OTEL_RESOURCE_ATTRIBUTES: `service.namespace=shop,${ON_FARGATE},team=a,container.name=b`,
    });
    expect(environment).not.toHaveProperty('OTEL_PROPAGATORS');
  });

  test.each([
    ['10000', undefined],
    ['60000', '45000'],
    [Token.asString({ Ref: 'Interval' }), undefined],
  ])('that export each %s ms wait no longer than that for an answer', (interval, expected) => {
    const stack = newStack();
    const taskDefinition = fargate(stack);
    taskDefinition.addContainer('app', { image, environment: { OTEL_METRIC_EXPORT_INTERVAL: interval } });
    attach(stack, taskDefinition);
    expect(environmentOf(containersOf(stack).app).OTEL_METRIC_EXPORT_TIMEOUT).toBe(expected);
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
      'Fn::Join': ['', [`service.namespace=shop,container.name=token,${ON_FARGATE},stack=`, { Ref: 'AWS::StackId' }]],
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
    'reach it on loopback in %s mode on EC2',
    (networkMode) => {
      const stack = newStack();
      const taskDefinition = new ecs.Ec2TaskDefinition(stack, 'Task', { networkMode });
      taskDefinition.addContainer('app', { image, memoryLimitMiB: 128 });
      attach(stack, taskDefinition);
      const { app, 'adot-collector': collector } = containersOf(stack);
      expect(app.Links).toBeUndefined();
      expect(environmentOf(app).OTEL_EXPORTER_OTLP_ENDPOINT).toBe('http://127.0.0.1:4318');
      expect(JSON.stringify(environmentOf(collector).AOT_CONFIG_CONTENT)).toContain('localhost:4318');
    },
  );

  test('make the histograms of their SDK where others than CloudWatch get them too', () => {
    const stack = newStack();
    const taskDefinition = fargate(stack);
    taskDefinition.addContainer('app', { image });
    const metricDestinations = [MetricDestination.cloudWatch(), MetricDestination.cloudWatchOtlp()];
    attach(stack, taskDefinition, { config: new CollectorConfig({ metricDestinations }) });
    expect(environmentOf(containersOf(stack).app)).not.toHaveProperty(HISTOGRAMS);
  });

  test('say where they run and log, by which AWS X-Ray finds their logs', () => {
    const stack = newStack();
    const taskDefinition = bridge(stack);
    const logging = ecs.LogDrivers.awsLogs({ streamPrefix: 'app', logGroup: new LogGroup(stack, 'Logs') });
    taskDefinition.addContainer('app', { image, memoryLimitMiB: 128, logging });
    attach(stack, taskDefinition);
    expect(textOf(environmentOf(containersOf(stack).app).OTEL_RESOURCE_ATTRIBUTES)).toMatch(
      /cloud\.platform=aws_ecs,aws\.ecs\.launchtype=ec2,aws\.log\.group\.names=\$\{Logs\w+\}$/,
    );
  });

  test('that speak gRPC find the port for it', () => {
    const stack = newStack();
    const taskDefinition = fargate(stack);
    taskDefinition.addContainer('app', { image, environment: { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' } });
    attach(stack, taskDefinition);
    expect(environmentOf(containersOf(stack).app).OTEL_EXPORTER_OTLP_ENDPOINT).toBe('http://127.0.0.1:4317');
  });

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
