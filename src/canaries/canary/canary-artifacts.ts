import { ArnFormat, Duration, RemovalPolicy, Stack, Token, Validations } from 'aws-cdk-lib';
import { Effect, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { fail } from '../../private/errors';
import { acknowledgeWildcards } from '../../private/findings';

/** Where artifacts go, as users say it. */
interface Artifacts {
  readonly artifactsBucket?: IBucket;
  readonly removalPolicy?: RemovalPolicy;
}

/** The bucket for screenshots, HAR files and logs of runs, which are worthless after a while. */
export function artifactsBucket(scope: Construct, given: Artifacts, retention: Duration): IBucket {
  const { artifactsBucket: bucket, removalPolicy } = given;
  if (!bucket) return defineBucket(scope, retention, removalPolicy);
  if (removalPolicy === undefined) return bucket;
  return fail(scope, {
    what: 'removalPolicy',
    got: removalPolicy,
    expected: 'nothing beside artifactsBucket, which is defined elsewhere',
    fix: 'say it of that bucket, or leave artifactsBucket out',
  });
}

function defineBucket(scope: Construct, retention: Duration, removalPolicy?: RemovalPolicy): Bucket {
  const bucket = new Bucket(scope, 'Artifacts', {
    encryption: BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    lifecycleRules: [{ expiration: retention, abortIncompleteMultipartUploadAfter: Duration.days(1) }],
    removalPolicy,
    autoDeleteObjects: removalPolicy === RemovalPolicy.DESTROY ? true : undefined,
  });
  if (bucket.node.defaultChild) {
    Validations.of(bucket.node.defaultChild).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        'It holds screenshots and reports of synthetic users only, and expires them: nothing to audit access for.',
    });
  }
  return bucket;
}

/** What a canary needs beyond its own artifacts, logs and metrics. */
export interface RoleExtras {
  /** Other Regions in which it writes logs. */
  readonly regions?: string[];
  readonly inVpc?: boolean;
  /** The key of its artifacts. */
  readonly artifactsKey?: IKey;
  /** The key of its environment variables. */
  readonly environmentKey?: IKey;
}

/**
 * What a canary may do: write its own artifacts, logs and metrics.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries_CanaryPermissions.html
 */
export function canaryRole(scope: Construct, canaryName: string, bucket: IBucket, extras: RoleExtras = {}): Role {
  const objects = bucket.arnForObjects(`${canaryName}/*`);
  const logs = [undefined, ...(extras.regions ?? [])].map((region) => logGroups(scope, canaryName, region));
  const role = new Role(scope, 'Role', {
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    description: `Runs the canary ${canaryName}`,
    inlinePolicies: {
      Canary: new PolicyDocument({
        statements: [
          allow(['s3:PutObject'], objects),
          allow(['s3:GetBucketLocation'], bucket.bucketArn),
          allow(['s3:ListAllMyBuckets'], '*'),
          allow(['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'], ...logs),
          new PolicyStatement({
            actions: ['cloudwatch:PutMetricData'],
            resources: ['*'],
            conditions: { StringEquals: { 'cloudwatch:namespace': 'CloudWatchSynthetics' } },
          }),
          ...(extras.inVpc ? [allow(NETWORK_ACTIONS, '*')] : []),
        ],
      }),
    },
  });
  for (const key of new Set([bucket.encryptionKey, extras.artifactsKey])) {
    key?.grant(role, 'kms:Decrypt', 'kms:GenerateDataKey');
  }
  extras.environmentKey?.grantDecrypt(role);
  const logsReason = 'Synthetics names the log group and its streams, with the beginning of the name of the canary.';
  acknowledgeWildcards(role, {
    '*':
      'Synthetics demands s3:ListAllMyBuckets, which has no resources; cloudwatch:PutMetricData has none either, and ' +
      'is limited to the namespace of Synthetics.' +
      (extras.inVpc ? ' What Lambda demands to put functions into a VPC has no resources that are known before.' : ''),
    [objects]: 'Artifacts get their names at run time, below the name of the canary.',
    ...Object.fromEntries(logs.map((group) => [group, logsReason])),
  });
  return role;
}

/**
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries_CanaryPermissions.html
 */
const NETWORK_ACTIONS = ['ec2:CreateNetworkInterface', 'ec2:DescribeNetworkInterfaces', 'ec2:DeleteNetworkInterface'];

function allow(actions: string[], ...resources: string[]): PolicyStatement {
  return new PolicyStatement({ effect: Effect.ALLOW, actions, resources });
}

/**
 * Synthetics names the log group after the function, `cwsyn-<canary name>-<random id>`. A function's name has 64
 * characters at most, so of a long canary name only the beginning can be in it.
 */
function logGroups(scope: Construct, canaryName: string, region?: string): string {
  const beginning = Token.isUnresolved(canaryName) ? '' : canaryName.slice(0, 16);
  return Stack.of(scope).formatArn({
    service: 'logs',
    region,
    resource: 'log-group',
    resourceName: `/aws/lambda/cwsyn-${beginning}*`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
}
