import * as ecs from 'aws-cdk-lib/aws-ecs';
import type { IConstruct } from 'constructs';
import { checkPattern, checkRange, fail } from '../private/errors';
import type { AdotSidecarProps } from './adot-sidecar-props';

/** The name of the collector's container, and in bridge mode its host name. */
export const CONTAINER_NAME = 'adot-collector';

/** Refuses task definitions that a collector can't serve. */
function checkTaskDefinition(scope: IConstruct, taskDefinition: ecs.TaskDefinition): void {
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

/** Refuses what a sidecar can't be made of. */
export function checkSidecar(scope: IConstruct, props: AdotSidecarProps): void {
  checkPattern(scope, 'imageTag', props.imageTag, {
    pattern: /^v\d+\.\d+\.\d+(@sha256:[0-9a-f]{64})?$/,
    expected: 'a version such as "v0.49.0", with or without "@sha256:…"',
    fix: 'pin a version of public.ecr.aws/aws-observability/aws-otel-collector',
  });
  checkRange(scope, 'memoryLimitMiB', props.memoryLimitMiB, {
    min: 128,
    max: 30_720,
    fix: 'leave it out, or pass MiB',
  });
  checkTaskDefinition(scope, props.taskDefinition);
}
