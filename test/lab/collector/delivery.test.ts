import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Stack } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { AdotSidecar, CollectorConfig, ConfigDelivery, TraceDestination } from '../../../src/collector';
import { clusterIn } from '../../collector/ecs/shapes';
import { image } from '../../collector/fixture';
import { Lab } from '../helpers/lab';

let lab: Lab;
beforeAll(async () => {
  lab = await Lab.start();
});
afterAll(() => lab?.stop());

/** Sends one span as soon as it runs. */
const PROGRAM = `
const now = Date.now();
const spans = [{ traceId: Math.floor(now / 1000).toString(16) + process.env.ID.repeat(24), spanId: process.env.ID.repeat(16),
  name: 'start', kind: 2, startTimeUnixNano: now + '000000', endTimeUnixNano: now + '000000' }];
const attributes = [{ key: 'service.name', value: { stringValue: process.env.NAME } }];
fetch(process.env.URL + '/v1/traces', { method: 'POST', headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ resourceSpans: [{ resource: { attributes }, scopeSpans: [{ spans }] }] }) });
setInterval(() => {}, 1 << 30);
`;

function run(stack: Stack, name: string, id: string): ecs.FargateTaskDefinition {
  const taskDefinition = new ecs.FargateTaskDefinition(stack, name);
  taskDefinition.addContainer('app', {
    image,
    command: ['node', '-e', PROGRAM],
    environment: { NAME: name, ID: id, URL: 'http://localhost:4318' },
  });
  const cluster = (stack.node.tryFindChild('Cluster') as ecs.Cluster | undefined) ?? clusterIn(stack)();
  new ecs.CfnService(stack, `${name}-service`, {
    cluster: cluster.clusterName,
    taskDefinition: taskDefinition.taskDefinitionArn,
    launchType: 'FARGATE',
    desiredCount: 1,
  });
  return taskDefinition;
}

/** A collector that reads this file from a bucket. */
function fromBucket(stack: Stack, taskDefinition: ecs.TaskDefinition, exporters: object): void {
  const path = join(lab.folder, 'collector.yaml');
  const pipelines = { traces: { receivers: ['otlp'], exporters: Object.keys(exporters) } };
  const receivers = { otlp: { protocols: { http: { endpoint: 'localhost:4318' } } } };
  writeFileSync(path, JSON.stringify({ receivers, exporters, service: { pipelines } }));
  const asset = new Asset(stack, 'Config', { path });
  const collector = taskDefinition.addContainer('collector', {
    image: ecs.ContainerImage.fromRegistry('public.ecr.aws/aws-observability/aws-otel-collector:v0.49.0'),
    command: [`--config=s3://${asset.s3BucketName}.s3.${stack.region}.amazonaws.com/${asset.s3ObjectKey}`],
    essential: false,
  });
  taskDefinition.defaultContainer?.addContainerDependencies({ container: collector });
}

async function report(): Promise<string> {
  return (await lab.report()).replaceAll(/<[^>]*>/g, ' ');
}

test('spans reach X-Ray through collectors whose configurations come from S3 and from Parameter Store', async () => {
  const { status, output } = await lab.deploy('Delivery', (stack) => {
    fromBucket(stack, run(stack, 'from-s3', 'a'), { awsxray: { region: 'us-east-1' } });
    new AdotSidecar(stack, 'Sidecar', {
      taskDefinition: run(stack, 'from-parameter', 'b'),
      applicationName: 'shop',
      configDelivery: ConfigDelivery.parameter(),
    });
  });
  if (status !== 0) throw new Error(output);
  let text = '';
  for (let waited = 0; waited < 60 && !(text.includes('from-s3') && text.includes('from-parameter')); waited++) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    text = await report();
  }
  expect(text).toMatch(/from-s3\s+1\s/);
  expect(text).toMatch(/from-parameter\s+1\s/);
});

test('a destination that the lab does not have fails the deployment', async () => {
  const { status, output } = await lab.deploy('Elsewhere', (stack) => {
    new AdotSidecar(stack, 'Sidecar', {
      taskDefinition: run(stack, 'elsewhere', 'c'),
      applicationName: 'shop',
      config: new CollectorConfig({ traceDestinations: [TraceDestination.xrayOtlp()] }),
    });
  });
  expect(status).not.toBe(0);
  expect(output).toMatch(/the lab has nothing that exporter otlp_?http\S* could send to/);
});
