import type { Duration, RemovalPolicy, Size } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { EventCatalog } from '../catalog/event-catalog';

/**
 * What an `EventPipeline` can be told, apart from its catalog.
 */
export interface EventPipelineOptions {
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

/**
 * Properties of an `EventPipeline`.
 */
export interface EventPipelineProps extends EventPipelineOptions {
  /**
   * The events that the application declares.
   *
   * @default - an empty catalog: every event is taken, and its properties are JSON text in one column
   */
  readonly catalog?: EventCatalog;
}
