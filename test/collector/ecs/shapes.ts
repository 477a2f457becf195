import type { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as patterns from 'aws-cdk-lib/aws-ecs-patterns';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import { AdotSidecar, type AdotSidecarOptions } from '../../../src/collector';
import { image } from '../fixture';

/** What a shape is made with. */
export interface Surroundings {
  readonly stack: Stack;
  readonly logGroup: logs.ILogGroup;
  readonly cluster: () => ecs.Cluster;
  /** Attaches a collector; not at all where the test wants to see what is there without one. */
  readonly attach: (taskDefinition: ecs.TaskDefinition, options?: AdotSidecarOptions) => void;
}

/** A task definition; those of `aws-ecs-patterns` come with their service. */
export interface Shape {
  readonly taskDefinition: ecs.TaskDefinition;
  readonly launchType: 'FARGATE' | 'EC2' | 'EXTERNAL';
  readonly hasService?: boolean;
}

/** Says where it would send its telemetry, and serves HTTP where it has a port. */
const PROGRAM = `
console.log([process.env.NAME, process.env.OTEL_SERVICE_NAME, process.env.OTEL_EXPORTER_OTLP_ENDPOINT].join(' '));
if (process.env.PORT) require('http').createServer((_, res) => res.end('ok')).listen(process.env.PORT);
else setInterval(() => {}, 1 << 30);
`;

const PORT = 8080;

/** Task definitions of all shapes that a collector is attached to, by the name of the service. */
export const SHAPES: Record<string, (around: Surroundings, name: string) => Shape> = {
  'one-container': (around, name) => fargate(around, name),
  'five-containers': (around, name) => {
    const taskDefinition = new ecs.FargateTaskDefinition(around.stack, name, { cpu: 512, memoryLimitMiB: 1024 });
    add(around, taskDefinition, 'web', PORT);
    for (const worker of ['mail', 'cache', 'search', 'queue']) add(around, taskDefinition, worker);
    around.attach(taskDefinition);
    return { taskDefinition, launchType: 'FARGATE' };
  },
  'ecs-patterns': (around, name) => {
    const { taskDefinition } = new patterns.ApplicationLoadBalancedFargateService(around.stack, name, {
      cluster: around.cluster(),
      desiredCount: 1,
      taskImageOptions: {
        image,
        command: ['node', '-e', PROGRAM],
        environment: { NAME: 'web', PORT: String(PORT) },
        containerPort: PORT,
        logDriver: ecs.LogDrivers.awsLogs({ logGroup: around.logGroup, streamPrefix: name }),
      },
    });
    around.attach(taskDefinition);
    return { taskDefinition, launchType: 'FARGATE', hasService: true };
  },
  'ec2-bridge': (around, name) => onEc2(around, name, ecs.NetworkMode.BRIDGE),
  'ec2-host': (around, name) => onEc2(around, name, ecs.NetworkMode.HOST),
  'ec2-awsvpc': (around, name) => onEc2(around, name, ecs.NetworkMode.AWS_VPC),
  external: (around, name) => {
    const taskDefinition = new ecs.ExternalTaskDefinition(around.stack, name);
    add(around, taskDefinition, 'web', PORT);
    around.attach(taskDefinition);
    return { taskDefinition, launchType: 'EXTERNAL' };
  },
  arm: (around, name) => fargate(around, name, { runtimePlatform: { cpuArchitecture: ecs.CpuArchitecture.ARM64 } }),
  'container-added-afterwards': (around, name) => {
    const taskDefinition = new ecs.FargateTaskDefinition(around.stack, name);
    around.attach(taskDefinition);
    add(around, taskDefinition, 'web', PORT);
    return { taskDefinition, launchType: 'FARGATE' };
  },
  'own-task-role': (around, name) => {
    const assumedBy = new iam.ServicePrincipal('ecs-tasks.amazonaws.com');
    return fargate(around, name, { taskRole: new iam.Role(around.stack, `${name}-role`, { assumedBy }) });
  },
  'imported-task-role': (around, name) => {
    const arn = `arn:aws:iam::123456789012:role/${name}`;
    return fargate(around, name, {
      taskRole: iam.Role.fromRoleArn(around.stack, `${name}-role`, arn, { mutable: false }),
    });
  },
  'tight-memory': (around, name) => {
    const taskDefinition = new ecs.FargateTaskDefinition(around.stack, name, { cpu: 256, memoryLimitMiB: 512 });
    add(around, taskDefinition, 'web', PORT, { memoryLimitMiB: 384 });
    around.attach(taskDefinition);
    return { taskDefinition, launchType: 'FARGATE' };
  },
};

/** A log group for all containers of shapes. */
export function logGroupOf(stack: Stack): logs.ILogGroup {
  return new logs.LogGroup(stack, 'Logs', { logGroupName: 'shapes', retention: logs.RetentionDays.ONE_DAY });
}

/** A cluster that is made when a shape first needs it. */
export function clusterIn(stack: Stack): () => ecs.Cluster {
  let cluster: ecs.Cluster | undefined;
  return () => {
    cluster ??= new ecs.Cluster(stack, 'Cluster', {
      vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 0 }),
    });
    return cluster;
  };
}

/** Attaches the collector of a service. */
export function attachTo(stack: Stack, name: string): Surroundings['attach'] {
  return (taskDefinition, options) => {
    new AdotSidecar(stack, `${name}-telemetry`, {
      taskDefinition,
      applicationName: 'shop',
      serviceName: name,
      ...options,
    });
  };
}

function fargate(around: Surroundings, name: string, props: ecs.FargateTaskDefinitionProps = {}): Shape {
  const taskDefinition = new ecs.FargateTaskDefinition(around.stack, name, props);
  add(around, taskDefinition, 'web', PORT);
  around.attach(taskDefinition);
  return { taskDefinition, launchType: 'FARGATE' };
}

function onEc2(around: Surroundings, name: string, networkMode: ecs.NetworkMode): Shape {
  const taskDefinition = new ecs.Ec2TaskDefinition(around.stack, name, { networkMode });
  add(around, taskDefinition, 'web', PORT);
  around.attach(taskDefinition);
  return { taskDefinition, launchType: 'EC2' };
}

function add(
  { logGroup }: Surroundings,
  taskDefinition: ecs.TaskDefinition,
  name: string,
  port?: number,
  options: Partial<ecs.ContainerDefinitionOptions> = {},
): void {
  taskDefinition.addContainer(name, {
    image,
    command: ['node', '-e', PROGRAM],
    environment: { NAME: name, ...(port && { PORT: String(port) }) },
    portMappings: port ? [{ containerPort: port }] : [],
    memoryLimitMiB: 128,
    logging: ecs.LogDrivers.awsLogs({ logGroup, streamPrefix: taskDefinition.node.id }),
    ...options,
  });
}
