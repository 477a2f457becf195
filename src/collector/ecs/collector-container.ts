import { Duration, Stack, Validations } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { Policy, type PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { BoundConfig, DeliveredConfig } from '../config/collector-document';
import type { AdotSidecarProps } from './adot-sidecar-props';
import { CONTAINER_NAME } from './task-definition-checks';

/** The hard limit of the collector's container. */
export const DEFAULT_MEMORY_MIB = 256;

const REPOSITORY = 'public.ecr.aws/aws-observability/aws-otel-collector';

/** Adds the container of the collector. */
export function addCollector(
  props: AdotSidecarProps,
  parts: { readonly logGroup: ILogGroup; readonly config: BoundConfig; readonly delivered: DeliveredConfig },
): ecs.ContainerDefinition {
  const { taskDefinition, memoryLimitMiB = DEFAULT_MEMORY_MIB, enableRestartPolicy = true } = props;
  const { logGroup, config, delivered } = parts;
  const secrets = Object.entries(config.secrets);
  return taskDefinition.addContainer(CONTAINER_NAME, {
    image: ecs.ContainerImage.fromRegistry(`${REPOSITORY}:${props.imageTag ?? 'v0.49.0'}`),
    essential: props.essential ?? false,
    enableRestartPolicy,
    // The shortest that ECS allows: it does not restart what exits before it has run this long.
    restartAttemptPeriod: enableRestartPolicy ? Duration.seconds(60) : undefined,
    memoryLimitMiB,
    memoryReservationMiB: Math.floor(memoryLimitMiB / 2),
    readonlyRootFilesystem: true,
    environment: {
      ...delivered.environment,
      GOMEMLIMIT: `${Math.floor(memoryLimitMiB * 0.8)}MiB`,
    },
    secrets: {
      ...delivered.secrets,
      ...Object.fromEntries(
        secrets.map(([name, { secret, field }]) => [name, ecs.Secret.fromSecretsManager(secret, field)]),
      ),
    },
    command: delivered.command,
    // The image has no shell: CDK would turn a command without CMD into CMD-SHELL, which is never healthy.
    healthCheck: {
      command: ['CMD', '/healthcheck'],
      interval: Duration.seconds(10),
      timeout: Duration.seconds(5),
      retries: 3,
      startPeriod: Duration.seconds(10),
    },
    logging: ecs.LogDrivers.awsLogs({ logGroup, streamPrefix: 'adot', mode: ecs.AwsLogDriverMode.NON_BLOCKING }),
  });
}

/** A policy of its own: what we acknowledge on it says nothing about the statements of the user. */
export function allowExport(scope: Construct, taskDefinition: ecs.TaskDefinition, statements: PolicyStatement[]): void {
  if (statements.length === 0) return;
  const policy = new Policy(taskDefinition, 'AdotExport', { statements });
  taskDefinition.taskRole.attachInlinePolicy(policy);
  taskDefinition.node.defaultChild?.node.addDependency(policy);
  // biome-ignore lint/complexity/useLiteralKeys: TypeScript lets brackets reach a private member, with its type.
  if (!policy['isAttached']) {
    // CDK leaves it out without a word.
    const needed = statements.map((statement) => Stack.of(scope).resolve(statement.toStatementJson()));
    Validations.of(scope).addWarning(
      'cdk-user-telemetry:task-role-not-changed',
      "The task role is imported and can't be changed: AWS refuses what the collector sends unless the role allows " +
        JSON.stringify(needed),
    );
  }
  if (!statements.some(({ resources }) => resources.includes('*'))) return;
  Validations.of(policy).acknowledge({
    id: 'AwsSolutions-IAM5[Resource::*]',
    reason: 'What the collector calls of AWS X-Ray and CloudWatch has no resources to name in a policy',
  });
}
