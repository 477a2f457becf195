import { Token } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import type { IConstruct } from 'constructs';
import { describe, fail } from '../../private/errors';
import { containersOf } from './containers';

/** The name of the collector's container, and in bridge mode its host name. */
export const CONTAINER_NAME = 'adot-collector';

/** Refuses task definitions that a collector can't serve. */
export function checkTaskDefinition(scope: IConstruct, taskDefinition: ecs.TaskDefinition): void {
  if (taskDefinition.node.tryFindChild(CONTAINER_NAME)) {
    fail(scope, {
      what: 'taskDefinition',
      got: taskDefinition.node.path,
      expected: `a task definition without a container "${CONTAINER_NAME}"`,
      fix: 'attach one collector per task definition',
    });
  }
  const { networkMode, runtimePlatform } = taskDefinition;
  if (networkMode === ecs.NetworkMode.NONE) {
    fail(scope, {
      what: 'networkMode of taskDefinition',
      got: networkMode,
      expected: 'awsvpc, bridge or host',
      fix: 'give the task a network: the application reaches the collector through it',
    });
  }
  if (networkMode === ecs.NetworkMode.NAT || runtimePlatform?.operatingSystemFamily?.isWindows()) {
    fail(scope, {
      what: 'operating system of taskDefinition',
      got: 'Windows',
      expected: 'Linux: there is no Windows image of the collector',
      fix: 'send OTLP to a collector elsewhere with OTEL_EXPORTER_OTLP_ENDPOINT',
    });
  }
}

/** Amazon ECS refuses a task whose containers need more memory than it has; CDK does not look. */
export function memoryProblems(taskDefinition: ecs.TaskDefinition, collector: ecs.ContainerDefinition): string[] {
  const resource = taskDefinition.node.defaultChild;
  const size = resource instanceof ecs.CfnTaskDefinition ? resource.memory : undefined;
  if (size === undefined || Token.isUnresolved(size)) return [];
  const available = Number(size);
  const containers = containersOf(taskDefinition);
  const needs = containers.map((container) => memoryOf(container, taskDefinition));
  const fix = 'give the task more memory (memoryLimitMiB of the task definition), or the collector less';
  const { limit } = needs[containers.indexOf(collector)];
  if (limit >= available) {
    const expected = `less than the ${available} MiB of ${taskDefinition.node.path}`;
    return [describe({ what: 'memoryLimitMiB', got: limit, expected, fix })];
  }
  const reserved = needs.reduce((sum, need) => sum + need.reserved, 0);
  if (reserved <= available) return [];
  const list = containers.map(({ containerName }, index) => `${containerName} ${needs[index].reserved}`).join(', ');
  const expected = `at most the ${available} MiB of ${taskDefinition.node.path}`;
  return [describe({ what: 'memory that the containers reserve', got: `${reserved} MiB (${list})`, expected, fix })];
}

/** In MiB; 0 for what is not stated, or known at deployment only. */
function memoryOf(container: ecs.ContainerDefinition, taskDefinition: ecs.TaskDefinition) {
  const { memory, memoryReservation } = container.renderContainerDefinition(taskDefinition);
  const known = (value: unknown) => (typeof value === 'number' && !Token.isUnresolved(value) ? value : 0);
  return { limit: known(memory), reserved: known(memoryReservation ?? memory) };
}
