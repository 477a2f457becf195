import type { Context } from 'aws-lambda';
import { putRecordBatch } from './delivery/firehose';
import { FRONT_KEY } from './front';
import { ingest } from './ingest';
import { type IngestSettings, readSettings } from './rules/settings';

let settings: IngestSettings | undefined;

/** Takes in events from browsers, backends, CloudWatch RUM's log group, and streams. */
export function handler(event: unknown, context: Context): Promise<unknown> {
  const { EVENTS_STREAM = '', REJECTED_STREAM = '', PIPELINE = '', LAMBDA_TASK_ROOT = '' } = process.env;
  settings ??= readSettings(LAMBDA_TASK_ROOT, process.env);
  return ingest(event, {
    settings,
    streams: { events: EVENTS_STREAM, rejected: REJECTED_STREAM },
    frontKey: process.env[FRONT_KEY],
    pipeline: PIPELINE,
    put: putRecordBatch,
    now: Date.now,
    remaining: () => context.getRemainingTimeInMillis(),
    // Without the console: the runtime puts a time and a request's ID in front of what it prints, and it is no JSON then.
    print: (line) => void process.stdout.write(`${line}\n`),
  });
}
