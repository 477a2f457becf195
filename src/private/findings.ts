import { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** The id of cdk-nag's finding about a wildcard in a resource, which may hold tokens. */
export function wildcardFinding(scope: IConstruct, resource: string): string {
  return `AwsSolutions-IAM5[Resource::${flatten(Stack.of(scope).resolve(resource))}]`;
}

/** A resolved ARN as cdk-nag writes it in the id of a finding. */
function flatten(value: unknown): string {
  if (typeof value === 'string') return value;
  const [[intrinsic, argument]] = Object.entries(value as { [intrinsic: string]: unknown });
  if (intrinsic === 'Fn::Sub') return String(argument).replace(/\$\{([^}]+)\}/g, '<$1>');
  if (intrinsic !== 'Fn::Join') return `<${[argument].flat().join('.')}>`;
  const [delimiter, items] = argument as [string, unknown[]];
  return items.map(flatten).join(delimiter);
}
