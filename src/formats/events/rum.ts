/** What CloudWatch RUM logs, as events of ours: the same for the pipeline that stores them and the tool that reads a log. */
import { BUILT_IN, FEATURE_EVENT, PAGE_VIEW_EVENT, transactionEvent } from '../browser-events';
import { SYNTHETIC_ATTRIBUTE, SYNTHETICS_USER_AGENT } from '../synthetic';
import {
  ERROR,
  FEATURE_USED,
  PAGE_VIEW,
  REQUEST,
  SESSION_START,
  TRANSACTION_ABANDONED,
  TRANSACTION_COMPLETED,
  TRANSACTION_STARTED,
} from './names';
import type { Origin } from './replay';

type Fields = Readonly<Record<string, unknown>>;

export interface RumEvent {
  /** As senders post it, by its keys; nothing of it is checked. */
  readonly event: Fields & { readonly name: string };
  readonly origin: Pick<Origin, 'browser' | 'os' | 'device' | 'country' | 'synthetic'>;
  /** Whether the page named it itself: others have names of ours. */
  readonly custom: boolean;
}

interface Parts {
  readonly details: Fields;
  readonly metadata: Fields;
}

type Read = (parts: Parts) => Fields;

const TRANSACTION: Read = ({ details: { version: _, transaction, attempt, reason, ...properties } }) => ({
  ...{ transaction, attempt, reason },
  properties,
});
const FEATURE: Read = ({ details: { version: _, feature, ...properties } }) => ({ feature, properties });

/** What CloudWatch RUM's own events, and those of our client, are in the table. */
const KNOWN: ReadonlyMap<string, readonly [name: string, read: Read]> = new Map([
  [PAGE_VIEW_EVENT, [PAGE_VIEW, viewOf]],
  [`${BUILT_IN}session_start_event`, [SESSION_START, () => ({})]],
  [transactionEvent('started'), [TRANSACTION_STARTED, TRANSACTION]],
  [transactionEvent('completed'), [TRANSACTION_COMPLETED, TRANSACTION]],
  [transactionEvent('abandoned'), [TRANSACTION_ABANDONED, TRANSACTION]],
  [FEATURE_EVENT, [FEATURE_USED, FEATURE]],
  [`${BUILT_IN}js_error_event`, [ERROR, ({ details }: Parts) => ({ errorType: details.type })]],
  [`${BUILT_IN}http_event`, [REQUEST, requestOf]],
]);

/** What a page reports itself, under a name of its own. */
const CUSTOM = 'user_telemetry.event.';

/** What RUM's client sends as IDs where cookies are off: of all such users the same. */
const NIL = /^[0-]+$/;

/** Undefined of what tells nothing of behavior, such as web vitals and traces. */
export function rumEvent(type: string, fields: Fields): RumEvent | undefined {
  const known = KNOWN.get(type);
  const isOwn = type.startsWith(CUSTOM);
  if (!known && !isOwn && (type.startsWith(BUILT_IN) || type.startsWith('user_telemetry.'))) return undefined;
  const metadata = recordOf(fields.metadata);
  const user = recordOf(fields.user_details);
  const details = recordOf(fields.event_details);
  const name = known?.[0] ?? (isOwn ? type.slice(CUSTOM.length) : type);
  const event = {
    id: fields.event_id,
    time: timeOf(fields.event_timestamp),
    application: metadata['aws:client'] === undefined ? undefined : metadata.applicationName,
    release: metadata['aws:releaseId'] ?? fields.application_version,
    sessionId: withoutNil(user.sessionId),
    anonymousId: withoutNil(user.userId),
    page: pathOf(metadata.pageId),
    language: metadata.browserLanguage,
    ...(known ? known[1]({ details, metadata }) : { properties: details }),
  };
  const origin = { ...deviceOf(metadata), synthetic: isSynthetic(fields, metadata) };
  return { event: { ...withoutNothing(event), name }, origin, custom: !known };
}

/** A page of the same site is no place that a user came from. */
function viewOf({ details: { pageId, referrerDomain }, metadata }: Parts): Fields {
  return {
    page: pathOf(pageId ?? metadata.pageId),
    referrer: referrerDomain === metadata.domain ? undefined : referrerDomain,
  };
}

function requestOf({ details: { request, response, duration } }: Parts): Fields {
  const { method, url } = recordOf(request);
  const { status = 0 } = recordOf(response);
  const target = typeof url === 'string' ? url.replace(/^https?:\/\/[^/]*/, '') || '/' : undefined;
  return {
    endpoint: target && pathOf(`${typeof method === 'string' ? method : 'GET'} ${target}`),
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
  const texts = [fields.user_agent, ...Object.values(metadata)];
  return mark !== undefined || texts.some((text) => typeof text === 'string' && text.includes(SYNTHETICS_USER_AGENT));
}

/** In milliseconds, or as a text with them or with a date. */
function timeOf(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const time = /^\d+$/.test(value) ? Number(value) : Date.parse(value);
  return Number.isFinite(time) ? time : value;
}

function withoutNil(id: unknown): unknown {
  return typeof id === 'string' && NIL.test(id) ? undefined : id;
}

function pathOf(place: unknown): unknown {
  return typeof place === 'string' ? place.replace(/[?#].*$/s, '') : place;
}

function withoutNothing(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== ''));
}

/** Parts of an event are records, or JSON text of them. */
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

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
