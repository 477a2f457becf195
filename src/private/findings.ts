import { Stack, Validations } from 'aws-cdk-lib';
import type { Role } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';

/**
 * Acknowledges wildcards in the policies of a role, each with its reason: on the role's own resource, so that what a user
 * adds to the role is still judged.
 */
export function acknowledgeWildcards(role: Role, reasons: { readonly [resource: string]: string }): void {
  const resource = role.node.defaultChild;
  if (!resource) return;
  for (const [pattern, reason] of Object.entries(reasons)) {
    Validations.of(resource).acknowledge({ id: wildcardFinding(role, pattern), reason });
  }
}

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
