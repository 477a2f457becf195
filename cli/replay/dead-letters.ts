import { MAX_EVENTS } from '../../src/formats/events/batch';
import type { Origin } from '../../src/formats/events/replay';
import { type Fields, isFields } from './records';
import type { Sendable } from './sendable';

/** Longer than AWS Lambda keeps what waits, which is 6 hours, and tries it again. */
const WAITED = 7 * 3_600_000;

/**
 * What AWS Lambda leaves below `aws/lambda/async/`: a call that nobody waited for and that failed for good, with its payload.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 */
export function isDeadLetter(fields: Fields): boolean {
  return isFields(fields.requestContext) && 'requestPayload' in fields;
}

/** The payload again, as if it came when it did: a batch of a backend, or what CloudWatch Logs delivered. */
export function deadLetter({ requestPayload, timestamp }: Fields): Sendable[] {
  const gaveUp = Date.parse(String(timestamp));
  const sendable = (events: number, payload: unknown): Sendable => ({
    kind: 'given up',
    events,
    payload: JSON.stringify(payload),
  });
  if (!isFields(requestPayload)) return [sendable(1, requestPayload)];
  const as = requestPayload.as ?? originOf(requestPayload, gaveUp);
  const batch = { ...requestPayload, ...(as !== undefined && { as }) };
  const { events, rows } = requestPayload;
  if (!Array.isArray(events)) return [sendable(Array.isArray(rows) ? rows.length : 1, batch)];
  // A call that was throttled until it was given up has been seen by nobody: it may have more events than a batch may.
  const from = Array.from(
    { length: Math.max(1, Math.ceil(events.length / MAX_EVENTS)) },
    (_, index) => index * MAX_EVENTS,
  );
  return from.map((first) => {
    const some = events.slice(first, first + MAX_EVENTS);
    return sendable(some.length, { ...batch, events: some });
  });
}

/** How long it waited is not how much the sender's clock is behind: that can only be told where it is more. */
function originOf({ sentAt, awslogs }: Fields, gaveUp: number): Origin | undefined {
  if (Number.isNaN(gaveUp)) return undefined;
  if (isFields(awslogs)) return { sender: 'rum', received: gaveUp };
  const waited = typeof sentAt === 'number' && sentAt <= gaveUp && sentAt > gaveUp - WAITED;
  return { sender: 'backend', received: waited ? Math.floor(sentAt) : gaveUp };
}
