import { type IResolvable, RemovalPolicy, Stack, Token, Validations } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { CfnAppMonitor } from 'aws-cdk-lib/aws-rum';
import { BlockPublicAccess, Bucket, BucketEncryption, CfnBucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, Source } from 'aws-cdk-lib/aws-s3-deployment';
import type { aws_rum } from 'aws-cdk-lib/interfaces';
import { Construct, DependencyGroup, type IConstruct, type IDependable } from 'constructs';
import { checkKnown, checkPattern } from '../../private/checks';
import { fail } from '../../private/errors';
import { acknowledgeDeployment } from '../../private/findings';
import { fingerprintOf, readSourceMaps, withFolder } from './source-map-files';

/** Of a deployment to a bucket, which is shorter than the ID of a release may be. */
const MAX_KEY_PREFIX = /^.{0,104}$/;

/**
 * Where the source maps of a web application are, so that CloudWatch RUM can read minified stack traces.
 *
 * `SourceMaps` is one.
 */
export interface ISourceMaps {
  /**
   * The bucket or folder of the source maps, such as `s3://bucket/maps/`.
   */
  readonly s3Uri: string;

  /**
   * What has to exist before the app monitor: CloudWatch RUM refuses a bucket that it can't read yet.
   *
   * It has to include the bucket's policy.
   */
  readonly dependable: IDependable;

  /**
   * The release that the newest source maps belong to; a `WebApp` has browsers send it along.
   *
   * @default - the client has to be told by its `releaseId`
   */
  readonly releaseId?: string;
}

/**
 * Properties of `SourceMaps`.
 */
export interface SourceMapsProps {
  /**
   * The folder that the bundler writes to: all source maps of scripts in it and in its subfolders are taken.
   *
   * Each has at most 50 MB. Relative paths begin at the working directory of `cdk synth`.
   */
  readonly directory: string;

  /**
   * The release that the source maps belong to: letters, digits, `_`, `-`, `:`, `/` or `.`, and with `prefix` at most
   * 104 characters. It has to be another one whenever the scripts differ.
   *
   * @default - the beginning of a hash of the source maps, so that it changes with them
   */
  readonly releaseId?: string;

  /**
   * The bucket that the source maps are uploaded to, defined in this app and in the Region of the app monitor.
   *
   * Whoever reads a source map reads your source code, so it should not be the bucket of the pages.
   *
   * @default - a private bucket, which is kept when the stack is deleted unless `removalPolicy` says otherwise
   */
  readonly bucket?: IBucket;

  /**
   * What becomes of the bucket that is defined here when it goes: the stack, or this construct.
   *
   * With `RemovalPolicy.DESTROY` an AWS Lambda function of `aws-cdk-lib`, one for a stack, empties it before. Not together
   * with `bucket`.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * The folder in the bucket, such as `maps/storefront`.
   *
   * @default - the bucket itself
   */
  readonly prefix?: string;

  /**
   * The key that encrypts the bucket that is defined here, itself defined in this app; it costs 1 USD a month.
   *
   * @default - the key of Amazon S3, which is free
   */
  readonly encryptionKey?: IKey;
}

/**
 * Uploads the source maps of a release, and lets CloudWatch RUM read them, so that stack traces name your source code.
 *
 * Give it to a `WebApp` or an `AppMonitor`: that one, and no other, may read the source maps; a `WebApp` also tells
 * browsers the release. Former releases stay in the bucket, because pages that are still open send errors of them.
 * Leave source maps out of what you publish, as with `s3deploy.Source.asset('dist', { exclude: ['*.map'] })`.
 *
 * The upload takes a custom resource with an AWS Lambda function of `aws-cdk-lib`, one per stack.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-RUM-JavaScriptStackTraceSourceMaps.html
 *
 * @example
 * const storefront = new rum.WebApp(this, 'Storefront', {
 *   domains: ['shop.example.com'],
 *   sourceMaps: new rum.SourceMaps(this, 'SourceMaps', { directory: 'dist' }),
 * });
 */
