/** Log events of CloudWatch RUM as a timeline needs them: each once, and nothing taken for granted of what browsers sent. */
import type { Problems } from '../../suggest/problems';
import type { Fields, LoggedEvent } from '../../suggest/read-events';
import { isSynthetic, objectOf, timeOf } from '../../suggest/sessions';

export interface Event {
  readonly type: string;
  /** By the browser's clock, milliseconds since 1970; clients of RUM tell it to the second. */
  readonly time: number;
  /** By the clock of CloudWatch Logs, where that is known. */
  readonly received?: number;
  readonly session: string;
  readonly user?: string;
  readonly page?: string;
  /** The number of the page view in its session. */
  readonly interaction: number;
  readonly isSynthetic: boolean;
  readonly release?: string;
  readonly metadata: Fields;
  readonly details: Fields;
}

export interface Events {
  readonly events: readonly Event[];
  /** How many were there before. */
  readonly repeated: number;
}

const NIL = /^[0-]+$/; // what RUM's client sends where cookies are off

export function eventsIn(logged: readonly LoggedEvent[], problems: Problems): Events {
  const seen = new Set<string>();
  const events: Event[] = [];
  let repeated = 0;
  for (const { fields, received, at } of logged) {
    const id = textOf(fields.event_id);
    if (id !== undefined && seen.has(id)) {
      repeated++;
      continue;
    }
    if (id !== undefined) seen.add(id);
    const time = timeOf(fields.event_timestamp);
    const user = objectOf(fields.user_details);
    const session = idOf(user.sessionId);
    if (time === undefined) problems.add('events without event_timestamp', at);
    else if (session === undefined)
      problems.add('events without user_details.sessionId: is allowCookies off, or was the session not known?', at);
    else events.push(eventOf(fields, { time, session, user: idOf(user.userId), received }));
  }
  return { events, repeated };
}

function eventOf(fields: Fields, known: Pick<Event, 'time' | 'session' | 'user' | 'received'>): Event {
  const metadata = objectOf(fields.metadata);
  const details = objectOf(fields.event_details);
  return {
    ...known,
    type: String(fields.event_type),
    page: textOf(metadata.pageId) ?? textOf(details.pageId),
    interaction: Number(metadata.interaction ?? details.interaction ?? 0) || 0,
    isSynthetic: isSynthetic(fields),
    release: textOf(metadata['aws:releaseId']) ?? textOf(fields.application_version),
    metadata,
    details,
  };
}

function idOf(value: unknown): string | undefined {
  const text = textOf(value);
  return text === undefined || NIL.test(text) ? undefined : text;
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
