import type { Origin } from '../../../../formats/events/replay';
import { isRecord } from '../rules/candidate';
import { isDeep } from '../rules/depth';
import { type BatchReading, isTime, readBatch, readBody } from './batches';

const SENDERS = ['browser', 'backend', 'rum', 'pinpoint'] as const;
const TEXTS = ['browser', 'os', 'device', 'country'] as const;
const FLAGS = ['bot', 'synthetic'] as const;

/**
 * What is handed over by `lambda:InvokeFunction`: a batch of a backend, or what was rejected once and is sent again.
 * Whoever may invoke the function is believed, also about when something came and from whom.
 */
export function readInvocation(event: unknown, received: number): BatchReading {
  const backend: Origin = { sender: 'backend', received };
  if (!isRecord(event)) return readBatch(event, backend);
  if (Array.isArray(event.rows) && !isDeep(event.rows)) return { candidates: [], unreadable: [], rows: event.rows };
  if (!isRecord(event.as)) return readBatch(event, backend);
  const origin = originOf(event.as) ?? backend;
  if (typeof event.body !== 'string') return readBatch(event, origin);
  if (!isRecord(event.cut)) return readBody(Buffer.from(event.body), origin);
  const detail = 'only the beginning of it was kept';
  const sent = { bytes: Buffer.from(event.body), text: event.body };
  return { refused: 'malformed', candidates: [], unreadable: [{ reason: 'malformed', detail, origin, sent }] };
}

export function originOf(as: unknown): Origin | undefined {
  if (!isRecord(as)) return undefined;
  const sender = SENDERS.find((one) => one === as.sender);
  const { received, withheld } = as;
  if (sender === undefined || !isTime(received) || !Number.isInteger(received)) return undefined;
  const texts = TEXTS.filter((key) => typeof as[key] === 'string').map((key) => [key, as[key]]);
  const flags = FLAGS.filter((key) => typeof as[key] === 'boolean').map((key) => [key, as[key]]);
  const keys = Array.isArray(withheld) ? withheld.filter((key) => typeof key === 'string') : [];
  return {
    ...{ sender, received },
    ...Object.fromEntries([...texts, ...flags]),
    ...(keys.length > 0 && { withheld: keys }),
  };
}
