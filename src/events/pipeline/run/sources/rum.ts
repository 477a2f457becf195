import { gunzipSync } from 'node:zlib';
import type { CloudWatchLogsDecodedData, CloudWatchLogsEvent } from 'aws-lambda';
import { BUILT_IN, FEATURE_EVENT, PAGE_VIEW_EVENT, transactionEvent } from '../../../../formats/browser-events';
import {
  ERROR,
  FEATURE_USED,
  PAGE_VIEW,
  REQUEST,
  SESSION_START,
  TRANSACTION_ABANDONED,
  TRANSACTION_COMPLETED,
  TRANSACTION_STARTED,
} from '../../../../formats/events/names';
import type { Origin } from '../../../../formats/events/replay';
import { SYNTHETIC_ATTRIBUTE, SYNTHETICS_USER_AGENT } from '../../../../formats/synthetic';
import { isRecord, type Reading } from '../rules/candidate';
import { notRead } from './batches';

type Fields = Readonly<Record<string, unknown>>;
type Details = (details: Fields) => Fields;

const NOTHING: Details = () => ({});
const TRANSACTION: Details = ({ version: _, transaction, attempt, reason, ...properties }) => ({
  ...{ transaction, attempt, reason },
  properties,
});
/** What a page reports itself, under a name of its own. */
const CUSTOM = 'user_telemetry.event.';

/** What CloudWatch RUM's own events, and those of our client, are in the table. */
const KNOWN: ReadonlyMap<string, readonly [name: string, details: Details]> = new Map([
  [PAGE_VIEW_EVENT, [PAGE_VIEW, ({ referrerDomain }: Fields) => ({ referrer: referrerDomain })]],
  [`${BUILT_IN}session_start_event`, [SESSION_START, NOTHING]],
  [transactionEvent('started'), [TRANSACTION_STARTED, TRANSACTION]],
  [transactionEvent('completed'), [TRANSACTION_COMPLETED, TRANSACTION]],
  [transactionEvent('abandoned'), [TRANSACTION_ABANDONED, TRANSACTION]],
  [FEATURE_EVENT, [FEATURE_USED, ({ version: _, feature, ...properties }: Fields) => ({ feature, properties })]],
  [`${BUILT_IN}js_error_event`, [ERROR, ({ type }: Fields) => ({ errorType: type })]],
  [`${BUILT_IN}http_event`, [REQUEST, requestOf]],
]);

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
  const known = KNOWN.get(type);
  const isOwn = type.startsWith(CUSTOM);
  if (!known && !isOwn && (type.startsWith(BUILT_IN) || type.startsWith('user_telemetry.'))) {
    return { candidates: [], rejections: [] };
  }
  const metadata = recordOf(fields.metadata);
  const user = recordOf(fields.user_details);
  const details = recordOf(fields.event_details);
  const event = {
    id: fields.event_id,
    name: known?.[0] ?? (isOwn ? type.slice(CUSTOM.length) : type),
    time: timeOf(fields.event_timestamp),
    application: metadata['aws:client'] === undefined ? undefined : metadata.applicationName,
    release: metadata['aws:releaseId'] ?? fields.application_version,
    sessionId: user.sessionId,
    anonymousId: user.userId,
    page: metadata.pageId,
    language: metadata.browserLanguage,
    ...known?.[1](details),
    ...(!known && { properties: details }),
  };
  const origin: Origin = { sender: 'rum', received, ...deviceOf(metadata), synthetic: isSynthetic(fields, metadata) };
  return { candidates: [{ event: withoutNothing(event), sentAt: received, origin }], rejections: [] };
}

function requestOf({ request, response, duration }: Fields): Fields {
  const { method, url } = recordOf(request);
  const { status = 0 } = recordOf(response);
  const target = typeof url === 'string' ? url.replace(/^https?:\/\/[^/]*/, '') || '/' : undefined;
  return {
    endpoint: target && `${typeof method === 'string' ? method : 'GET'} ${target}`,
    status,
    durationMs: duration,
  };
}

function deviceOf({ browserName: browser, osName: os, deviceType: device, countryCode: country }: Fields) {
  const texts = { browser, os, device, country };
  return Object.fromEntries(Object.entries(texts).filter(([, value]) => typeof value === 'string'));
}

function isSynthetic(fields: Fields, metadata: Fields): boolean {
  const mark = metadata[SYNTHETIC_ATTRIBUTE] ?? metadata[SYNTHETIC_ATTRIBUTE.replaceAll('.', '_')];
  return mark !== undefined || JSON.stringify([fields.user_agent, metadata]).includes(SYNTHETICS_USER_AGENT);
}

/** In milliseconds, or as a text with them or with a date. */
function timeOf(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const time = /^\d+$/.test(value) ? Number(value) : Date.parse(value);
  return Number.isFinite(time) ? time : value;
}

function withoutNothing(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== ''));
}

function recordOf(value: unknown): Fields {
  return isRecord(value) ? value : (parsed(value) ?? {});
}

function parsed(text: unknown): Fields | undefined {
  try {
    const value = typeof text === 'string' ? JSON.parse(text) : undefined;
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
