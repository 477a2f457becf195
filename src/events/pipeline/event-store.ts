import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import {
  Database,
  DataFormat,
  DateIntervalUnit,
  PartitionProjectionConfiguration,
  S3Table,
  S3TableStorage,
  Schema,
} from 'aws-cdk-lib/aws-glue';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, type LifecycleRule } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { type CatalogDocument, eventColumns } from '../../formats/events/catalog';
import { type ColumnType, type Field, PARTITION_COLUMN } from '../../formats/events/fields';
import { REJECTED_FIELDS } from '../../formats/events/rejected';
import { databaseName } from './database-name';

/** The tables of every pipeline. */
export const EVENTS = 'events';
export const REJECTED_EVENTS = 'rejected_events';

/** Where files of other kinds lie in the bucket. */
export const FOLDERS = { failed: 'failed/', results: 'query-results/', unprocessed: 'aws/lambda/async/' } as const;

/** Before it nothing is stored: Athena lists the days between it and tomorrow. */
export const FIRST_DAY = '2020-01-01';

const TYPES = {
  string: Schema.STRING,
  bigint: Schema.BIG_INT,
  double: Schema.DOUBLE,
  boolean: Schema.BOOLEAN,
} satisfies Record<ColumnType, unknown>;

interface EventStoreProps {
  readonly catalog: CatalogDocument;
  readonly personal: boolean;
  readonly retention?: Duration;
  readonly rejectedRetention: Duration;
  readonly resultRetention: Duration;
  readonly encryptionKey?: IKey;
  readonly removalPolicy: RemovalPolicy;
}

/** The bucket and the tables over it. */
export class EventStore extends Construct {
  public readonly bucket: Bucket;
  public readonly database: Database;
  /** As text, for SQL. */
  public readonly databaseName: string;
  public readonly events: S3Table;
  public readonly rejectedEvents: S3Table;

  constructor(scope: Construct, id: string, props: EventStoreProps) {
    super(scope, id);
    const { encryptionKey, retention, rejectedRetention, removalPolicy } = props;
    this.bucket = new Bucket(this, 'Bucket', {
      encryption: encryptionKey ? BucketEncryption.KMS : BucketEncryption.S3_MANAGED,
      encryptionKey,
      bucketKeyEnabled: encryptionKey ? true : undefined, // one request to the key for many objects
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      removalPolicy,
      autoDeleteObjects: removalPolicy === RemovalPolicy.DESTROY ? true : undefined, // or it could not be deleted
      lifecycleRules: [
        { id: 'Parts', abortIncompleteMultipartUploadAfter: Duration.days(1) },
        ...(retention ? [expiry('Events', `${EVENTS}/`, retention)] : []),
        expiry('RejectedEvents', `${REJECTED_EVENTS}/`, rejectedRetention),
        expiry('Failed', FOLDERS.failed, rejectedRetention),
        expiry('Unprocessed', FOLDERS.unprocessed, rejectedRetention),
        expiry('QueryResults', FOLDERS.results, props.resultRetention),
      ],
    });
    Validations.of(this.bucket.node.defaultChild ?? this.bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason: 'Whoever reads the bucket is in CloudTrail if one wants to know; access logs would be a second bucket.',
    });
    this.databaseName = databaseName(this);
    // It holds nothing but what is defined here; the files stay with the bucket.
    this.database = new Database(this, 'Database', { databaseName: this.databaseName });
    this.database.applyRemovalPolicy(RemovalPolicy.DESTROY);
    this.events = this.table('Events', EVENTS, eventColumns(props.catalog, props.personal), DataFormat.PARQUET);
    this.rejectedEvents = this.table(
      'RejectedEvents',
      REJECTED_EVENTS,
      Object.values(REJECTED_FIELDS),
      DataFormat.JSON,
    );
  }

  /**
   * A table whose days need no registration. Its last day is tomorrow's: that of a clock that is ahead, and of midnight.
   *
   * The template of locations has to be a parameter of the table, not of its storage.
   *
   * @see https://docs.aws.amazon.com/athena/latest/ug/partition-projection-supported-types.html
   * @see https://docs.aws.amazon.com/athena/latest/ug/partition-projection-setting-up.html
   */
  private table(id: string, tableName: string, fields: readonly Field[], dataFormat: DataFormat): S3Table {
    return new S3Table(this, id, {
      database: this.database,
      tableName,
      description: `What happened, by day: ${Stack.of(this).stackName}`.slice(0, 2048),
      dataFormat,
      storage: S3TableStorage.fromBucket(this.bucket),
      s3Prefix: `${tableName}/`,
      columns: fields.map(({ column: name, type, comment }) => ({ name, type: TYPES[type], comment })),
      partitionKeys: [{ name: PARTITION_COLUMN, type: Schema.STRING, comment: 'the day in UTC, such as 2026-11-28' }],
      hasEncryptedData: false, // of encryption by the client, which there is none of
      parameters: {
        'storage.location.template': `s3://${this.bucket.bucketName}/${tableName}/${PARTITION_COLUMN}=\${${PARTITION_COLUMN}}/`,
      },
      partitionProjection: {
        [PARTITION_COLUMN]: PartitionProjectionConfiguration.date({
          min: FIRST_DAY,
          max: 'NOW+1DAYS',
          format: 'yyyy-MM-dd',
          step: { interval: 1, intervalUnit: DateIntervalUnit.DAYS },
        }),
      },
    });
  }
}

function expiry(id: string, prefix: string, expiration: Duration): LifecycleRule {
  return { id, prefix, expiration };
}
