import { gunzipSync } from 'node:zlib';
import { MAX_BATCH_BYTES, MAX_EVENTS, type RejectionReason } from '../../../../formats/events/batch';
import type { Origin } from '../../../../formats/events/replay';
import { isRecord, type Reading, type Rejection } from '../rules/candidate';
import { shown } from '../rules/property-check';
import { unread } from '../rules/replay';

/** A body that is no batch is kept as it is; its sender is told so, and sends it no more. */
export type BatchReading = Reading & { readonly refused?: 'malformed' | 'too_large' };

/** Reads what was posted: JSON, as it is or by gzip, which its first bytes tell whatever the headers say. */
export function readBody(body: Buffer, origin: Origin): BatchReading {
  const isGzip = body[0] === 0x1f && body[1] === 0x8b;
  const refuse = (reason: 'malformed' | 'too_large', detail: string): BatchReading => ({
    refused: reason,
    candidates: [],
    rejections: [{ reason, detail, origin, raw: unread(body, !isGzip, origin) }],
  });
  if (body.length > MAX_BATCH_BYTES) return refuse('too_large', `${body.length} bytes, expected ${MAX_BATCH_BYTES}`);
  let text: string;
  try {
    // What is small as it is sent may be anything without compression.
    text = (isGzip ? gunzipSync(body, { maxOutputLength: MAX_BATCH_BYTES }) : body).toString('utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      return refuse('too_large', `without compression more than ${MAX_BATCH_BYTES} bytes`);
    }
    return refuse('malformed', `no gzip: ${(error as Error).message}`);
  }
  let batch: unknown;
  try {
    batch = JSON.parse(text);
  } catch (error) {
    return refuse('malformed', `no JSON: ${(error as Error).message}`);
  }
  return readBatch(batch, origin, refuse, text.length);
}

/** Reads a batch that is JSON already. */
export function readBatch(
  batch: unknown,
  origin: Origin,
  refuse: (reason: 'malformed' | 'too_large', detail: string) => BatchReading = refusal(batch, origin),
  length = Infinity,
): BatchReading {
  if (!isRecord(batch)) return refuse('malformed', `got ${shown(batch)}, expected an object`);
  const { sentAt, common, events } = batch;
  if (typeof sentAt !== 'number' || !Number.isFinite(sentAt)) {
    return refuse('malformed', `sentAt: got ${shown(sentAt)}, expected milliseconds since 1970`);
  }
  if (!Array.isArray(events)) return refuse('malformed', `events: got ${shown(events)}, expected a list`);
  if (events.length > MAX_EVENTS) {
    return refuse('too_large', `${events.length} events, expected at most ${MAX_EVENTS}`);
  }
  // JavaScript reads what is nested without end, and can't write it.
  if (isDeep(events) || isDeep(common)) return refuse('malformed', `nested more than ${DEPTH} levels deep`);
  return { candidates: events.map((event) => ({ event, common, sentAt, origin, length })), rejections: [] };
}

function refusal(batch: unknown, origin: Origin) {
  return (reason: 'malformed' | 'too_large', detail: string): BatchReading => {
    const raw = unread(Buffer.from(JSON.stringify(batch) ?? ''), true, origin);
    return { refused: reason, candidates: [], rejections: [{ reason, detail, origin, raw }] };
  };
}

const DEPTH = 64;

export function isDeep(value: unknown, levels = DEPTH): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((part) => isDeep(part, levels - 1));
}

/** What can't be an event at all, such as a record of a stream that is no JSON. */
export function notRead(
  body: Buffer,
  detail: string,
  origin: Origin,
  reason: RejectionReason = 'malformed',
): Rejection {
  return { reason, detail, origin, raw: unread(body, true, origin) };
}
