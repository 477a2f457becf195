import { CustomResource, Duration } from 'aws-cdk-lib';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, CacheControl } from 'aws-cdk-lib/aws-s3-deployment';
import type { aws_cloudfront } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { acknowledgeDeployment } from '../../private/deployment-findings';
import { fail } from '../../private/errors';
import type { ClientFile } from './delivered-client';
import { JointSource } from './joint-source';
import type { WebApp } from './web-app';

const MAX_KEY_PREFIX = 104;
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
    this.scriptTag = webApp.scriptTag(directory);
    const prefix = directory.slice(1, -1);
    if (prefix.length > MAX_KEY_PREFIX) {
      const expected = `at most ${MAX_KEY_PREFIX + 2} characters`;
      fail(this, { what: 'directory', got: directory, expected, fix: 'shorten it' });
    }
    checkMaxAge(this, maxAge);

    const { files } = webApp._client();
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
    const cacheControl = CacheControl.fromString(`public, max-age=${maxAge.toSeconds()}`);
    const others = files.filter((file) => !file.immutable);
    const paths = others.map(({ name }) => `${directory}${name}`);
    const last = deploy('Files', others, cacheControl, paths);
    const immutable = files.filter((file) => file.immutable);
    if (immutable.length > 0) order(deploy('ImmutableFiles', immutable, FOR_EVER), last);
    const patterns = files.map(({ name, immutable: hashed }) =>
      hashed ? name.replace(/-[0-9a-f]+\.js$/, '-*.js') : name,
    );
    this.exclude = patterns.map((pattern) => `${directory.slice(1)}${pattern}`);
  }
}

/** Of the uploads only: the provider that both share is defined in one of the constructs, so these can't be ordered. */
function order(first: BucketDeployment, second: BucketDeployment): void {
  const [[before], [after]] = [first, second].map(({ node }) =>
    node.children.filter((child) => child instanceof CustomResource),
  );
  after.node.addDependency(before);
}

function checkMaxAge(scope: Construct, maxAge: Duration): void {
  if (maxAge.isUnresolved()) return;
  const seconds = maxAge.toSeconds({ integral: false });
  if (Number.isInteger(seconds) && seconds <= 31_536_000) return;
  fail(scope, {
    what: 'maxAge (in seconds)',
    got: seconds,
    expected: 'whole seconds, at most those of 365 days',
    fix: 'pass a Duration such as Duration.minutes(5)',
  });
}
