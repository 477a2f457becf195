import { Token } from 'aws-cdk-lib';
import type { ContainerDefinition, TaskDefinition } from 'aws-cdk-lib/aws-ecs';
import type { IConstruct } from 'constructs';
import { fail } from '../private/errors';

/** What says which telemetry belongs together, in OTEL_RESOURCE_ATTRIBUTES. */
export const RESOURCE_ATTRIBUTES = 'OTEL_RESOURCE_ATTRIBUTES';

/** The literal attributes of an OTEL_RESOURCE_ATTRIBUTES value; none of a value that is only known at deployment. */
export function parseResourceAttributes(value: string | undefined): Map<string, string> {
  if (value === undefined || Token.isUnresolved(value)) return new Map();
  const pairs = value.split(',').filter((pair) => pair.includes('='));
  return new Map(
    pairs.map((pair) => [pair.slice(0, pair.indexOf('=')).trim(), pair.slice(pair.indexOf('=') + 1).trim()] as const),
  );
}

/**
 * Adds our resource attributes to the user's.
 *
 * The user's win, and come last, since SDKs let the last of two equal keys win. Only the application's name is not
 * theirs to change: metrics, alarms and the dashboard look for it.
 */
export function mergeResourceAttributes(
  scope: IConstruct,
  ours: Readonly<Record<string, string>>,
  theirs: string | undefined,
): string {
  const given = parseResourceAttributes(theirs);
  const namespace = given.get('service.namespace');
  if (
    namespace !== undefined &&
    !Token.isUnresolved(ours['service.namespace']) &&
    namespace !== ours['service.namespace']
  ) {
    fail(scope, {
      what: `service.namespace in ${RESOURCE_ATTRIBUTES}`,
      got: namespace,
      expected: `the application name, ${JSON.stringify(ours['service.namespace'])}`,
      fix: 'leave service.namespace out of it, or make applicationName the same',
    });
  }
  const added = Object.entries(ours).filter(([key]) => !given.has(key));
  return [...added.map(([key, value]) => `${key}=${value}`), ...(theirs ? [theirs] : [])].join(',');
}

/** Where a container runs and logs, by which AWS X-Ray shows it as a task of Amazon ECS and finds its logs. */
export function placeAttributes(
  { logDriverConfig }: ContainerDefinition,
  { isFargateCompatible, isEc2Compatible }: TaskDefinition,
): Record<string, string> {
  // Of awslogs, and of what we route through FireLens.
  const logGroup = logDriverConfig?.options?.['awslogs-group'] ?? logDriverConfig?.options?.log_group_name;
  return {
    'cloud.provider': 'aws',
    'cloud.platform': 'aws_ecs',
    ...(isFargateCompatible !== isEc2Compatible && { 'aws.ecs.launchtype': isFargateCompatible ? 'fargate' : 'ec2' }),
    ...(logGroup && { 'aws.log.group.names': logGroup }),
  };
}
