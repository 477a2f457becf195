import { App, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as patterns from 'aws-cdk-lib/aws-ecs-patterns';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { AdotSidecar, type AdotSidecarProps } from '../../src/collector';

export const newStack = (props?: StackProps) => new Stack(new App(), 'Stack', props);

export const image = ecs.ContainerImage.fromRegistry('public.ecr.aws/docker/library/node:22-slim');

export function fargate(stack: Stack, id = 'Task'): ecs.FargateTaskDefinition {
  return new ecs.FargateTaskDefinition(stack, id);
}

export function bridge(stack: Stack, id = 'Task'): ecs.Ec2TaskDefinition {
  return new ecs.Ec2TaskDefinition(stack, id, { networkMode: ecs.NetworkMode.BRIDGE });
}

/** A service of ecs-patterns, whose task definition and container are its own. */
export function patternService(stack: Stack): patterns.ApplicationLoadBalancedFargateService {
  const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 0 });
  return new patterns.ApplicationLoadBalancedFargateService(stack, 'Service', {
    cluster: new ecs.Cluster(stack, 'Cluster', { vpc }),
    taskImageOptions: { image, containerPort: 8080 },
  });
}

export function attach(stack: Stack, taskDefinition: ecs.TaskDefinition, props: Partial<AdotSidecarProps> = {}) {
  return new AdotSidecar(stack, 'Orders', { taskDefinition, applicationName: 'shop', ...props });
}

export function newFunction(stack: Stack, props: Partial<lambda.FunctionProps> = {}, id = 'Fn'): lambda.Function {
  return new lambda.Function(stack, id, {
    runtime: lambda.Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = async () => {}'),
    timeout: Duration.seconds(10),
    ...props,
  });
}

export interface Container {
  readonly Name: string;
  readonly Essential: boolean;
  readonly Links?: string[];
  readonly DependsOn?: { readonly Condition: string; readonly ContainerName: string }[];
  readonly Environment?: { readonly Name: string; readonly Value: unknown }[];
  readonly [property: string]: unknown;
}

/** The containers of the only task definition of a stack, by name. */
export function containersOf(stack: Stack): Record<string, Container> {
  const [definition] = Object.values(Template.fromStack(stack).findResources('AWS::ECS::TaskDefinition'));
  const containers: Container[] = definition.Properties.ContainerDefinitions;
  return Object.fromEntries(containers.map((container) => [container.Name, container]));
}

export function environmentOf(container: Container): Record<string, unknown> {
  return Object.fromEntries((container.Environment ?? []).map(({ Name, Value }) => [Name, Value]));
}

/** Text with deploy-time parts, as its literal text with `${LogicalId}` in it. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  const [, parts] = (value as { 'Fn::Join': [string, (string | { Ref: string })[]] })['Fn::Join'];
  return parts.map((part) => (typeof part === 'string' ? part : `\${${part.Ref}}`)).join('');
}
