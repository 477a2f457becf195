import type { Origin, Unread } from '../../../../formats/events/replay';
import { type Candidate, isRecord } from './candidate';
import { redactedField, redactedMail } from './redaction';
import type { IngestSettings } from './settings';

/** What is kept of a rejected event: without what is personal, as if it were stored. */
export function replayOf({ event, common, sentAt, origin }: Candidate, settings: IngestSettings): string {
  const kept = isRecord(event) ? withoutPersonal(event, settings) : event;
  const replay = { sentAt, common: isRecord(common) ? redactedFields(common) : common, events: [kept], as: origin };
  return JSON.stringify(replay);
}

/** What is kept of a body that nobody can read: e-mail addresses in a text are all that can be found there. */
export function unread(body: Buffer, isText: boolean, as: Origin): string {
  const kept: Unread = isText
    ? { body: redactedMail(body.toString('utf8')), as }
    : { body: body.toString('base64'), base64: true, as };
  return JSON.stringify(kept);
}

function withoutPersonal(event: Readonly<Record<string, unknown>>, { catalog, personal }: IngestSettings) {
  const fields = redactedFields(event);
  const { name, properties } = event;
  if (personal || !isRecord(properties)) return fields;
  const declared =
    typeof name === 'string' && Object.hasOwn(catalog.events, name) ? catalog.events[name].properties : {};
  const kept = Object.entries(properties).filter(([key]) => !(Object.hasOwn(declared, key) && declared[key].personal));
  return { ...fields, properties: Object.fromEntries(kept) };
}

function redactedFields(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      typeof value === 'string' ? redactedField(name, value) : value,
    ]),
  );
}
