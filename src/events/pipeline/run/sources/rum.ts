import { gunzipSync } from 'node:zlib';
import type { CloudWatchLogsDecodedData, CloudWatchLogsEvent } from 'aws-lambda';
import type { Origin } from '../../../../formats/events/replay';
import { rumEvent } from '../../../../formats/events/rum';
import { isRecord, type Reading } from '../rules/candidate';
import { notRead } from './batches';

type Fields = Readonly<Record<string, unknown>>;

/**
 * What a subscription to an app monitor's log group delivers. Events of CloudWatch RUM that tell nothing of behavior, such
 * as web vitals and traces, stay in the log group and are no events here.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html
 */
export function readRum({ awslogs }: CloudWatchLogsEvent, received: number): Reading {
  const { messageType, logEvents }: CloudWatchLogsDecodedData = JSON.parse(
    gunzipSync(Buffer.from(awslogs.data, 'base64')).toString('utf8'),
  );
  if (messageType !== 'DATA_MESSAGE') return { candidates: [], rejections: [] };
  const readings = logEvents.map(({ message }) => readMessage(message, received));
  return {
    candidates: readings.flatMap(({ candidates }) => candidates),
    rejections: readings.flatMap(({ rejections }) => rejections),
  };
}

function readMessage(message: string, received: number): Reading {
  const fields = parsed(message);
  const type = fields?.event_type;
  if (!fields || typeof type !== 'string') {
    const origin: Origin = { sender: 'rum', received };
    const detail = 'no event of CloudWatch RUM: expected JSON with event_type';
    return { candidates: [], rejections: [notRead(Buffer.from(message), detail, origin)] };
  }
  const read = rumEvent(type, fields);
  if (!read) return { candidates: [], rejections: [] };
  const origin: Origin = { sender: 'rum', received, ...read.origin };
  return { candidates: [{ event: read.event, sentAt: received, origin }], rejections: [] };
}

function parsed(text: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
