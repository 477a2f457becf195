import { App, Duration, RemovalPolicy, Size, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { AwsSolutionsChecks } from 'cdk-nag';
import { EventCatalog, EventPipeline, type EventPipelineProps, EventProperty } from '../../../src/events';

function define(props: EventPipelineProps = {}, stack = new Stack(new App(), 'Shop')): EventPipeline {
  return new EventPipeline(stack, 'Events', props);
}

function templateOf(props: EventPipelineProps = {}): Template {
  return Template.fromStack(Stack.of(define(props)));
}

const table = (template: Template, name: string) =>
  Object.values(template.findResources('AWS::Glue::Table'))
    .map(({ Properties }) => Properties.TableInput)
    .find(({ Name }) => Name === name);

describe('the table of events', () => {
  const stack = new Stack(new App(), 'Shop');
  const catalog = new EventCatalog(stack, 'Catalog', {
    events: {
      'cart.added': {
        properties: {
          sku: EventProperty.text(),
          price: EventProperty.number(),
          inStock: EventProperty.flag(),
          quantity: EventProperty.integer(),
          email: EventProperty.text({ personal: true }),
        },
      },
    },
  });
  define({ catalog }, stack);
  const template = Template.fromStack(stack);
  const { StorageDescriptor, PartitionKeys, Parameters } = table(template, 'events');
  const columns: [string, string][] = StorageDescriptor.Columns.map((column: { Name: string; Type: string }) => [
    column.Name,
    column.Type,
  ]);

  test('has whole milliseconds, and no type that old files bear no growth of', () => {
    expect(Object.fromEntries(columns)).toMatchObject({
      event_id: 'string',
      event_time: 'bigint',
      received_time: 'bigint',
      scroll_depth: 'double',
      is_bot: 'boolean',
    });
    expect(new Set(columns.map(([, type]) => type))).toEqual(new Set(['string', 'bigint', 'double', 'boolean']));
  });

  test('has a column for each property that is not personal', () => {
    expect(columns.filter(([name]) => name.startsWith('p_'))).toEqual([
      ['p_in_stock', 'boolean'],
      ['p_price', 'double'],
      ['p_quantity', 'bigint'],
      ['p_sku', 'string'],
    ]);
  });

  test('knows its days by itself, tomorrow included, from parameters of the table and not of its storage', () => {
    expect(PartitionKeys).toEqual([expect.objectContaining({ Name: 'dt', Type: 'string' })]);
    expect(Parameters).toMatchObject({
      'projection.enabled': 'true',
      'projection.dt.type': 'date',
      'projection.dt.format': 'yyyy-MM-dd',
      'projection.dt.range': '2020-01-01,NOW+1DAYS',
      'projection.dt.interval': '1',
      'projection.dt.interval.unit': 'DAYS',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: what Athena replaces
      'storage.location.template': { 'Fn::Join': ['', ['s3://', { Ref: expect.any(String) }, '/events/dt=${dt}/']] },
      has_encrypted_data: false,
    });
    expect(StorageDescriptor.Location).toEqual({
      'Fn::Join': ['', ['s3://', { Ref: expect.any(String) }, '/events/']],
    });
  });
});

test('personal properties have columns where they are stored', () => {
  const stack = new Stack(new App(), 'Shop');
  const catalog = new EventCatalog(stack, 'Catalog', {
    events: { signed: { properties: { email: EventProperty.text({ personal: true }) } } },
  });
  define({ catalog, storePersonalProperties: true }, stack);
  expect(table(Template.fromStack(stack), 'events').StorageDescriptor.Columns).toContainEqual(
    expect.objectContaining({ Name: 'p_email', Type: 'string' }),
  );
});

describe('what Firehose does with events', () => {
  const template = templateOf();

  test('is to take records apart, to lay them by their day, and to make Parquet of them', () => {
    template.hasResourceProperties('AWS::KinesisFirehose::DeliveryStream', {
      DeliveryStreamType: 'DirectPut',
      DeliveryStreamEncryptionConfigurationInput: { KeyType: 'AWS_OWNED_CMK' },
      ExtendedS3DestinationConfiguration: Match.objectLike({
        Prefix: 'events/dt=!{partitionKeyFromQuery:dt}/!{timestamp:HH}-',
        ErrorOutputPrefix: 'failed/!{firehose:error-output-type}/dt=!{timestamp:yyyy-MM-dd}/',
        BufferingHints: { IntervalInSeconds: 300, SizeInMBs: 128 },
        DynamicPartitioningConfiguration: { Enabled: true, RetryOptions: { DurationInSeconds: 300 } },
        ProcessingConfiguration: {
          Enabled: true,
          Processors: [
            {
              Type: 'RecordDeAggregation',
              Parameters: [{ ParameterName: 'SubRecordType', ParameterValue: 'JSON' }],
            },
            {
              Type: 'MetadataExtraction',
              Parameters: [
                { ParameterName: 'MetadataExtractionQuery', ParameterValue: '{dt:.dt}' },
                { ParameterName: 'JsonParsingEngine', ParameterValue: 'JQ-1.6' },
              ],
            },
          ],
        },
        DataFormatConversionConfiguration: Match.objectLike({
          Enabled: true,
          InputFormatConfiguration: { Deserializer: { OpenXJsonSerDe: {} } },
          SchemaConfiguration: Match.objectLike({ VersionId: 'LATEST' }),
        }),
      }),
    });
  });

  test('needs these actions, on these resources', () => {
    const roles = Object.values(template.findResources('AWS::IAM::Role')).map(({ Properties }) => Properties);
    const [{ Policies }] = roles.filter((role) =>
      JSON.stringify(role.AssumeRolePolicyDocument).includes('firehose.amazonaws.com'),
    );
    const [{ PolicyDocument }] = Policies;
    expect(PolicyDocument.Statement.map(({ Action }: { Action: unknown }) => [Action].flat())).toEqual([
      ['s3:AbortMultipartUpload', 's3:GetObject', 's3:PutObject'],
      ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'],
      ['glue:GetTable', 'glue:GetTableVersion', 'glue:GetTableVersions'],
      ['logs:PutLogEvents'],
    ]);
  });
});

test('rejected events stay JSON, by the day of their arrival', () => {
  const template = templateOf();
  template.hasResourceProperties('AWS::KinesisFirehose::DeliveryStream', {
    ExtendedS3DestinationConfiguration: {
      Prefix: 'rejected_events/dt=!{timestamp:yyyy-MM-dd}/',
      CompressionFormat: 'GZIP',
    },
  });
  expect(table(template, 'rejected_events')).toMatchObject({
    StorageDescriptor: { SerdeInfo: { SerializationLibrary: 'org.openx.data.jsonserde.JsonSerDe' } },
    Parameters: { 'projection.dt.range': '2020-01-01,NOW+1DAYS' },
  });
});

test('a query scans at most 10 GiB, and its results are where they expire', () => {
  const template = templateOf();
  template.hasResourceProperties('AWS::Athena::WorkGroup', {
    WorkGroupConfiguration: {
      EnforceWorkGroupConfiguration: true,
      BytesScannedCutoffPerQuery: 10 * 1024 ** 3,
      ResultConfiguration: {
        EncryptionConfiguration: { EncryptionOption: 'SSE_S3' },
        OutputLocation: { 'Fn::Join': ['', ['s3://', { Ref: Match.anyValue() }, '/query-results/']] },
      },
    },
  });
  template.hasResource('AWS::S3::Bucket', {
    DeletionPolicy: 'Retain',
    Properties: {
      LifecycleConfiguration: {
        Rules: Match.arrayWith([
          Match.objectLike({ Prefix: 'events/', ExpirationInDays: 400 }),
          Match.objectLike({ Prefix: 'rejected_events/', ExpirationInDays: 90 }),
          Match.objectLike({ Prefix: 'query-results/', ExpirationInDays: 7 }),
        ]),
      },
    },
  });
});

test('takes what it is given', () => {
  const template = templateOf({
    retention: Duration.days(30),
    bufferingInterval: Duration.minutes(15),
    scanLimit: Size.mebibytes(10),
    removalPolicy: RemovalPolicy.DESTROY,
  });
  template.hasResource('AWS::S3::Bucket', {
    DeletionPolicy: 'Delete',
    Properties: {
      LifecycleConfiguration: {
        Rules: Match.arrayWith([Match.objectLike({ Prefix: 'events/', ExpirationInDays: 30 })]),
      },
    },
  });
  template.hasResourceProperties('AWS::KinesisFirehose::DeliveryStream', {
    ExtendedS3DestinationConfiguration: { BufferingHints: { IntervalInSeconds: 900 } },
  });
});

test('what goes with the stack is emptied before, or the stack could not be deleted', () => {
  const emptied = (removalPolicy?: RemovalPolicy) =>
    Object.keys(templateOf({ removalPolicy }).findResources('Custom::S3AutoDeleteObjects')).length;
  expect([emptied(RemovalPolicy.DESTROY), emptied(RemovalPolicy.RETAIN), emptied()]).toEqual([1, 0, 0]);
});

test('a key is used on the way, in the bucket, and for results', () => {
  const stack = new Stack(new App(), 'Shop');
  define({ encryptionKey: new Key(stack, 'Key') }, stack);
  const template = Template.fromStack(stack);
  template.allResourcesProperties('AWS::KinesisFirehose::DeliveryStream', {
    DeliveryStreamEncryptionConfigurationInput: { KeyType: 'CUSTOMER_MANAGED_CMK' },
  });
  template.hasResourceProperties('AWS::Athena::WorkGroup', {
    WorkGroupConfiguration: { ResultConfiguration: { EncryptionConfiguration: { EncryptionOption: 'SSE_KMS' } } },
  });
  template.hasResourceProperties('AWS::S3::Bucket', {
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [
        { BucketKeyEnabled: true, ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } },
      ],
    },
  });
});

