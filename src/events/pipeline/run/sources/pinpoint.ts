import { createHash } from 'node:crypto';
import { SESSION_START } from '../../../../formats/events/names';
import type { Origin } from '../../../../formats/events/replay';
import { storedName } from '../../../../formats/events/stored-name';
import { isRecord, type Reading, type Unreadable } from '../rules/candidate';
import { isDeep, TOO_DEEP } from '../rules/depth';
import { readJson } from './json';

type Fields = Readonly<Record<string, unknown>>;

/**
 * An event as Amazon Pinpoint streamed it, in version 3.1, which clients of AWS Amplify still write into Kinesis and
 * Firehose. It has no id of its own, so that its digest is one: what is delivered twice is counted once.
 *
 * @see https://docs.aws.amazon.com/pinpoint/latest/developerguide/event-streams-data-app.html
 */
export function readPinpoint(record: Buffer, received: number): Reading {
  const origin: Origin = { sender: 'pinpoint', received };
  const text = record.toString('utf8');
  const { json: fields, flaw } = readJson(text);
  const refuse = (detail: string): Reading => {
    const sent: Unreadable['sent'] = flaw === undefined ? { json: fields, bytes: record } : { bytes: record, text };
    return { candidates: [], unreadable: [{ reason: 'malformed', detail, origin, sent }] };
  };
  if (flaw !== undefined) return refuse(flaw);
  if (isDeep(fields)) return refuse(TOO_DEEP);
  if (!isRecord(fields) || typeof fields.event_type !== 'string') return refuse('expected JSON with event_type');
  const stored =
    fields.event_type === '_session.start' ? { name: SESSION_START, own: {} } : storedName(fields.event_type);
  if (!stored) return refuse('event_type: got a name that becomes one which clients report by themselves');
  const [application, client, session, device] = [
    recordOf(fields.application),
    recordOf(fields.client),
    recordOf(fields.session),
    recordOf(fields.device),
  ];
  const platform = recordOf(device.platform);
  const event = {
    id: createHash('sha256').update(record).digest('hex').slice(0, 32),
    name: stored.name,
    time: numberOf(fields.event_timestamp),
    application: application.title ?? application.app_id,
    release: application.version_name,
    sessionId: session.session_id,
    anonymousId: client.client_id,
    language: languageOf(recordOf(device.locale)),
    properties: { ...stored.own, ...together(recordOf(fields.attributes), recordOf(fields.metrics)) },
  };
  const os = typeof platform.name === 'string' ? { os: platform.name } : {};
  return { candidates: [{ event, sentAt: received, origin: { ...origin, ...os } }], unreadable: [] };
}

/** A metric may have the name of an attribute, which gets another then. */
function together(attributes: Fields, metrics: Fields): Fields {
  const renamed = Object.entries(attributes).map(([name, value]) => {
    let free = name;
    while (Object.hasOwn(metrics, free) || (free !== name && Object.hasOwn(attributes, free)))
      free = `attribute.${free}`;
    return [free, value];
  });
  return { ...Object.fromEntries(renamed), ...metrics };
}

function languageOf({ code, language, country }: Fields): unknown {
  return code ?? (typeof language === 'string' && typeof country === 'string' ? `${language}-${country}` : language);
}

/** Some clients write numbers as texts. */
function numberOf(value: unknown): unknown {
  return typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
}

function recordOf(value: unknown): Fields {
  return isRecord(value) ? value : {};
}
