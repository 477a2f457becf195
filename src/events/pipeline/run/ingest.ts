import type {
  APIGatewayProxyEventV2,
  APIGatewayProxyStructuredResultV2,
  CloudWatchLogsEvent,
  FirehoseTransformationEvent,
  FirehoseTransformationResult,
  KinesisStreamBatchResponse,
  KinesisStreamEvent,
} from 'aws-lambda';
import type { BatchAnswer } from '../../../formats/events/batch';
import { NotStored, type Put, store } from './delivery/firehose';
import { pack, rejectedRows } from './delivery/packing';
import { FRONT_HEADER } from './front';
import { metricRecord, type Tally } from './metrics';
import { isRecord, type Reading } from './rules/candidate';
import { judge } from './rules/judgement';
import { rejectionOf } from './rules/replay';
import { judgeRow } from './rules/row-again';
import type { IngestSettings } from './rules/settings';
import { readHttp } from './sources/http';
import { originOf, readInvocation } from './sources/invocation';
import { readPinpoint } from './sources/pinpoint';
import { readRum } from './sources/rum';

export interface IngestServices {
  readonly settings: IngestSettings;
  readonly streams: { readonly events: string; readonly rejected: string };
  /** What requests have to have in a header; nothing where it is left out. */
  readonly frontKey?: string;
  /** What the metrics are of. */
  readonly pipeline: string;
  readonly put: Put;
  now(): number;
  /** Milliseconds that are left. */
  remaining(): number;
  /** Writes a line of the log. */
  print(line: string): void;
  pause?(milliseconds: number): Promise<unknown>;
}

/**
 * Takes in whatever a sender hands over: each event is stored, or rejected and kept with its reason; or the sender is told
 * to send all again, by status 503, by an error, or as streams want to hear it. It is never told so before it is true.
 */
export async function ingest(event: unknown, services: IngestServices): Promise<unknown> {
  if (!isRecord(event)) return fromBackend(event, services);
  if (isRecord(event.requestContext)) return fromHttp(event as unknown as APIGatewayProxyEventV2, services);
  if (isRecord(event.awslogs)) {
    const received = originOf(event.as)?.received ?? services.now();
    return keep(readRum(event as unknown as CloudWatchLogsEvent, received), services);
  }
  if (typeof event.deliveryStreamArn === 'string') {
    return fromFirehose(event as unknown as FirehoseTransformationEvent, services);
  }
  if (Array.isArray(event.Records)) return fromKinesis(event as unknown as KinesisStreamEvent, services);
  return fromBackend(event, services);
}

async function fromHttp(
  event: APIGatewayProxyEventV2,
  services: IngestServices,
): Promise<APIGatewayProxyStructuredResultV2> {
  if (event.requestContext.http.method !== 'POST') return answer(405, { message: 'POST a batch of events' });
  const { frontKey, settings } = services;
  if (frontKey !== undefined && event.headers[FRONT_HEADER] !== frontKey) {
    return answer(403, { message: 'POST to the path of the site' });
  }
  const { allowedOrigins } = settings;
  if (allowedOrigins && !allowedOrigins.includes(event.headers.origin ?? '')) {
    return answer(403, { message: 'pages of this origin may not post here' });
  }
  const reading = readHttp(event, services.now(), frontKey !== undefined);
  try {
    const result = await keep(reading, services);
    const status = { too_large: 413, malformed: 400, none: 200 }[reading.refused ?? 'none'];
    return answer(status, result);
  } catch (error) {
    if (!(error instanceof NotStored)) throw error;
    return answer(503, { message: 'not stored: send all again' }, { 'retry-after': '5' });
  }
}

function answer(statusCode: number, body: object, headers = {}): APIGatewayProxyStructuredResultV2 {
  return {
    statusCode,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
    body: JSON.stringify(body),
  };
}

/** By an error the sender is told to send all again; AWS Lambda itself does, where the sender didn't wait for an answer. */
async function fromBackend(event: unknown, services: IngestServices): Promise<BatchAnswer> {
  return keep(readInvocation(event, services.now()), services);
}

async function fromKinesis(
  { Records }: KinesisStreamEvent,
  services: IngestServices,
): Promise<KinesisStreamBatchResponse> {
  try {
    await keepRecords(
      Records.map(({ kinesis }) => kinesis.data),
      services,
    );
    return { batchItemFailures: [] };
  } catch (error) {
    if (!(error instanceof NotStored)) throw error;
    // From the first record that is named on, all are delivered again.
    return { batchItemFailures: [{ itemIdentifier: Records[0].kinesis.sequenceNumber }] };
  }
}

/**
 * As a transformation whose records need not go on: they are in the pipeline then. Where they could not be stored it fails:
 * Firehose calls it again, which it does for no record that is answered for as failed.
 *
 * @see https://docs.aws.amazon.com/firehose/latest/dev/data-transformation-failure-handling.html
 */
async function fromFirehose(
  { records }: FirehoseTransformationEvent,
  services: IngestServices,
): Promise<FirehoseTransformationResult> {
  await keepRecords(
    records.map(({ data }) => data),
    services,
  );
  return { records: records.map(({ recordId }) => ({ recordId, result: 'Dropped' })) as TransformedRecords };
}

type TransformedRecords = FirehoseTransformationResult['records'];

async function keepRecords(records: readonly string[], services: IngestServices): Promise<void> {
  const received = services.now();
  const readings = records.map((data) => readPinpoint(Buffer.from(data, 'base64'), received));
  await keep(
    {
      candidates: readings.flatMap(({ candidates }) => candidates),
      unreadable: readings.flatMap(({ unreadable }) => unreadable),
    },
    services,
  );
}

/** Stores everything, in either stream, before it says so. */
async function keep(reading: Reading, services: IngestServices): Promise<BatchAnswer> {
  const { settings, streams, put, pause } = services;
  const tally: Tally = { accepted: 0, fromBrowsers: 0, rejected: new Map(), refused: 0 };
  const rows: object[] = [];
  const rejections = reading.unreadable.map((unreadable) => rejectionOf(unreadable, settings));
  const judgements = [
    ...reading.candidates.map((candidate) => judge(candidate, settings)),
    ...(reading.rows ?? []).map((row) => judgeRow(row, settings, services.now())),
  ];
  for (const judgement of judgements) {
    if ('row' in judgement) rows.push(judgement.row);
    else rejections.push(judgement.rejection);
  }
  try {
    const results = await Promise.allSettled([
      store(put, streams.events, pack(rows), services.remaining, pause),
      store(put, streams.rejected, pack(rejections.flatMap(rejectedRows)), services.remaining, pause),
    ]);
    for (const result of results) if (result.status === 'rejected') throw result.reason;
    tally.accepted = rows.length;
    tally.fromBrowsers = reading.candidates[0]?.origin.sender === 'browser' ? rows.length : 0;
    for (const { reason } of rejections) tally.rejected.set(reason, (tally.rejected.get(reason) ?? 0) + 1);
  } catch (error) {
    tally.refused = 1;
    services.print(JSON.stringify({ level: 'ERROR', message: 'a batch is not stored', why: String(error) }));
    throw error;
  } finally {
    services.print(JSON.stringify(metricRecord(services.pipeline, services.now(), tally)));
  }
  return {
    accepted: rows.length,
    rejected: rejections.map(({ id, reason }) => (id === undefined ? { reason } : { id, reason })),
  };
}
