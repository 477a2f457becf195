import type * as ecs from 'aws-cdk-lib/aws-ecs';

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