export class SourceMaps extends Construct implements ISourceMaps {
  /**
   * The bucket that holds the source maps.
   */
  public readonly bucket: IBucket;
  public readonly s3Uri: string;
  public readonly releaseId?: string;
  public readonly dependable: IDependable;

  private readonly policies = new DependencyGroup();
  private readonly objects: string;
  private readonly allowed = new Set<IConstruct>();

  constructor(scope: Construct, id: string, props: SourceMapsProps) {
    super(scope, id);
    const { prefix } = props;
    checkSourceMaps(this, props);
    const files = readSourceMaps(this, props.directory);
    const releaseId = props.releaseId ?? fingerprintOf(files);
    const folder = prefix === undefined ? releaseId : `${prefix}/${releaseId}`;
    checkPattern(this, 'releaseId', folder, {
      pattern: MAX_KEY_PREFIX,
      expected: 'at most 104 characters together with prefix',
      fix: 'shorten one of them',
    });
    this.releaseId = releaseId;
    this.bucket = props.bucket ?? this.defineBucket(props);
    this.s3Uri = this.bucket.s3UrlForObject(prefix);
    this.objects = this.bucket.arnForObjects(prefix === undefined ? '*' : `${prefix}/*`);
    this.dependable = this.policies;
    const upload = withFolder(files, (staged) => {
      return new BucketDeployment(this, 'Upload', {
        sources: [Source.asset(staged)],
        destinationBucket: this.bucket,
        destinationKeyPrefix: folder,
        prune: false,
      });
    });
    acknowledgeDeployment(upload, this.bucket);
  }

  /**
   * Lets another app monitor read the source maps, one that is known by its name only.
   *
   * An `AppMonitor` or `WebApp` that has these as its `sourceMaps` is allowed already.
   */
  public allowAppMonitor(appMonitor: aws_rum.IAppMonitorRef): void {
    if (this.allowed.has(appMonitor)) return;
    this._allow(appMonitor, CfnAppMonitor.arnForAppMonitor(appMonitor), appMonitor.appMonitorRef.appMonitorName);
  }

  /**
   * Takes an ARN and a name that are known before: the app monitor is created after the policies, which must not refer
   * to it.
   * @internal
   */
  public _allow(appMonitor: IConstruct, arn: string, appMonitorName: string): void {
    this.allowed.add(appMonitor);
    checkRegion(appMonitor, this.bucket);
    const { account, partition, region } = Stack.of(appMonitor);
    // The user guide's example of a key's policy has the ARN so; nothing else can have it.
    const inExample = `arn:${partition}:rum:${region}:${account}/${appMonitorName}`;
    const bucketPolicy = this.bucket.addToResourcePolicy(
      allow(['s3:GetObject', 's3:ListBucket'], [this.bucket.bucketArn, this.objects], account, [arn]),
    );
    if (!bucketPolicy.statementAdded) refuseImported(this, 'bucket');
    if (bucketPolicy.policyDependable) this.policies.add(bucketPolicy.policyDependable);
    const keyPolicy = this.bucket.encryptionKey?.addToResourcePolicy(
      allow(['kms:Decrypt'], ['*'], account, [arn, inExample]),
    );
    if (keyPolicy && !keyPolicy.statementAdded) refuseImported(this, 'encryptionKey');
  }

  private defineBucket({ encryptionKey, removalPolicy }: SourceMapsProps): Bucket {
    const bucket = new Bucket(this, 'Bucket', {
      encryption: encryptionKey ? BucketEncryption.KMS : BucketEncryption.S3_MANAGED,
      encryptionKey,
      bucketKeyEnabled: encryptionKey ? true : undefined,
      enforceSSL: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      removalPolicy,
      autoDeleteObjects: removalPolicy === RemovalPolicy.DESTROY ? true : undefined,
    });
    if (bucket.node.defaultChild) {
      Validations.of(bucket.node.defaultChild).acknowledge({
        id: 'AwsSolutions-S1',
        reason: 'It holds source maps of web pages, which one service reads: nothing to audit access for',
      });
    }
    return bucket;
  }
}

