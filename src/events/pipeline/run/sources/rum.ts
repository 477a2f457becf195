import { gunzipSync } from 'node:zlib';
import type { CloudWatchLogsDecodedData, CloudWatchLogsEvent } from 'aws-lambda';
import type { Origin } from '../../../../formats/events/replay';
import { rumEvent } from '../../../../formats/events/rum';
import { storedName } from '../../../../formats/events/stored-name';
import { isRecord, type Reading, type Unreadable } from '../rules/candidate';
import { isDeep, TOO_DEEP } from '../rules/depth';
import { readJson } from './json';

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
  if (messageType !== 'DATA_MESSAGE') return { candidates: [], unreadable: [] };
  const readings = logEvents.map(({ message }) => readMessage(message, received));
  return {
    candidates: readings.flatMap(({ candidates }) => candidates),
    unreadable: readings.flatMap(({ unreadable }) => unreadable),
  };
}

function readMessage(message: string, received: number): Reading {
  const { json: fields, flaw } = readJson(message);
  const refuse = (detail: string): Reading => {
    const bytes = Buffer.from(message);
    const sent: Unreadable['sent'] = flaw === undefined ? { json: fields, bytes } : { bytes, text: message };
    return { candidates: [], unreadable: [{ reason: 'malformed', detail, origin: { sender: 'rum', received }, sent }] };
  };
  if (!isRecord(fields) || typeof fields.event_type !== 'string') {
    return refuse('no event of CloudWatch RUM: expected JSON with event_type');
  }
  if (isDeep(fields)) return refuse(TOO_DEEP);
  const read = rumEvent(fields.event_type, fields);
  if (!read) return { candidates: [], unreadable: [] };
  // Parts of it may be texts of JSON.
  if (isDeep(read.event)) return refuse(TOO_DEEP);
  const stored = read.custom ? storedName(read.event.name) : { name: read.event.name, own: {} };
  if (!stored) return refuse('event_type: got a name that becomes one which clients report by themselves');
  const { name, own } = stored;
  const properties = isRecord(read.event.properties) && { properties: { ...own, ...read.event.properties } };
  const origin: Origin = { sender: 'rum', received, ...read.origin };
  return { candidates: [{ event: { ...read.event, ...properties, name }, sentAt: received, origin }], unreadable: [] };
}
