/** Log events of CloudWatch RUM as a timeline needs them: each once, and nothing taken for granted of what browsers sent. */
import { numberIn, shown } from '../../common/shown';
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
  /** Where it was read, for messages. */
  readonly at: string;
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
  for (const one of logged) {
    const id = textOf(one.fields.event_id);
    if (id !== undefined && seen.has(id)) {
      repeated++;
      continue;
    }
    if (id !== undefined) seen.add(id);
    const event = known(one, problems);
    if (event) events.push(event);
  }
  return { events, repeated };
}

export const STRANGE = 'events whose content is none that a client sends';

function known({ fields, received, at }: LoggedEvent, problems: Problems): Event | undefined {
  try {
    const time = timeOf(fields.event_timestamp);
    const user = objectOf(fields.user_details);
    const session = idOf(user.sessionId);
    if (time === undefined) problems.add('events without event_timestamp', at);
    else if (session === undefined)
      problems.add('events without user_details.sessionId: is allowCookies off, or was the session not known?', at);
    else return eventOf(fields, { time, session, user: idOf(user.userId), received, at });
  } catch {
    // Browsers send what they like: one event must not keep the others from being shown.
    problems.add(STRANGE, at);
  }
  return undefined;
}

function eventOf(fields: Fields, known: Pick<Event, 'time' | 'session' | 'user' | 'received' | 'at'>): Event {
  const metadata = objectOf(fields.metadata);
  const details = objectOf(fields.event_details);
  return {
    ...known,
    type: shown(fields.event_type),
    page: textOf(metadata.pageId) ?? textOf(details.pageId),
    interaction: numberIn(metadata.interaction ?? details.interaction) || 0,
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
