import { Stack, Validations } from 'aws-cdk-lib';
import type { Role } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import type { BucketDeployment } from 'aws-cdk-lib/aws-s3-deployment';
import type { IConstruct } from 'constructs';

const REASON = 'What aws-cdk-lib defines to copy files to buckets, one for all of the stack';
const S3_ACTIONS = ['GetObject*', 'GetBucket*', 'List*', 'DeleteObject*', 'Abort*'].map((action) => `s3:${action}`);
const KMS_ACTIONS = ['kms:ReEncrypt*', 'kms:GenerateDataKey*'];

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

/**
 * Acknowledges what cdk-nag finds in the provider of a deployment of ours, and what this deployment adds to its role.
 *
 * The provider is shared: what other deployments of the stack add to it is still judged.
 */
export function acknowledgeDeployment(
  deployment: BucketDeployment,
  destination: IBucket,
  { invalidates = false }: { readonly invalidates?: boolean } = {},
): void {
  const role = deployment.handlerRole;
  const handler = role.node.scope?.node.defaultChild;
  acknowledge(handler, 'AwsSolutions-L1');
  acknowledge(
    role.node.defaultChild,
    'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]',
  );
  const sources = deployment.node.children.filter((child) => child instanceof Asset).map(({ bucket }) => bucket);
  const resources = [...sources, destination].map((bucket) => wildcardFinding(deployment, bucket.arnForObjects('*')));
  const actions = [...S3_ACTIONS, ...(destination.encryptionKey ? KMS_ACTIONS : [])];
  acknowledge(
    role.node.tryFindChild('DefaultPolicy')?.node.defaultChild,
    ...(invalidates ? ['AwsSolutions-IAM5[Resource::*]'] : []), // aws-cdk-lib doesn't name the distribution
    ...new Set([...resources, ...actions.map((action) => `AwsSolutions-IAM5[Action::${action}]`)]),
  );
}

function acknowledge(resource: IConstruct | undefined, ...ids: string[]): void {
  if (resource) Validations.of(resource).acknowledge(...ids.map((id) => ({ id, reason: REASON })));
}