/** Against the confused deputy: only on behalf of these app monitors of this account. */
function allow(actions: string[], resources: string[], account: string, sources: string[]): PolicyStatement {
  return new PolicyStatement({
    principals: [new ServicePrincipal('rum.amazonaws.com')],
    actions,
    resources,
    conditions: { StringEquals: { 'aws:SourceAccount': account, 'aws:SourceArn': sources } },
  });
}

/** Refuses what would fail at deployment, or would never be found by the service. */
function checkSourceMaps(scope: Construct, props: SourceMapsProps): void {
  const { bucket, encryptionKey, prefix, releaseId, removalPolicy } = props;
  checkKnown(scope, 'releaseId', releaseId);
  checkKnown(scope, 'prefix', prefix);
  checkPattern(scope, 'releaseId', releaseId, {
    pattern: /^(?!.*(^|\/)(\.{0,2})(\/|$))[A-Za-z0-9_\-:/.]{1,200}$/,
    expected: '1 to 200 letters, digits, "_", "-", ":" or ".", also as a path with "/"',
    fix: 'pass such an ID, or leave releaseId out to have it follow the source maps',
  });
  checkPattern(scope, 'prefix', prefix, {
    pattern: /^(?!.*(^|\/)(\.{1,2})(\/|$))[-!_*'().a-z0-9A-Z]+(\/[-!_*'().a-z0-9A-Z]+)*$/,
    expected: 'a folder such as "maps/storefront", without "/" at the ends',
    fix: 'pass such a folder, or leave prefix out',
  });
  if (bucket && encryptionKey) {
    fail(scope, {
      what: 'encryptionKey',
      got: 'a key for a bucket that exists',
      expected: 'either bucket or encryptionKey',
      fix: 'leave encryptionKey out: the key of the bucket applies',
    });
  }
  if (bucket && removalPolicy !== undefined) {
    fail(scope, {
      what: 'removalPolicy',
      got: removalPolicy,
      expected: 'nothing beside bucket, which is defined elsewhere',
      fix: 'say it of that bucket, or leave bucket out',
    });
  }
  if (bucket && usesKeyOfService(bucket)) {
    fail(scope, {
      what: 'bucket',
      got: 'a bucket that is encrypted with the key aws/s3',
      expected: 'a bucket with a key whose policy can let CloudWatch RUM in, or with the key of Amazon S3',
      fix: 'use BucketEncryption.S3_MANAGED, or KMS with encryptionKey',
    });
  }
}

/** CloudWatch RUM reads buckets of its own Region only. */
function checkRegion(appMonitor: IConstruct, bucket: IBucket): void {
  const [here, there] = [Stack.of(appMonitor).region, bucket.env.region];
  if (Token.isUnresolved(here) || Token.isUnresolved(there) || here === there) return;
  fail(appMonitor, {
    what: 'sourceMaps (bucket)',
    got: `a bucket in ${there}`,
    expected: `a bucket in ${here}, where the app monitor is`,
    fix: 'define the source maps in a stack of that Region',
  });
}

function refuseImported(scope: Construct, what: string): never {
  return fail(scope, {
    what,
    got: 'one that is imported, whose policy stays as it is',
    expected: 'one that is defined in this app',
    fix: 'define it here; or let CloudWatch RUM in yourself, and pass an ISourceMaps of your own to the app monitor',
  });
}

/** The policy of that key, which is not the user's, lets nobody in but the account. */
function usesKeyOfService(bucket: IBucket): boolean {
  const resource = bucket.node.defaultChild;
  if (!(resource instanceof CfnBucket)) return false;
  const { bucketEncryption: encryption } = resource;
  if (!encryption || !('serverSideEncryptionConfiguration' in encryption)) return false;
  const rules = encryption.serverSideEncryptionConfiguration;
  return Array.isArray(rules) && rules.some(isKeyOfService);
}

function isKeyOfService(rule: IResolvable | CfnBucket.ServerSideEncryptionRuleProperty): boolean {
  const chosen = 'serverSideEncryptionByDefault' in rule ? rule.serverSideEncryptionByDefault : undefined;
  if (!chosen || !('sseAlgorithm' in chosen)) return false;
  return chosen.sseAlgorithm.startsWith('aws:kms') && chosen.kmsMasterKeyId === undefined;
}
