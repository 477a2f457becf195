import type { Session } from './sessions';
import { bareTraceId } from './step';

export interface Found {
  readonly sessions: readonly Session[];
  readonly as: 'session' | 'user' | 'trace';
}

/** The sessions of an ID of whichever kind; none if nothing has it. */
export function findSessions(all: readonly Session[], id: string): Found | undefined {
  const trace = bareTraceId(id);
  const same = (other: string) => other.toLowerCase() === id.toLowerCase();
  const ways: [Found['as'], (session: Session) => boolean][] = [
    ['session', (session) => same(session.id)],
    ['user', ({ users }) => users.some(same)],
    ['trace', (session) => trace !== undefined && tracesOf(session).includes(trace)],
  ];
  for (const [as, has] of ways) {
    const sessions = all.filter(has);
    if (sessions.length > 0) return { sessions, as };
  }
  return undefined;
}

/** The traces that a session began. */
export function tracesOf({ visits }: Session): string[] {
  return [...new Set(visits.flatMap(({ steps }) => steps.flatMap(({ request }) => request?.trace ?? [])))];
}
