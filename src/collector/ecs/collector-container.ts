import { Validations } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { attachPolicy } from '../../private/attached-policy';
import type { BoundConfig } from '../config/bound-config';
import { usableMiB } from '../config/document/collector-document';
import { COLLECTOR_IMAGE, imageReference } from '../image';
import { companionOptions } from './companion';
import type { ConfigDelivery } from './config-delivery';
import { CONTAINER_NAME } from './task-definition-checks';

/** Adds the container of the collector. */
export function addCollector(
  scope: Construct,
  taskDefinition: ecs.TaskDefinition,
  options: {
    readonly config: BoundConfig;
    readonly configDelivery: ConfigDelivery;
    readonly imageTag?: string;
    readonly memoryLimitMiB: number;
    readonly essential?: boolean;
    readonly enableRestartPolicy?: boolean;
    readonly logGroup: ILogGroup;
  },
): ecs.ContainerDefinition {
  const { config, configDelivery, imageTag, memoryLimitMiB, essential = false } = options;
  const image = imageReference(scope, 'imageTag', COLLECTOR_IMAGE, imageTag);
  const { environment, secrets, command } = configDelivery._deliver(scope, taskDefinition, config.content);
  const headers = Object.entries(config.secrets).map(
    ([variable, { secret, field }]) => [variable, ecs.Secret.fromSecretsManager(secret, field)] as const,
  );
  return taskDefinition.addContainer(CONTAINER_NAME, {
    // The image has no shell: CDK would turn a command without CMD into CMD-SHELL, which is never healthy.
    ...companionOptions({ ...options, healthCommand: ['CMD', '/healthcheck'], streamPrefix: 'adot' }),
    image: ecs.ContainerImage.fromRegistry(image),
    essential,
    readonlyRootFilesystem: true,
    environment: { ...environment, GOMEMLIMIT: `${usableMiB(memoryLimitMiB)}MiB` },
    secrets: { ...secrets, ...Object.fromEntries(headers) },
    command,
  });
}

/** Lets the task send what its collector sends. */
export function allowExport(scope: Construct, taskDefinition: ecs.TaskDefinition, statements: PolicyStatement[]): void {
  if (statements.length === 0) return;
  const policy = attachPolicy(scope, {
    holder: taskDefinition,
    id: 'AdotExport',
    role: taskDefinition.taskRole,
    statements,
    warning: {
      id: 'task-role-not-changed',
      text: (needed) =>
        "The task role is imported and can't be changed: AWS refuses what the collector sends unless the role allows " +
        needed,
    },
  });
  if (!statements.some(({ resources }) => resources.includes('*'))) return;
  Validations.of(policy).acknowledge({
    id: 'AwsSolutions-IAM5[Resource::*]',
    reason: 'What the collector calls of AWS X-Ray and CloudWatch has no resources to name in a policy',
  });
}
