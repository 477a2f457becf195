import { type Assumptions, assumptionsOf, DAYS_OF_MONTH, MINUTES_OF_MONTH } from './assumptions';
import {
  at,
  type BilledResource,
  byRegion,
  type Consumption,
  count,
  type Finding,
  listAt,
  numberAt,
  ofType,
  show,
} from './billed-resource';
import { costOf, GIBIBYTE, type PriceName, priceIn } from './prices';

/**
 * What the ingest makes of an event of 1 KB, and of a batch: in bytes, as measured for docs/event-pipeline.md; and how long it
 * takes, which is assumed there.
 */
export const MEASURED = {
  event: 1_020,
  /** Rounded up to records of 5 KB, 20 events in each. */
  billed: 1_150,
  parquet: 150,
  logOfBatch: 430,
  secondsOfBatch: 0.04,
  hoursOfJqOfMillion: 0.25,
  metrics: 4,
} as const;

const DEFAULT_BUFFER_S = 300;
const RECORD = 5 * 1_024;

/** What event pipelines cost, each with its share of what pages send. */
export function eventPipelines(resources: readonly BilledResource[], sessions: number, assumed: Assumptions): Finding {
  const ingests = ofType(resources, 'AWS::Lambda::Function').filter(isIngest);
  const events = (sessions * assumed.pagesPerSession * assumed.pipelineEventsPerPage) / Math.max(1, ingests.length);
  const consumptions = byRegion(ingests).flatMap(([region, here]) =>
    here.flatMap((ingest) => ofPipeline(ingest, resources, events, assumed).map((each) => ({ ...each, region }))),
  );
  const unknown = ingests.length > 0 ? ['events that backends send to the pipeline, beside those of pages'] : [];
  return { consumptions, unknown };
}

function ofPipeline(
  ingest: BilledResource,
  resources: readonly BilledResource[],
  events: number,
  assumed: Assumptions,
): Consumption[] {
  const batches = events / Math.max(1, assumed.eventsPerBatch);
  const gigabytes = (bytes: number) => (events * bytes) / GIBIBYTE;
  const billed = Math.max(gigabytes(MEASURED.billed), (batches * RECORD) / GIBIBYTE);
  const sent = gigabytes(MEASURED.event);
  const memory = (numberAt(ingest.properties, 'MemorySize') ?? 128) / 1_024;
  const buffer = bufferOf(ingest, resources) ?? DEFAULT_BUFFER_S;
  const files = Math.min(batches, (MINUTES_OF_MONTH * 60) / buffer);
  const stored = (gigabytes(MEASURED.parquet) * retentionOf(resources)) / DAYS_OF_MONTH;
  const many = `${count(events, 'event')} of 1 KB`;
  const item = 'Event pipeline';
  const firehose = `${item}: Firehose`;
  return [
    ...front(ingest, resources, batches, sent),
    { item: `${item}: ingest`, price: 'lambdaRequest', amount: batches, basis: count(batches, 'batch', 'batches') },
    {
      item: `${item}: ingest`,
      price: 'lambdaSecond',
      amount: batches * memory * MEASURED.secondsOfBatch,
      basis: '40 ms a batch',
    },
    {
      item: `${item}: ingest`,
      price: 'logsIngested',
      amount: (batches * MEASURED.logOfBatch) / GIBIBYTE,
      basis: 'its log',
    },
    {
      item: firehose,
      price: 'firehoseIngested',
      amount: billed,
      basis: `${many}, ${show(billed)} GB in records of 5 KB`,
    },
    { item: firehose, price: 'firehoseConverted', amount: billed, basis: 'to Parquet' },
    { item: firehose, price: 'firehosePartitioned', amount: sent, basis: 'by day' },
    { item: firehose, price: 'firehoseJq', amount: (events / 1e6) * MEASURED.hoursOfJqOfMillion, basis: 'JQ' },
    { item: firehose, price: 'firehoseObject', amount: files, basis: count(files, 'file') },
    { item: `${item}: S3`, price: 's3Put', amount: files, basis: count(files, 'file') },
    {
      item: `${item}: S3`,
      price: 's3Stored',
      amount: stored,
      basis: `${show(stored)} GB, once ${retentionOf(resources)} days are stored`,
    },
    {
      item: `${item}: questions`,
      price: 'athenaScanned',
      amount: assumed.scannedGigabytes,
      basis: `${show(assumed.scannedGigabytes)} GB scanned by Athena`,
    },
    {
      item: `${item}: metrics`,
      price: 'metric',
      amount: events > 0 ? MEASURED.metrics : 0,
      basis: `${MEASURED.metrics} while events come`,
    },
  ];
}

