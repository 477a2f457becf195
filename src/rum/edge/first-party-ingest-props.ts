import type { Distribution } from 'aws-cdk-lib/aws-cloudfront';

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
