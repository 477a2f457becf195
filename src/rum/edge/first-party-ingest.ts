import { Stack, Token } from 'aws-cdk-lib';
import {
  AllowedMethods,
  CachePolicy,
  type Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  OriginProtocolPolicy,
  OriginRequestHeaderBehavior,
  OriginRequestPolicy,
  OriginSslPolicy,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { partitionOf } from '../../formats/partitions';
import { checkCount, checkPattern } from '../../private/checks';
import { checkEdgePath, inconspicuousPath, reachabilityProblems } from '../../private/edge/edge-path';
import { fail } from '../../private/errors';
import { dataPlaneHost } from '../data-plane';

/** What CloudWatch RUM judges a request by; the site's cookies are none of its business. */
const FORWARDED = ['Origin', 'Referer', 'User-Agent', 'Content-Encoding'];

const LIMITS = { min: 10, max: 2_000_000_000, fix: 'pass the requests that one address may send in 5 minutes' };

/**
 * Properties of a `FirstPartyIngest`.
 */
export interface FirstPartyIngestProps {
  /**
   * The distribution that serves the pages; it gets a behavior and an origin.
   */
  readonly distribution: Distribution;

  /**
   * Where the pages send their events: 2 to 200 letters, digits, `.`, `_`, `~`, `-` or `/`, beginning with `/` and not
   * ending with it.
   *
   * Ad blockers know names such as `/rum`, `/telemetry` or `/events`.
   *
   * @default - a path that derives from the construct's path and is no word, such as `/q7hx2bkd`
   */
  readonly path?: string;

  /**
   * How many requests one IP address may send there in 5 minutes, from 10 to 2,000,000,000.
   *
   * A page sends at most every 5 seconds, so 60 requests; people behind one address share it, so allow for an office of
   * them. It defines a web ACL of AWS WAF on the distribution, about 6 USD a month and 0.60 USD per million requests to
   * the whole site; AWS WAF keeps web ACLs for CloudFront in us-east-1 only. For a web ACL of your own use
   * `rateLimitRule()`.
   *
   * @see https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-rate-based.html
   *
   * @default - no limit but the quota of the app monitor, 50 events a second
   */
  readonly rateLimit?: number;

  /**
   * The Region of the app monitors that events are for.
   *
   * @default - the Region of the stack
   */
  readonly region?: string;
}

/**
 * Receives what browsers report under the site's own domain, on its CloudFront distribution, and hands it to CloudWatch RUM.
 *
 * Ad blockers that know the service's host names don't see it, a Content-Security-Policy needs no other origin than
 * `'self'`, and no request needs a CORS preflight. Define it before the web app and pass it as `firstPartyIngest`; it
 * can serve several web apps of the distribution. It lets pass nothing but `POST <path>/appmonitors/<id>`, without the
 * site's cookies. Requests are not signed, because a signature is for one host name: use `Authorization.resourcePolicy()`.
 *
 * CloudWatch RUM then sees the addresses of CloudFront, so `sourceIps` can't work, and countries may be those of the
 * edge locations. CloudFront charges for requests, about 1 USD per million, and 0.10 USD per million for the function.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-functions.html
 *
 * @example
 * const distribution = new cloudfront.Distribution(this, 'Distribution', {
 *   defaultBehavior: { origin: origins.S3BucketOrigin.withOriginAccessControl(site) },
 * });
 * new rum.WebApp(this, 'Storefront', {
 *   domains: [distribution.distributionDomainName],
 *   firstPartyIngest: new rum.FirstPartyIngest(this, 'Ingest', { distribution }),
 * });
 */
export class FirstPartyIngest extends Construct {
  /**
   * Where pages send their events, a path of the distribution.
   */
  public readonly path: string;

  /**
   * The Region of the app monitors that events are for.
   */
  public readonly region: string;

  constructor(scope: Construct, id: string, props: FirstPartyIngestProps) {
    super(scope, id);
    const { distribution } = props;
    checkEdgePath(this, props.path);
    checkPattern(this, 'region', props.region, {
      pattern: /^[a-z]{2,4}(-[a-z]+)+-\d$/,
      expected: 'a Region, such as the one of the app monitor',
      fix: 'pass the Region of the web app, or leave it out if it is that of the stack',
    });
    this.path = props.path ?? inconspicuousPath(this);
    this.region = props.region ?? Stack.of(this).region;

    const pattern = `${this.path}/*`;
    distribution.addBehavior(pattern, this.dataPlane(), {
      allowedMethods: AllowedMethods.ALLOW_ALL, // the only choice with POST
      cachePolicy: CachePolicy.CACHING_DISABLED,
      originRequestPolicy: new OriginRequestPolicy(this, 'Request', {
        comment: 'What CloudWatch RUM has to know of a request',
        headerBehavior: OriginRequestHeaderBehavior.allowList(...FORWARDED),
      }),
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY, // a redirect would make a POST a GET
      compress: false,
      functionAssociations: [{ eventType: FunctionEventType.VIEWER_REQUEST, function: this.gate() }],
    });
    this.node.addValidation({
      validate: () => reachabilityProblems(distribution, pattern, `${this.path}/appmonitors/id`),
    });
    if (props.rateLimit !== undefined) this.limitRate(distribution, props.rateLimit);
  }

  /**
   * A rule of AWS WAF that keeps one IP address from flooding the path, for a web ACL of your own.
   *
   * @param limit how many requests an address may send in 5 minutes, from 10 to 2,000,000,000
   * @param priority the place of the rule in the web ACL, whose rules need different ones; before any that allow
   */
  public rateLimitRule(limit: number, priority: number): CfnWebACL.RuleProperty {
    checkCount(this, 'rateLimitRule() (limit)', limit, LIMITS);
    const name = 'LimitTelemetryRate';
    const scopeDownStatement = {
      byteMatchStatement: {
        fieldToMatch: { uriPath: {} },
        positionalConstraint: 'STARTS_WITH',
        searchString: `${this.path}/`,
        textTransformations: [{ priority: 0, type: 'NONE' }],
      },
    };
    return {
      name,
      priority,
      action: { block: {} },
      statement: { rateBasedStatement: { limit, aggregateKeyType: 'IP', scopeDownStatement } },
      visibilityConfig: { cloudWatchMetricsEnabled: true, metricName: name, sampledRequestsEnabled: false },
    };
  }

  private dataPlane(): HttpOrigin {
    return new HttpOrigin(dataPlaneHost(this.region), {
      protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
      originSslProtocols: [OriginSslPolicy.TLS_V1_2],
    });
  }

  /** Lets only events pass, and takes the path away, which the data plane does not know. */
  private gate(): EdgeFunction {
    return new EdgeFunction(this, 'Gate', {
      comment: 'Hands events of browsers to CloudWatch RUM',
      runtime: FunctionRuntime.JS_2_0,
      code: FunctionCode.fromInline(`function handler(event) {
  var request = event.request;
  var uri = request.uri.slice(${JSON.stringify(this.path)}.length);
  if (request.method !== 'POST' || !/^\\/appmonitors\\/[0-9a-f-]{36}$/.test(uri)) {
    return { statusCode: 404, statusDescription: 'Not Found' };
  }
  request.uri = uri;
  return request;
}
`),
    });
  }

  private limitRate(distribution: Distribution, limit: number): void {
    const { region } = Stack.of(this);
    checkCount(this, 'rateLimit', limit, LIMITS);
    if (!Token.isUnresolved(region) && region !== 'us-east-1') {
      const commercial = partitionOf(region).name === 'aws';
      fail(this, {
        what: 'rateLimit',
        got: `a stack in ${region}`,
        expected: 'a stack in the Region where AWS WAF keeps web ACLs for CloudFront',
        fix: `${commercial ? 'define FirstPartyIngest in a stack in us-east-1, or ' : ''}put rateLimitRule() into a web ACL of your own`,
      });
    }
    const webAcl = new CfnWebACL(this, 'WebAcl', {
      scope: 'CLOUDFRONT',
      description: 'Limits how fast one address may send telemetry',
      defaultAction: { allow: {} },
      rules: [this.rateLimitRule(limit, 0)],
      visibilityConfig: { cloudWatchMetricsEnabled: true, metricName: 'Telemetry', sampledRequestsEnabled: false },
    });
    try {
      distribution.attachWebAclId(webAcl.attrArn);
    } catch {
      fail(this, {
        what: 'rateLimit',
        got: `a distribution with a web ACL, ${distribution.node.path}`,
        expected: 'a distribution without one',
        fix: 'leave rateLimit out, and put rateLimitRule() into that web ACL',
      });
    }
  }
}
