import type { Origin, Replay, Unread } from '../../../../formats/events/replay';
import { isRecord } from '../rules/candidate';
import { type BatchReading, readBatch, readBody } from './batches';

/**
 * What is handed over by `lambda:InvokeFunction`: a batch of a backend, or what was rejected once and is sent again.
 * Whoever may invoke the function is believed, also about when something came and from whom.
 */
export function readInvocation(event: unknown, received: number): BatchReading {
  const backend: Origin = { sender: 'backend', received };
  if (!isRecord(event) || !isRecord(event.as)) return readBatch(event, backend);
  const { as } = event as unknown as Replay | Unread;
  const origin = isOrigin(as) ? as : backend;
  if (typeof event.body !== 'string') return readBatch(event, origin);
  return readBody(Buffer.from(event.body, event.base64 === true ? 'base64' : 'utf8'), origin);
}

function isOrigin(as: Origin): boolean {
  return ['browser', 'backend', 'rum', 'pinpoint'].includes(as.sender) && Number.isSafeInteger(as.received);
}
