import type { Field } from './fields';

/** What is kept of an event that was not taken: one line of JSON each. */
export const REJECTED_FIELDS = {
  id: { column: 'event_id', type: 'string', comment: 'made by the sender, or a digest of what it sent' },
  name: { column: 'event_name', type: 'string', comment: 'as the sender says, where that could be read' },
  received: { column: 'received_time', type: 'bigint', comment: 'when it was refused: milliseconds since 1970' },
  reason: { column: 'reason', type: 'string', comment: 'one of a few, such as unknown_event or wrong_type' },
  detail: { column: 'detail', type: 'string', comment: 'what was expected instead' },
  sender: { column: 'sender', type: 'string', comment: 'browser, backend, rum or pinpoint' },
  part: { column: 'part', type: 'bigint', comment: 'of what was sent, from 1' },
  parts: { column: 'parts', type: 'bigint', comment: 'how many rows have parts of it' },
  raw: { column: 'raw', type: 'string', comment: 'what was sent, as the command replay reads it' },
} as const satisfies Record<string, Field>;
