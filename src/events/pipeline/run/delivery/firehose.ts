import { setTimeout as sleep } from 'node:timers/promises';
import { signedHeaders } from '../../../../private/run/signature';

/** What Firehose takes in one request. @see https://docs.aws.amazon.com/firehose/latest/APIReference/API_PutRecordBatch.html */
const RECORDS = 500;
const BYTES = 4 * 1024 * 1024;
const ATTEMPTS = 5;
/** Time that is kept back for the answer. */
const RESERVE = 1_000;

/** What could not be stored: the sender has to send all again. */
export class NotStored extends Error {}

/** One request: which of the records were not taken, with why. Throws where it is not known whether any was. */
export type Put = (stream: string, records: readonly Buffer[], signal: AbortSignal) => Promise<readonly Failure[]>;

interface Failure {
  readonly index: number;
  readonly why: string;
}

/**
 * Stores records, and tries again with those that were not taken, as long as there is time.
 *
 * What was taken though nobody heard of it is there twice: copies have the same id, and questions count them once.
 */
export async function store(
  put: Put,
  stream: string,
  records: readonly Buffer[],
  remaining: () => number,
  pause: (milliseconds: number) => Promise<unknown> = sleep,
): Promise<void> {
  for (const batch of batches(records)) {
    let open = batch;
    for (let attempt = 1; open.length > 0; attempt++) {
      const left = remaining() - RESERVE;
      if (left <= 0) throw new NotStored(`no time is left for ${open.length} records`);
      let why: string;
      try {
        const failures = await put(stream, open, AbortSignal.timeout(Math.min(left, 5_000)));
        if (failures.length === 0) break;
        open = failures.map(({ index }) => open[index]);
        why = failures[0].why;
      } catch (error) {
        why = error instanceof Error ? error.message : String(error);
      }
      if (attempt === ATTEMPTS) throw new NotStored(why);
      await pause(Math.min(50 * 2 ** attempt * (0.5 + Math.random() / 2), Math.max(0, remaining() - RESERVE)));
    }
  }
}

function batches(records: readonly Buffer[]): (readonly Buffer[])[] {
  const all: Buffer[][] = [];
  let bytes = BYTES;
  for (const record of records) {
    if (bytes + record.length > BYTES || all[all.length - 1].length === RECORDS) {
      all.push([]);
      bytes = 0;
    }
    all[all.length - 1].push(record);
    bytes += record.length;
  }
  return all;
}

/**
 * A request to Firehose. The AWS SDK of the runtime would do, but loading it takes longer than all else that a function
 * does which starts.
 */
export const putRecordBatch: Put = async (DeliveryStreamName, records, signal) => {
  const { AWS_ENDPOINT_URL, AWS_REGION = '', URL_SUFFIX = 'amazonaws.com' } = process.env;
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
  const Records = records.map((record) => ({ Data: record.toString('base64') }));
  const request = {
    method: 'POST',
    url: new URL(AWS_ENDPOINT_URL ?? `https://firehose.${AWS_REGION}.${URL_SUFFIX}/`),
    body: JSON.stringify({ DeliveryStreamName, Records }),
  };
  const headers = {
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': 'Firehose_20150804.PutRecordBatch',
  };
  const credentials = {
    keyId: String(AWS_ACCESS_KEY_ID),
    secretKey: String(AWS_SECRET_ACCESS_KEY),
    token: AWS_SESSION_TOKEN,
  };
  const signed = signedHeaders({ ...request, headers, region: AWS_REGION, service: 'firehose' }, credentials);
  const response = await fetch(request.url, { method: request.method, body: request.body, headers: signed, signal });
  const text = await response.text();
  if (!response.ok) throw new Error(`Firehose answers ${response.status}: ${text.slice(0, 300)}`);
  const { FailedPutCount = 0, RequestResponses = [] } = JSON.parse(text) as {
    FailedPutCount?: number;
    RequestResponses?: { ErrorCode?: string; ErrorMessage?: string }[];
  };
  if (FailedPutCount === 0) return [];
  return RequestResponses.flatMap(({ ErrorCode, ErrorMessage }, index) =>
    ErrorCode ? [{ index, why: `${ErrorCode}: ${ErrorMessage}` }] : [],
  );
};
