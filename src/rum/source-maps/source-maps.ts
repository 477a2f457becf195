import { Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket } from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, Source } from 'aws-cdk-lib/aws-s3-deployment';
import { Construct, DependencyGroup, type IConstruct, type IDependable } from 'constructs';
import { acknowledgeDeployment } from '../../private/deployment-findings';
import type { IAppMonitor } from '../app-monitor/app-monitor-base';
import { appMonitorArnOf } from '../app-monitor/app-monitor-import';
import { checkFolder, checkRegion, checkSourceMaps, refuseImported } from './source-map-checks';
import { fingerprintOf, readSourceMaps, withFolder } from './source-map-files';
import type { SourceMapsProps } from './source-maps-props';
import type { ISourceMaps } from './source-maps-ref';

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
    checkFolder(this, folder);
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
  public allowAppMonitor(appMonitor: IAppMonitor): void {
    if (!this.allowed.has(appMonitor)) this._allow(appMonitor, appMonitor.appMonitorName);
  }

  /**
   * Takes the name, not the ARN: the app monitor is created after the policies, which must not refer to it.
   * @internal
   */
  public _allow(appMonitor: IConstruct, appMonitorName: string): void {
    this.allowed.add(appMonitor);
    checkRegion(appMonitor, this.bucket);
    const { account, partition, region } = Stack.of(appMonitor);
    const arn = appMonitorArnOf(appMonitor, appMonitorName);
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

  private defineBucket({ encryptionKey }: SourceMapsProps): Bucket {
    const bucket = new Bucket(this, 'Bucket', {
      encryption: encryptionKey ? BucketEncryption.KMS : BucketEncryption.S3_MANAGED,
      encryptionKey,
      bucketKeyEnabled: encryptionKey ? true : undefined,
      enforceSSL: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
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