/** Through which door pages come in. */
function front(
  ingest: BilledResource,
  resources: readonly BilledResource[],
  batches: number,
  sent: number,
): Consumption[] {
  const item = 'Event pipeline: requests';
  const refersToIt = ({ properties }: BilledResource) => JSON.stringify(properties).includes(`"${ingest.logicalId}"`);
  if (ofType(resources, 'AWS::ApiGatewayV2::Integration').some(refersToIt)) {
    return [
      {
        item,
        price: 'httpApiRequest',
        amount: batches,
        basis: `${count(batches, 'batch', 'batches')} to the HTTP API`,
      },
    ];
  }
  if (!ofType(resources, 'AWS::Lambda::Url').some(refersToIt)) return [];
  return [
    { item, price: 'cloudFrontRequest', amount: batches, basis: `${count(batches, 'batch', 'batches')} to CloudFront` },
    { item, price: 'cloudFrontToOrigin', amount: sent, basis: `${show(sent)} GB to the origin` },
  ];
}

/** The one that hands events to a stream of its own. */
function isIngest({ properties }: BilledResource): boolean {
  return at(properties, 'Environment', 'Variables', 'EVENTS_STREAM') !== undefined;
}

function bufferOf({ properties }: BilledResource, resources: readonly BilledResource[]): number | undefined {
  const stream = at(properties, 'Environment', 'Variables', 'EVENTS_STREAM', 'Ref');
  const found = ofType(resources, 'AWS::KinesisFirehose::DeliveryStream').find(({ logicalId }) => logicalId === stream);
  return numberAt(found?.properties, 'ExtendedS3DestinationConfiguration', 'BufferingHints', 'IntervalInSeconds');
}

/** Of the first bucket that lets go of events, in days. */
export function retentionOf(resources: readonly BilledResource[]): number {
  const rules = ofType(resources, 'AWS::S3::Bucket').flatMap(({ properties }) =>
    listAt(properties, 'LifecycleConfiguration', 'Rules'),
  );
  return numberAt(rules.find(isOfEvents), 'ExpirationInDays') ?? 365;
}

export function isOfEvents(rule: unknown): boolean {
  return at(rule, 'Id') === 'Events' && at(rule, 'Prefix') === 'events/';
}

/** What an event costs until it is stored for a month, where pages send it through CloudFront. */
export function usdPerPipelineEvent(region: string | undefined): number {
  const events = 1e6;
  const ingest = { name: '', logicalId: 'Ingest', type: '', properties: { MemorySize: 256 } };
  const url = {
    ...ingest,
    type: 'AWS::Lambda::Url',
    properties: { TargetFunctionArn: { 'Fn::GetAtt': ['Ingest', 'Arn'] } },
  };
  const consumed = ofPipeline(ingest, [url], events, { ...assumptionsOf({}), scannedGigabytes: 0 });
  const byTheMonth: readonly PriceName[] = ['metric', 'firehoseObject', 's3Put', 's3Stored'];
  const ofEvents = consumed.filter(({ price }) => !byTheMonth.includes(price));
  const stored = (MEASURED.parquet * events) / GIBIBYTE;
  const all = [
    ...ofEvents.map(({ price, amount }) => ({ price, amount })),
    { price: 's3Stored' as const, amount: stored },
  ];
  return all.reduce((sum, { price, amount }) => sum + costOf(amount, priceIn(price, region).tiers), 0) / events;
}
