import { createHash } from 'node:crypto';
import { MAX_UNREAD_LENGTH, type Unread } from '../../../../formats/events/replay';
import { type Candidate, isRecord, type Rejection, type Unreadable } from './candidate';
import { shallow } from './depth';
import { hasPersonal, Withholding } from './personal';
import { redactedField, redactedMail } from './redaction';
import type { IngestSettings } from './settings';

/** Longer than any e-mail address that is found. */
const MARGIN = 1_000;

/** What is kept of a rejected event: without what is personal, as if it were stored. */
export function replayOf({ event, common, sentAt, origin, written }: Candidate, settings: IngestSettings): string {
  const withholding = new Withholding(settings);
  const sent = written?.() ?? { event, common };
  const replay = {
    sentAt,
    common: redactedFields(withholding.common(sent.common)),
    events: [redactedFields(withholding.event(sent.event))],
    as: origin,
  };
  const withheld = [...new Set([...(origin.withheld ?? []), ...withholding.keys])];
  return JSON.stringify(withheld.length > 0 ? { ...replay, as: { ...origin, withheld } } : replay);
}

/** What is kept of what is no batch and no event: its beginning, as far as one can tell that nothing in it is personal. */
export function rejectionOf({ sent, reason, detail, origin }: Unreadable, settings: IngestSettings): Rejection {
  const { text, isWhole } = 'json' in sent ? ofJson(sent.json, settings) : ofText(sent.text, settings);
  const bytes = sent.bytes ?? Buffer.from(JSON.stringify(shallow('json' in sent ? sent.json : sent.text)) ?? '');
  const body = redactedMail(text.slice(0, MAX_UNREAD_LENGTH + MARGIN)).slice(0, MAX_UNREAD_LENGTH);
  const cut = { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  const kept: Unread = { body, ...(!(isWhole && text.length <= MAX_UNREAD_LENGTH) && { cut }), as: origin };
  return { reason, detail, origin, raw: JSON.stringify(kept) };
}

interface Kept {
  readonly text: string;
  readonly isWhole: boolean;
}

function ofJson(json: unknown, settings: IngestSettings): Kept {
  const withholding = new Withholding(settings);
  const text = JSON.stringify(withholding.batch(shallow(json))) ?? '';
  return { text, isWhole: withholding.isWhole };
}

function ofText(text: string | undefined, settings: IngestSettings): Kept {
  return text === undefined || hasPersonal(settings) ? { text: '', isWhole: false } : { text, isWhole: true };
}

function redactedFields(fields: unknown): unknown {
  if (!isRecord(fields)) return fields;
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      typeof value === 'string' ? redactedField(name, value) : value,
    ]),
  );
}
