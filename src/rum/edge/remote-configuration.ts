import { Stack } from 'aws-cdk-lib';
import {
  type Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  type IKeyValueStore,
  KeyValueStore,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { RemoteSettings } from '../../formats/client-configuration';
import { checkNumber } from '../../private/checks';
import { checkEdgePath, inconspicuousPath, reachabilityProblems } from '../../private/edge/edge-path';

const KEY = 'configuration';

/** A missing key is no failure: what was stated at deployment applies. */
const ANSWER = `import cf from 'cloudfront';
const store = cf.kvs();
async function handler() {
  let body = '{}';
  try {
    body = await store.get('${KEY}');
  } catch (error) {}
  return {
    statusCode: 200,
    statusDescription: 'OK',
    headers: { 'content-type': { value: 'application/json' }, 'cache-control': { value: 'max-age=60' } },
    body: body,
  };
}
`;

/**
 * Properties of a `RemoteConfiguration`.
 */
export interface RemoteConfigurationProps {
  /**
   * The distribution that serves the pages; it gets a behavior and an origin.
   */
  readonly distribution: Distribution;

  /**
   * Where the pages ask for it: 2 to 200 letters, digits, `.`, `_`, `~`, `-` or `/`, beginning with `/` and not ending
   * with it.
   *
   * @default - a path that derives from the construct's path and is no word, such as `/q7hx2bkd`
   */
  readonly path?: string;
}

/**
 * What can be changed without a deployment; what is left out stays as it was stated at deployment.
 */
export interface RemoteConfigurationValues {
  /**
   * Whether pages record and send anything at all.
   *
   * @default - as stated at deployment, which is true
   */
  readonly enabled?: boolean;

  /**
   * The share of sessions that are recorded, from 0 to 1. Lowering it also ends the recording of sessions under way.
   *
   * @default - the web app's `sessionSampleRate`
   */
  readonly sessionSampleRate?: number;
}

/**
 * Lets an operator switch telemetry off, or turn its sampling down, in the browsers of all users and without a deployment.
 *
 * Define it before the web app and pass it as `remoteConfiguration`. Pages then ask the site's own CloudFront
 * distribution, where a CloudFront function answers with what is in a key value store; empty at first, and never
 * overwritten by deployments. `command()` is the one command that changes it. CloudFront takes some seconds to spread a
 * change; browsers keep the answer for a minute, and a tab asks again at its first page load after 5 minutes.
 *
 * If the answer is missing or wrong, or a page is left before it is there, what was stated at deployment applies.
 * CloudFront charges about 1 USD per million of these requests, and 0.13 USD for function and store. Their number does
 * not fall while telemetry is off.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/kvs-with-functions.html
 *
 * @example
 * const distribution = new cloudfront.Distribution(this, 'Distribution', {
 *   defaultBehavior: { origin: origins.S3BucketOrigin.withOriginAccessControl(site) },
 * });
 * const remoteConfiguration = new rum.RemoteConfiguration(this, 'Remote', { distribution });
 * new rum.WebApp(this, 'Storefront', { domains: ['shop.example.com'], remoteConfiguration });
 *
 * new CfnOutput(this, 'SwitchTelemetryOff', { value: remoteConfiguration.command({ enabled: false }) });
 */
export class RemoteConfiguration extends Construct {
  /**
   * Where pages ask for it, a path of the distribution.
   */
  public readonly path: string;

  /**
   * What holds it, as JSON under the key `configuration`.
   */
  public readonly keyValueStore: IKeyValueStore;

  /**
   * Who may change it.
   */
  public readonly grants: RemoteConfigurationGrants;

  constructor(scope: Construct, id: string, props: RemoteConfigurationProps) {
    super(scope, id);
    const { distribution } = props;
    checkEdgePath(this, props.path);
    this.path = props.path ?? inconspicuousPath(this);
    this.keyValueStore = new KeyValueStore(this, 'Store', { comment: 'What of telemetry an operator has changed' });
    this.grants = RemoteConfigurationGrants._of(this);

    // CloudFront demands an origin; the function never lets a request through to it. One that the distribution has is none
    // that CloudFront may refuse, as it does names of its own: TypeScript lets brackets reach a private member.
    // biome-ignore lint/complexity/useLiteralKeys: see above
    const [{ origin }] = distribution['boundOrigins'];
    distribution.addBehavior(this.path, origin, {
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      functionAssociations: [
        {
          eventType: FunctionEventType.VIEWER_REQUEST,
          function: new EdgeFunction(this, 'Answer', {
            comment: 'Tells pages how much telemetry is wanted',
            runtime: FunctionRuntime.JS_2_0,
            code: FunctionCode.fromInline(ANSWER),
            keyValueStore: this.keyValueStore,
          }),
        },
      ],
    });
    this.node.addValidation({ validate: () => reachabilityProblems(distribution, this.path, this.path) });
  }

  /**
   * The command that changes what pages are told: for a terminal with version 2 of the AWS CLI.
   *
   * It replaces all that was said before: `command({})` is back to what was stated at deployment.
   *
   * @param values what pages are told
   */
  public command(values: RemoteConfigurationValues): string {
    const { enabled, sessionSampleRate } = values;
    const what = 'command() (sessionSampleRate)';
    checkNumber(this, what, sessionSampleRate, { min: 0, max: 1, fix: 'pass a share such as 0.25 for a quarter' });
    const told: Partial<RemoteSettings> = { enabled, sessionSampleRate };
    const store = `--kvs-arn ${this.keyValueStore.keyValueStoreArn}`;
    const version = `aws cloudfront-keyvaluestore describe-key-value-store ${store} --query ETag --output text`;
    return [
      `aws cloudfront-keyvaluestore put-key ${store} --key ${KEY}`,
      `--value '${Stack.of(this).toJsonString(told)}' --if-match "$(${version})"`,
    ].join(' ');
  }
}

/**
 * Grants on a remote configuration.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudfrontkeyvaluestore.html
 */
export class RemoteConfigurationGrants {
  /** @internal */
  public static _of(remoteConfiguration: RemoteConfiguration): RemoteConfigurationGrants {
    return new RemoteConfigurationGrants(remoteConfiguration);
  }

  private constructor(private readonly remoteConfiguration: RemoteConfiguration) {}

  /**
   * Lets a principal change it, by `command()` or otherwise.
   */
  public put(grantee: IGrantable): Grant {
    return Grant.addToPrincipal({
      grantee,
      actions: ['DescribeKeyValueStore', 'GetKey', 'PutKey'].map((action) => `cloudfront-keyvaluestore:${action}`),
      resourceArns: [this.remoteConfiguration.keyValueStore.keyValueStoreArn],
    });
  }
}
