import { gunzipSync } from 'node:zlib';
import { MAX_BATCH_BYTES, MAX_COMMON_BYTES, MAX_EVENTS } from '../../../../formats/events/batch';
import type { Origin } from '../../../../formats/events/replay';
import { isRecord, type Reading, type Unreadable } from '../rules/candidate';
import { isDeep, TOO_DEEP } from '../rules/depth';
import { mayHoldInexact, withTexts } from '../rules/numbers';
import { kindOf, shown } from '../rules/property-check';
import { readJson } from './json';

/** Of what is no batch the beginning is kept; its sender is told so, and sends it no more. */
export type BatchReading = Reading & { readonly refused?: 'malformed' | 'too_large' };

/** Reads what was posted: JSON, as it is or by gzip, which its first bytes tell whatever the headers say. */
export function readBody(body: Buffer, origin: Origin): BatchReading {
  const isGzip = body[0] === 0x1f && body[1] === 0x8b;
  const refuse = (reason: 'malformed' | 'too_large', detail: string, text?: string) =>
    refused(reason, detail, origin, { bytes: body, text });
  if (body.length > MAX_BATCH_BYTES) {
    const beginning = isGzip ? undefined : body.subarray(0, MAX_BATCH_BYTES / 10).toString('utf8');
    return refuse('too_large', `${body.length} bytes, expected ${MAX_BATCH_BYTES}`, beginning);
  }
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
  const { json, flaw } = readJson(text);
  return flaw === undefined ? readBatch(json, origin, { bytes: body, text }) : refuse('malformed', flaw, text);
}

/** Reads a batch that is JSON already, with the text where there was one. */
export function readBatch(
  batch: unknown,
  origin: Origin,
  { bytes, text }: { readonly bytes?: Buffer; readonly text?: string } = {},
): BatchReading {
  const refuse = (reason: 'malformed' | 'too_large', detail: string) =>
    refused(reason, detail, origin, { json: batch, bytes });
  if (isDeep(batch)) return refuse('malformed', TOO_DEEP);
  if (!isRecord(batch)) return refuse('malformed', `got ${kindOf(batch)}, expected an object`);
  const { sentAt, common, events } = batch;
  if (!isTime(sentAt)) return refuse('malformed', `sentAt: got ${shown(sentAt)}, expected milliseconds since 1970`);
  if (!Array.isArray(events)) return refuse('malformed', `events: got ${kindOf(events)}, expected a list`);
  if (events.length > MAX_EVENTS) {
    return refuse('too_large', `${events.length} events, expected at most ${MAX_EVENTS}`);
  }
  const shared = common === undefined ? 0 : Buffer.byteLength(JSON.stringify(common));
  if (shared > MAX_COMMON_BYTES) {
    return refuse('too_large', `common: ${shared} bytes, expected at most ${MAX_COMMON_BYTES}`);
  }
  const written = text !== undefined && mayHoldInexact(text) ? asWritten(text) : undefined;
  return {
    candidates: events.map((event, index) => ({
      ...{ event, common, sentAt, origin, length: text?.length },
      written: written && (() => written(index)),
    })),
    unreadable: [],
  };
}

/** Reads the text once more, when the first event is rejected. */
function asWritten(text: string) {
  let batch: { readonly events: unknown[]; readonly common?: unknown } | undefined;
  return (index: number) => {
    batch ??= readJson(withTexts(text)).json as { events: unknown[]; common?: unknown };
    return { event: batch.events[index], common: batch.common };
  };
}

/** What a date can be: beyond, a difference is no whole number any more. */
export function isTime(value: unknown): value is number {
  return typeof value === 'number' && Math.abs(value) <= 8.64e15;
}

function refused(
  reason: 'malformed' | 'too_large',
  detail: string,
  origin: Origin,
  sent: Unreadable['sent'],
): BatchReading {
  return { refused: reason, candidates: [], unreadable: [{ reason, detail, origin, sent }] };
}
