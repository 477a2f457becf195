import { Duration } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { IConstruct } from 'constructs';
import { checkCount } from '../../private/checks';

/** The hard limit of a container beside those of the application, in MiB. */
export function checkMemory(scope: IConstruct, what: string, memoryLimitMiB: number, min: number): void {
  checkCount(scope, what, memoryLimitMiB, { min, max: 30_720, fix: 'leave it out, or pass MiB' });
}

/** What the collector and the log router have in common: they restart, reserve half of their memory, and never block. */
export function companionOptions({
  memoryLimitMiB,
  enableRestartPolicy = true,
  healthCommand,
  logGroup,
  streamPrefix,
}: {
  readonly memoryLimitMiB: number;
  readonly enableRestartPolicy?: boolean;
  readonly healthCommand: string[];
  readonly logGroup: ILogGroup;
  readonly streamPrefix: string;
}) {
  return {
    enableRestartPolicy,
    // The shortest that ECS allows: it does not restart what exits before it has run this long.
    restartAttemptPeriod: enableRestartPolicy ? Duration.seconds(60) : undefined,
    memoryLimitMiB,
    memoryReservationMiB: Math.floor(memoryLimitMiB / 2),
    healthCheck: {
      command: healthCommand,
      interval: Duration.seconds(10),
      timeout: Duration.seconds(5),
      retries: 3,
      startPeriod: Duration.seconds(10),
    },
    logging: ecs.LogDrivers.awsLogs({ logGroup, streamPrefix, mode: ecs.AwsLogDriverMode.NON_BLOCKING }),
  };
}

/** All containers of a task. They are protected; the tree would miss those that were defined in another scope. */
export function containersOf(taskDefinition: ecs.TaskDefinition): ecs.ContainerDefinition[] {
  // biome-ignore lint/complexity/useLiteralKeys: TypeScript lets brackets reach a protected member, with its type.
  return taskDefinition['containers'];
}

/** Whether it is one of those that a user named; all are where nobody named any. */
export function isChosen({ containerName }: ecs.ContainerDefinition, names?: string[]): boolean {
  return names === undefined || names.includes(containerName);
}

/** The variables of a container by name; those that come from secrets have no value. */
export type GivenVariables = ReadonlyMap<string, string | undefined>;

export function variablesOf(container: ecs.ContainerDefinition, taskDefinition: ecs.TaskDefinition): GivenVariables {
  const { environment, secrets } = container.renderContainerDefinition(taskDefinition);
  const variables = (environment ?? []) as ecs.CfnTaskDefinition.KeyValuePairProperty[];
  const hidden = (secrets ?? []) as ecs.CfnTaskDefinition.SecretProperty[];
  return new Map([
    ...variables.map(({ name, value }) => [name ?? '', value ?? ''] as const),
    ...hidden.map(({ name }) => [name, undefined] as const),
  ]);
}
