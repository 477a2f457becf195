/** What went wrong in a session, and which sessions a transaction or a page is about. */
import { transactionEvent } from '../../../src/formats/browser-events';
import { pageOf } from '../../suggest/pages';
import type { Event } from '../session/events';
import type { Session } from '../session/sessions';
import type { Step } from '../session/step';

export interface Trouble {
  readonly kind: 'error' | 'failed request' | 'rejected request' | 'abandoned' | 'frustration';
  /** The same for what is the same trouble. */
  readonly what: string;
  readonly time: number;
}

/** So bad is one of a kind; what is the same counts once. */
const WEIGHTS: { readonly [kind in Trouble['kind']]: number } = {
  error: 3,
  'failed request': 3,
  abandoned: 2,
  'rejected request': 1,
  frustration: 1,
};

export const RANKING =
  'ranked by what differs among it: 3 for an error, 3 for a request that failed (no answer, or 5xx), 2 for a transaction abandoned, 1 for a request rejected (4xx), 1 for clicks in vain; 3 more where a transaction was abandoned after an error or a failed request';

export function severityOf(troubles: readonly Trouble[]): number {
  const kinds = new Map(troubles.map(({ kind, what }) => [`${kind} ${what}`, kind]));
  const sum = [...kinds.values()].reduce((total, kind) => total + WEIGHTS[kind], 0);
  const failure = troubles.filter(({ kind }) => kind === 'error' || kind === 'failed request');
  const isConsequence = troubles.some(
    ({ kind, time }) => kind === 'abandoned' && failure.some((one) => one.time <= time),
  );
  return sum + (isConsequence ? 3 : 0);
}

/** What sessions are compared by: a transaction, a page, or everything. */
export interface Scope {
  readonly title: string;
  /** Whether the session has to do with it. */
  has(session: Session): boolean;
  /** What went wrong there. */
  troublesOf(session: Session): Trouble[];
}

export const EVERYTHING: Scope = {
  title: 'Sessions with trouble',
  has: () => true,
  troublesOf: (session) => session.visits.flatMap(({ steps }) => steps.flatMap(troubleOf)),
};

/** By the name of a transaction in the events, or a page; none if nothing is called so. */
export function scopeOf(name: string, sessions: readonly Session[]): Scope | undefined {
  const transaction = namesOfTransactions(sessions).find((one) => one.toLowerCase() === name.toLowerCase());
  if (transaction !== undefined) return transactionScope(transaction);
  const page = pageOf(name);
  const isSeen = sessions.some(({ visits }) => visits.some((visit) => pageOf(visit.page) === page));
  return isSeen ? pageScope(page) : undefined;
}

export function namesOfTransactions(sessions: readonly Session[]): string[] {
  const names = sessions.flatMap(({ events }) => events.filter(isStart).map(nameOf));
  return [...new Set(names)].sort();
}

function transactionScope(name: string): Scope {
  return {
    title: `Sessions with trouble in transaction ${name}`,
    has: ({ events }) => events.some((event) => isStart(event) && nameOf(event) === name),
    troublesOf: (session) => {
      const [from, to] = periodOf(session, name);
      return EVERYTHING.troublesOf(session).filter(
        ({ kind, what, time }) => time >= from && time <= to && (kind !== 'abandoned' || what === name),
      );
    },
  };
}

/** Clients round to the second. */
const ROUNDING = 1_000;

/** From the first start of the transaction to its last end, or to the end of the session. */
function periodOf({ events, end }: Session, name: string): [from: number, to: number] {
  const own = events.filter((event) => nameOf(event) === name);
  const ends = own.filter(
    ({ type }) => type === transactionEvent('completed') || type === transactionEvent('abandoned'),
  );
  const starts = own.filter(isStart);
  const time = (list: readonly Event[]) => list.map((event) => event.time);
  const isOver = ends.length >= starts.length;
  return [Math.min(...time(starts)) - ROUNDING, isOver ? Math.max(...time(ends)) + ROUNDING : end];
}

function pageScope(page: string): Scope {
  const own = ({ visits }: Session) => visits.filter((visit) => pageOf(visit.page) === page);
  return {
    title: `Sessions with trouble on page ${page}`,
    has: (session) => own(session).length > 0,
    troublesOf: (session) => own(session).flatMap(({ steps }) => steps.flatMap(troubleOf)),
  };
}

function troubleOf({ kind, isBad, text, time }: Step): Trouble[] {
  if (!isBad) return [];
  if (kind === 'error') return [{ kind: 'error', what: text, time }];
  if (kind === 'click') return [{ kind: 'frustration', what: text, time }];
  if (kind === 'transaction')
    return [{ kind: 'abandoned', what: text.replace(/^transaction (.*) abandoned.*$/s, '$1'), time }];
  if (kind !== 'request') return [];
  const isRejected = /→ 4\d\d$/.test(text);
  return [{ kind: isRejected ? 'rejected request' : 'failed request', what: endpointOf(text), time }];
}

/** `GET /orders/:id → 500`: without what differs from user to user. */
function endpointOf(text: string): string {
  const [, method, url, outcome] = /^(\S+) (.*) → (.*)$/s.exec(text) ?? [];
  return url === undefined ? text : `${method} ${pageOf(url)} → ${outcome}`;
}

const isStart = ({ type }: Event) => type === transactionEvent('started');
const nameOf = ({ details }: Event) => String(details.transaction ?? '');
