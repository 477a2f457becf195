import { ArnFormat, type IResolvable, Stack, Token } from 'aws-cdk-lib';
import type { Canary, CfnCanary } from 'aws-cdk-lib/aws-synthetics';
import type { Construct } from 'constructs';

/** Actions on one resource. */
export interface Permission {
  readonly actions: readonly string[];
  readonly resource: string;
  readonly conditions?: { readonly [operator: string]: { readonly [key: string]: unknown } };
  /** Why the resource has a wildcard, where it has one. */
  readonly wildcard?: string;
}

const READ = ['synthetics:GetCanary', 'synthetics:GetCanaryRuns'];

/**
 * What a gate may do about one canary.
 *
 * For a dry run Synthetics makes a new version of the canary's function, and does so with the permissions of whoever asks
 * for it. AWS doesn't say which those are: these are what its policy for people who use canaries has, and what its
 * CloudFormation handler needs to update one, action by action in docs/deployment-gate.md.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries_Roles.html
 * @see https://github.com/aws-cloudformation/aws-cloudformation-resource-providers-synthetics/blob/6e61289/aws-synthetics-canary/aws-synthetics-canary.json
 */
export function gatePermissions(scope: Construct, canary: Canary, dryRun: boolean): Permission[] {
  const resource = canaryArn(canary);
  if (!dryRun) return [{ actions: READ, resource }];
  return [
    { actions: [...READ, 'synthetics:StartCanaryDryRun'], resource },
    ...preparation(scope, canary),
    ...(cfn(canary).vpcConfig ? [NETWORK] : []),
    ...storage(canary),
    ...keys(scope, canary),
  ];
}

const FUNCTION_ACTIONS = [
  'AddPermission',
  'CreateFunction',
  'DeleteFunction',
  'GetFunction',
  'GetFunctionConfiguration',
  'ListTags',
  'PublishVersion',
  'TagResource',
  'UntagResource',
  'UpdateFunctionCode',
  'UpdateFunctionConfiguration',
].map((action) => `lambda:${action}`);

/** The function of the canary, and the layer that its code becomes. */
function preparation(scope: Construct, canary: Canary): Permission[] {
  // A function's name has 64 characters at most, so of a long canary name only the beginning can be in it.
  const name: unknown = Stack.of(canary).resolve(cfn(canary).name);
  const beginning = `cwsyn-${typeof name === 'string' ? name.slice(0, 16) : ''}*`;
  return [
    {
      actions: FUNCTION_ACTIONS,
      resource: lambdaArn(scope, 'function', beginning),
      wildcard: 'Synthetics names the function, with the beginning of the name of the canary.',
    },
    {
      actions: ['lambda:DeleteLayerVersion', 'lambda:PublishLayerVersion'],
      resource: lambdaArn(scope, 'layer', beginning),
      wildcard: 'Synthetics names the layer, with the beginning of the name of the canary.',
    },
    {
      // The second is what the handler lists; AWS says that the first stands for both.
      actions: ['lambda:GetLayerVersion', 'lambda:GetLayerVersionByArn'],
      resource: lambdaArn(scope, 'layer', '*', '*'),
      wildcard: 'The layers of the runtimes are in accounts of AWS that differ by Region; they are only read.',
    },
    {
      actions: ['iam:PassRole'],
      resource: canary.role.roleArn,
      conditions: { StringEquals: { 'iam:PassedToService': ['lambda.amazonaws.com', 'synthetics.amazonaws.com'] } },
    },
  ];
}

/** None of them has resources to name. */
const NETWORK: Permission = {
  actions: ['ec2:DescribeSecurityGroups', 'ec2:DescribeSubnets', 'ec2:DescribeVpcs'],
  resource: '*',
  wildcard: 'What describes a network has no resources to name in a policy.',
};

/** Where the code of the canary lies, and where its artifacts go. */
function storage(canary: Canary): Permission[] {
  const { s3Bucket, s3Key } = partsOf<CfnCanary.CodeProperty>(canary, cfn(canary).code);
  const bucket = bucketArn(canary, canary.artifactsBucket.bucketName);
  return [
    ...(s3Bucket && s3Key
      ? [
          {
            actions: ['s3:GetObject', 's3:GetObjectVersion'],
            resource: bucketArn(canary, Token.asString(s3Bucket), Token.asString(s3Key)),
          },
        ]
      : []),
    { actions: ['s3:GetBucketLocation'], resource: bucket },
  ];
}

/** The keys of the code, of the environment variables and of the artifacts. */
function keys(scope: Construct, canary: Canary): Permission[] {
  const { kmsKeyArn, artifactConfig } = cfn(canary);
  const { region } = Stack.of(scope);
  const { s3Encryption } = partsOf<CfnCanary.ArtifactConfigProperty>(canary, artifactConfig);
  const encryption = partsOf<CfnCanary.S3EncryptionProperty>(canary, s3Encryption);
  const own = [kmsKeyArn, encryption.kmsKeyArn].flatMap((arn) => (arn === undefined ? [] : [Token.asString(arn)]));
  return [
    {
      actions: ['kms:Decrypt'],
      resource: Stack.of(scope).formatArn({ service: 'kms', resource: 'key', resourceName: '*' }),
      conditions: { StringEquals: { 'kms:ViaService': `s3.${region}.amazonaws.com` } },
      wildcard: 'The bucket of CDK assets may have a key; what may be read with it is the code of the canary only.',
    },
    ...own.map((resource) => ({
      actions: ['kms:CreateGrant', 'kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt'],
      resource,
      conditions: {
        StringEquals: {
          'kms:ViaService': ['lambda', 's3', 'synthetics'].map((one) => `${one}.${region}.amazonaws.com`),
        },
      },
    })),
  ];
}

function cfn(canary: Canary): CfnCanary {
  return canary.node.defaultChild as CfnCanary;
}

/** With the tokens in it, by which CDK knows of which stack they are; only what is a token as a whole is resolved. */
function partsOf<T extends object>(canary: Canary, property: T | IResolvable | undefined): Partial<T> {
  return (Token.isUnresolved(property) ? Stack.of(canary).resolve(property) : property) ?? {};
}

/** By the name as it is known at synth, where it is. */
function canaryArn(canary: Canary): string {
  const name: unknown = Stack.of(canary).resolve(cfn(canary).name);
  const resourceName = typeof name === 'string' ? name : canary.canaryName;
  const arnFormat = ArnFormat.COLON_RESOURCE_NAME;
  return Stack.of(canary).formatArn({ service: 'synthetics', resource: 'canary', resourceName, arnFormat });
}

function bucketArn(canary: Canary, resource: string, resourceName?: string): string {
  return Stack.of(canary).formatArn({ service: 's3', account: '', region: '', resource, resourceName });
}

function lambdaArn(scope: Construct, resource: string, resourceName: string, account?: string): string {
  const arnFormat = ArnFormat.COLON_RESOURCE_NAME;
  return Stack.of(scope).formatArn({ service: 'lambda', resource, resourceName, account, arnFormat });
}
