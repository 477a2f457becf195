import { type Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { CfnTable } from 'aws-cdk-lib/aws-glue';
import { PolicyDocument, type PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnDeliveryStream } from 'aws-cdk-lib/aws-kinesisfirehose';
import { LogGroup, LogStream, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { PARTITION_COLUMN } from '../../formats/events/fields';
import { acknowledgeWildcards } from '../../private/findings';
import { allow } from '../../private/own-function';
import { EVENTS, type EventStore, FOLDERS, REJECTED_EVENTS } from './event-store';

interface DeliveryProps {
  readonly store: EventStore;
  /** How long records wait for others: from 60 to 900 seconds. */
  readonly bufferingInterval: Duration;
}

/**
 * The two streams into the bucket: events become Parquet by the schema of their table, what was rejected stays JSON.
 *
 * A record holds many lines. Firehose bills each record by 5 KB that are begun, takes records of many lines apart where
 * it partitions dynamically, and needs a buffer of 64 MiB at least to convert.
 *
 * @see https://docs.aws.amazon.com/firehose/latest/dev/dynamic-partitioning-multirecord-deaggergation.html
 * @see https://docs.aws.amazon.com/firehose/latest/dev/record-format-conversion.html
 */
export class Delivery extends Construct {
  public readonly events: CfnDeliveryStream;
  public readonly rejectedEvents: CfnDeliveryStream;
  /** What could not be delivered, with the reason. */
  public readonly logGroup: LogGroup;
  private readonly role: Role;

  constructor(scope: Construct, id: string, props: DeliveryProps) {
    super(scope, id);
    const { store } = props;
    this.logGroup = new LogGroup(this, 'Log', {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('firehose.amazonaws.com'),
      inlinePolicies: { Delivery: new PolicyDocument({ statements: statements(store, this.logGroup) }) },
    });
    const written = [EVENTS, REJECTED_EVENTS, FOLDERS.failed.slice(0, -1)];
    acknowledgeWildcards(
      this.role,
      Object.fromEntries(
        written.map((folder) => [
          store.bucket.arnForObjects(`${folder}/*`),
          'Firehose makes up the names of its files.',
        ]),
      ),
    );
    const table = store.events.node.defaultChild as CfnTable;
    this.events = this.stream('Events', props, {
      // It ends in a time, which begins the file's name: to a prefix without one Firehose may add folders of hours, in
      // which Athena finds nothing. See docs/unverified.md.
      prefix: `${EVENTS}/${PARTITION_COLUMN}=!{partitionKeyFromQuery:${PARTITION_COLUMN}}/!{timestamp:HH}-`,
      bufferingHints: { intervalInSeconds: props.bufferingInterval.toSeconds(), sizeInMBs: 128 },
      dynamicPartitioningConfiguration: { enabled: true, retryOptions: { durationInSeconds: 300 } },
      processingConfiguration: {
        enabled: true,
        processors: [
          processor('RecordDeAggregation', { SubRecordType: 'JSON' }),
          processor('MetadataExtraction', {
            MetadataExtractionQuery: `{${PARTITION_COLUMN}:.${PARTITION_COLUMN}}`,
            JsonParsingEngine: 'JQ-1.6',
          }),
        ],
      },
      dataFormatConversionConfiguration: {
        enabled: true,
        inputFormatConfiguration: { deserializer: { openXJsonSerDe: {} } },
        outputFormatConfiguration: {
          serializer: { parquetSerDe: { compression: 'SNAPPY', enableDictionaryCompression: true } },
        },
        schemaConfiguration: {
          databaseName: store.database.databaseName,
          tableName: table.ref,
          region: Stack.of(this).region,
          roleArn: this.role.roleArn,
          versionId: 'LATEST', // a column that is added is there from the next file on
        },
      },
    });
    this.rejectedEvents = this.stream('RejectedEvents', props, {
      prefix: `${REJECTED_EVENTS}/${PARTITION_COLUMN}=!{timestamp:yyyy-MM-dd}/`,
      bufferingHints: { intervalInSeconds: 300, sizeInMBs: 64 },
      compressionFormat: 'GZIP',
    });
  }

  private stream(
    id: string,
    { store }: DeliveryProps,
    destination: Partial<CfnDeliveryStream.ExtendedS3DestinationConfigurationProperty>,
  ): CfnDeliveryStream {
    const key = store.bucket.encryptionKey;
    const log = new LogStream(this, `${id}Log`, { logGroup: this.logGroup, removalPolicy: RemovalPolicy.DESTROY });
    return new CfnDeliveryStream(this, id, {
      deliveryStreamType: 'DirectPut',
      deliveryStreamEncryptionConfigurationInput: key
        ? { keyType: 'CUSTOMER_MANAGED_CMK', keyArn: key.keyArn }
        : { keyType: 'AWS_OWNED_CMK' },
      extendedS3DestinationConfiguration: {
        bucketArn: store.bucket.bucketArn,
        roleArn: this.role.roleArn,
        errorOutputPrefix: `${FOLDERS.failed}!{firehose:error-output-type}/${PARTITION_COLUMN}=!{timestamp:yyyy-MM-dd}/`,
        encryptionConfiguration: key && { kmsEncryptionConfig: { awskmsKeyArn: key.keyArn } },
        cloudWatchLoggingOptions: {
          enabled: true,
          logGroupName: this.logGroup.logGroupName,
          logStreamName: log.logStreamName,
        },
        ...destination,
      },
    });
  }
}

/**
 * What Firehose needs to write into the bucket, and to read the schema.
 *
 * @see https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html#using-iam-s3
 * @see https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html#using-iam-glue
 */
function statements({ bucket, database, events }: EventStore, logGroup: LogGroup): PolicyStatement[] {
  const objects = [EVENTS, REJECTED_EVENTS, FOLDERS.failed.slice(0, -1)].map((folder) =>
    bucket.arnForObjects(`${folder}/*`),
  );
  const catalog = Stack.of(bucket).formatArn({ service: 'glue', resource: 'catalog' });
  const write = allow(['s3:AbortMultipartUpload', 's3:GetObject', 's3:PutObject'], objects[0]);
  write.addResources(...objects.slice(1));
  const schema = allow(['glue:GetTable', 'glue:GetTableVersion', 'glue:GetTableVersions'], catalog);
  schema.addResources(database.databaseArn, events.tableArn);
  return [
    write,
    allow(['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'], bucket.bucketArn),
    schema,
    allow(['logs:PutLogEvents'], logGroup.logGroupArn),
    ...(bucket.encryptionKey ? [allow(['kms:Decrypt', 'kms:GenerateDataKey'], bucket.encryptionKey.keyArn)] : []),
  ];
}

function processor(type: string, parameters: { [name: string]: string }): CfnDeliveryStream.ProcessorProperty {
  const list = Object.entries(parameters).map(([parameterName, parameterValue]) => ({ parameterName, parameterValue }));
  return { type, parameters: list };
}