test('several coexist in a stack, with names that Athena takes without quotes', () => {
  const stack = new Stack(new App(), 'Shop');
  const [one, other] = ['Events', 'Other'].map((id) => new EventPipeline(stack, id));
  expect(one.databaseName).toMatch(/^[a-z][a-z0-9_]*$/);
  expect(other.databaseName).not.toBe(one.databaseName);
  expect(other.workGroupName).not.toBe(one.workGroupName);
  Template.fromStack(stack).resourceCountIs('AWS::Glue::Database', 2);
});

test('passes cdk-nag', () => {
  const app = new App();
  define({}, new Stack(app, 'Judged'));
  app.synth();
  expect(new AwsSolutionsChecks(app).validateScope(app).violations).toEqual([]);
});

test('with a bucket that goes with the stack it passes, too', () => {
  const app = new App();
  define({ removalPolicy: RemovalPolicy.DESTROY }, new Stack(app, 'Judged'));
  app.synth();
  expect(new AwsSolutionsChecks(app).validateScope(app).violations).toEqual([]);
});

test('one that is defined elsewhere is known by what is said of it', () => {
  const imported = EventPipeline.fromEventPipelineAttributes(new Stack(), 'Events', {
    databaseName: 'telemetry_shop',
    workGroupName: 'shop',
  });
  expect(imported).toMatchObject({
    databaseName: 'telemetry_shop',
    workGroupName: 'shop',
    storesPersonalProperties: false,
    endpoint: undefined,
  });
});

test.each<[EventPipelineProps, string]>([
  [{ retention: Duration.hours(36) }, 'retention (in days): got 1.5, expected a whole number of at least 1'],
  [{ rejectedRetention: Duration.hours(12) }, 'rejectedRetention (in days): got 0.5'],
  [{ resultRetention: Duration.hours(12) }, 'resultRetention (in days): got 0.5'],
  [
    { bufferingInterval: Duration.seconds(30) },
    'bufferingInterval (in seconds): got 30, expected a whole number from 60 to 900',
  ],
  [{ bufferingInterval: Duration.minutes(16) }, 'bufferingInterval (in seconds): got 960'],
  [{ scanLimit: Size.mebibytes(9) }, 'scanLimit (in MiB): got 9, expected a whole number of at least 10'],
])('refuses %j', (props, message) => {
  expect(() => define(props)).toThrow(message);
});
