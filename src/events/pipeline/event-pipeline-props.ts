import type { Duration, RemovalPolicy, Size } from 'aws-cdk-lib';
import type { Distribution } from 'aws-cdk-lib/aws-cloudfront';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { EventCatalog } from '../catalog/event-catalog';

/**
 * Properties of an `EventPipeline`.
 */
export interface EventPipelineProps {
  /**
   * The events that the application declares.
   *
   * @default - an empty catalog: every event is taken, and its properties are JSON text in one column
   */
  readonly catalog?: EventCatalog;

  /**
   * The distribution that serves the pages: it gets a behavior whose path leads to the ingest, so that browsers post to the
   * page's own origin.
   *
   * CloudFront charges for the requests, about 1 USD per million, and tells from which country they come.
   *
   * @default - pages post to an HTTP API where `allowedOrigins` are stated; otherwise browsers can't post at all
   */
  readonly distribution?: Distribution;

  /**
   * Where pages post on the distribution: 2 to 200 letters, digits, `.`, `_`, `~`, `-` or `/`, beginning with `/` and not
   * ending with it.
   *
   * @default - a path that derives from the construct's path and is no word, such as `/q7hx2bkd`
   */
  readonly path?: string;

  /**
   * Whose pages may post, as browsers write origins, such as `https://shop.example.com`: at least one.
   *
   * Without a distribution it defines an HTTP API, about 1 USD per million requests. With one, these are origins that the
   * distribution itself has: it answers no CORS preflights, so that pages of others can't post JSON to it.
   *
   * @default - all who know the path of the distribution
   */
  readonly allowedOrigins?: string[];

  /**
   * How many requests a second the HTTP API lets through in the long run, at least 1, and twice as many at once: a guard
   * against floods. More are told to come again later, by status 429. AWS takes it for a target, and no guarantee.
   *
   * The path of a distribution has no such limit: see `maxConcurrency`, or give the distribution a rate-based rule of AWS
   * WAF.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html
   *
   * @default 200, which is about 4,000 events a second; about 520 USD a month for requests alone while a flood lasts
   */
  readonly maxRequestRate?: number;

  /**
   * How many calls of the ingest run at the same time, at least 1: a guard against floods. More are told to come again
   * later, by status 429. It is taken from what the account may run.
   *
   * State it where the pipeline has a `distribution`, and other functions of the account matter: strangers know its path.
   * Accounts that may run no more than 10 at the same time can't spare any.
   *
   * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
   *
   * @default - as many as the account may run, 1,000 unless that was raised
   */
  readonly maxConcurrency?: number;

  /**
   * How long the log of the ingest is kept. It tells counts and reasons, and nothing of events.
   *
   * @default RetentionDays.ONE_MONTH
   */
  readonly logRetention?: RetentionDays;

  /**
   * Whether properties that the catalog marks as personal are stored, with columns of their own.
   *
   * @default false - they are dropped at the ingest, also from what is kept of rejected events
   */
  readonly storePersonalProperties?: boolean;

  /**
   * How long events are kept: whole days, at least 1.
   *
   * @default Duration.days(400), so that a month can be compared with that of the year before
   */
  readonly retention?: Duration;

  /**
   * How long rejected events are kept, and what could not be delivered: whole days, at least 1.
   *
   * @default Duration.days(90)
   */
  readonly rejectedRetention?: Duration;

  /**
   * How long results of queries are kept: whole days, at least 1.
   *
   * @default Duration.days(7)
   */
  readonly resultRetention?: Duration;

  /**
   * How much one query may scan: whole MiB, at least 10. Athena charges about 5 USD per TB that is scanned.
   *
   * @default Size.gibibytes(10), which is 0.05 USD
   */
  readonly scanLimit?: Size;

  /**
   * How long events wait for others before they become a file: from 1 to 15 minutes, in whole seconds.
   *
   * Longer means fewer files, which are cheaper and faster to ask.
   *
   * @default Duration.minutes(5)
   */
  readonly bufferingInterval?: Duration;

  /**
   * A key of AWS KMS for what is stored, on its way and in results. It costs about 1 USD a month, and each use.
   *
   * @default - keys that Amazon S3 and Amazon Data Firehose manage, for nothing
   */
  readonly encryptionKey?: IKey;

  /**
   * What becomes of the bucket, with all events, when the pipeline is removed.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
}
