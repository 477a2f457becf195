import { createHash } from 'node:crypto';
import { SESSION_START } from '../../../../formats/events/names';
import type { Origin } from '../../../../formats/events/replay';
import { isRecord, type Reading } from '../rules/candidate';
import { isDeep, notRead } from './batches';

type Fields = Readonly<Record<string, unknown>>;

/**
 * An event as Amazon Pinpoint streamed it, in version 3.1, which clients of AWS Amplify still write into Kinesis and
 * Firehose. It has no id of its own, so that its digest is one: what is delivered twice is counted once.
 *
 * @see https://docs.aws.amazon.com/pinpoint/latest/developerguide/event-streams-data-app.html
 */
export function readPinpoint(record: Buffer, received: number): Reading {
  const origin: Origin = { sender: 'pinpoint', received };
  const refuse = (detail: string): Reading => ({ candidates: [], rejections: [notRead(record, detail, origin)] });
  let fields: unknown;
  try {
    fields = JSON.parse(record.toString('utf8'));
  } catch (error) {
    return refuse(`no JSON: ${(error as Error).message}`);
  }
  if (!isRecord(fields) || typeof fields.event_type !== 'string') return refuse('expected JSON with event_type');
  if (isDeep(fields)) return refuse('nested too deeply');
  const [application, client, session, device] = [
    recordOf(fields.application),
    recordOf(fields.client),
    recordOf(fields.session),
    recordOf(fields.device),
  ];
  const platform = recordOf(device.platform);
  const event = {
    id: createHash('sha256').update(record).digest('hex').slice(0, 32),
    name: fields.event_type === '_session.start' ? SESSION_START : fields.event_type,
    time: numberOf(fields.event_timestamp),
    application: application.title ?? application.app_id,
    release: application.version_name,
    sessionId: session.session_id,
    anonymousId: client.client_id,
    language: languageOf(recordOf(device.locale)),
    properties: { ...recordOf(fields.attributes), ...recordOf(fields.metrics) },
  };
  const os = typeof platform.name === 'string' ? { os: platform.name } : {};
  return { candidates: [{ event, sentAt: received, origin: { ...origin, ...os } }], rejections: [] };
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
