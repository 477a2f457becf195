import { CustomResource, Duration, Tokenization } from 'aws-cdk-lib';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, CacheControl } from 'aws-cdk-lib/aws-s3-deployment';
import type { aws_cloudfront } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { checkDuration, checkKnown, checkPattern } from '../../private/checks';
import { acknowledgeDeployment } from '../../private/findings';
import { type ClientFile, claimFiles, JointSource } from './client-files';
import type { WebApp } from './web-app';

const FOR_EVER = CacheControl.fromString('public, max-age=31536000, immutable');

/**
 * Properties of a `WebClientDeployment`.
 */
export interface WebClientDeploymentProps {
  /**
   * The web application whose client is deployed.
   */
  readonly webApp: WebApp;

  /**
   * The bucket that the pages are served from.
   */
  readonly destinationBucket: IBucket;

  /**
   * The folder in the bucket, as pages see it: beginning and ending with `/`, at most 106 characters.
   *
   * @default '/telemetry/'
   */
  readonly directory?: string;

  /**
   * The distribution that serves the bucket, whose copies of the client are invalidated with each deployment.
   *
   * The first 1000 paths that an account invalidates in a month are free; this takes one or none per deployment.
   *
   * @default - copies at the edge live as long as those in browsers
   */
  readonly distribution?: aws_cloudfront.IDistributionRef;

  /**
   * How long browsers keep the client without asking again: whole seconds, at most a year.
   *
   * Files whose names change with their content are kept for a year whatever is stated here.
   *
   * @default Duration.minutes(5)
   */
  readonly maxAge?: Duration;
}

/**
 * Deploys the browser client apart from the pages, for sites whose pages this app doesn't deploy.
 *
 * Where it does, `WebApp.clientSource()` is simpler. Nothing that is in the bucket is removed: pages that are still
 * open find the files of former deployments. Whatever else writes to the bucket has to leave the folder alone, such as
 * `aws s3 sync --delete --exclude 'telemetry/*'`; a `BucketDeployment` does with `exclude`.
 *
 * It takes a custom resource with an AWS Lambda function of `aws-cdk-lib`, one per stack.
 *
 * @example
 * const client = new rum.WebClientDeployment(this, 'Client', {
 *   webApp: new rum.WebApp(this, 'Storefront', { domains: ['shop.example.com'] }),
 *   destinationBucket: site,
 * });
 * new CfnOutput(this, 'ScriptTag', { value: client.scriptTag });
 */
export class WebClientDeployment extends Construct {
  /**
   * The HTML that loads the client, for the head of each page.
   */
  public readonly scriptTag: string;

  /**
   * What other deployments to the root of the bucket have to exclude, so that they don't prune the client.
   */
  public readonly exclude: string[];

  constructor(scope: Construct, id: string, props: WebClientDeploymentProps) {
    super(scope, id);
    const { webApp, directory = '/telemetry/', distribution, maxAge = Duration.minutes(5) } = props;
    checkKnown(this, 'directory', directory);
    checkPattern(this, 'directory', directory, {
      pattern: /^.{0,106}$/, // 104 without the slashes, of a deployment to a bucket
      expected: 'at most 106 characters',
      fix: 'shorten it',
    });
    checkDuration(this, 'maxAge', maxAge, 'seconds', {
      min: 0,
      max: 31_536_000,
      multipleOf: 1,
      fix: 'pass a Duration such as Duration.minutes(5)',
    });
    this.scriptTag = webApp.scriptTag(directory);
    const prefix = directory.slice(1, -1);

    const { files } = webApp._client();
    const own = files.filter(({ allVersions }) => allVersions === undefined);
    claimFiles(
      this,
      props.destinationBucket.bucketName,
      webApp,
      own.map(({ name }) => `${directory}${name}`),
    );
    const deploy = (what: string, chosen: ClientFile[], cacheControl: CacheControl, paths?: string[]) => {
      const deployment = new BucketDeployment(this, what, {
        sources: [new JointSource(chosen)],
        destinationBucket: props.destinationBucket,
        destinationKeyPrefix: prefix === '' ? undefined : prefix,
        prune: false,
        cacheControl: [cacheControl],
        distribution: paths && distribution,
        distributionPaths: distribution && paths,
      });
      acknowledgeDeployment(deployment, props.destinationBucket, {
        invalidates: paths !== undefined && distribution !== undefined,
      });
      return deployment;
    };
    const cacheControl = CacheControl.fromString(`public, max-age=${Tokenization.stringifyNumber(maxAge.toSeconds())}`);
    const paths = own.map(({ name }) => `${directory}${name}`);
    const last = deploy('Files', own, cacheControl, paths);
    const immutable = files.filter((file) => file.allVersions);
    if (immutable.length > 0) order(deploy('ImmutableFiles', immutable, FOR_EVER), last);
    this.exclude = files.map(({ name, allVersions }) => `${directory.slice(1)}${allVersions ?? name}`);
  }
}

/** Of the uploads only: the provider that both share is defined in one of the constructs, so these can't be ordered. */
function order(first: BucketDeployment, second: BucketDeployment): void {
  const [[before], [after]] = [first, second].map(({ node }) =>
    node.children.filter((child) => child instanceof CustomResource),
  );
  after.node.addDependency(before);
}
