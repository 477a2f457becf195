/** What went wrong in a session, and which sessions a transaction or a page is about. */
import { transactionEvent } from '../../../src/formats/browser-events';
import { shown } from '../../common/shown';
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
  /** What else the name could have meant. */
  readonly note?: string;
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
  const page = pageOf(name);
  const isSeen = sessions.some(({ visits }) => visits.some((visit) => pageOf(visit.page) === page));
  // No transaction that is declared has a slash.
  if (isSeen && name.startsWith('/')) return pageScope(page);
  return transactionCalled(name, sessions) ?? (isSeen ? pageScope(page) : undefined);
}

/** Exactly so, or else with other capitals; browsers may have made names up, and the one of most sessions is meant. */
function transactionCalled(name: string, sessions: readonly Session[]): Scope | undefined {
  const counts = transactionsIn(sessions);
  if (counts.has(name)) return transactionScope(name);
  const [first, ...others] = [...counts]
    .filter(([one]) => one.toLowerCase() === name.toLowerCase())
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  if (first === undefined) return undefined;
  const also = others.map(([one, count]) => `${one} (${count})`).join(', ');
  const note = `${first[0]} is taken, of most sessions (${first[1]}); with other capitals there are: ${also}`;
  return { ...transactionScope(first[0]), note: others.length > 0 ? note : undefined };
}

export function namesOfTransactions(sessions: readonly Session[]): string[] {
  return [...transactionsIn(sessions).keys()].sort();
}

/** How many sessions began each. */
function transactionsIn(sessions: readonly Session[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { events } of sessions) {
    for (const name of new Set(events.filter(isStart).map(nameOf))) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
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
  const from = starts.reduce((least, { time }) => Math.min(least, time), Number.POSITIVE_INFINITY);
  const to = ends.reduce((most, { time }) => Math.max(most, time), 0);
  const isOver = ends.length >= starts.length;
  return [from - ROUNDING, isOver ? to + ROUNDING : end];
}

function pageScope(page: string): Scope {
  const own = ({ visits }: Session) => visits.filter((visit) => pageOf(visit.page) === page);
  return {
    title: `Sessions with trouble on page ${page}`,
    has: (session) => own(session).length > 0,
    troublesOf: (session) => own(session).flatMap(({ steps }) => steps.flatMap(troubleOf)),
  };
}

function troubleOf({ kind, isBad, text, time, call, transaction }: Step): Trouble[] {
  if (!isBad) return [];
  if (kind === 'error') return [{ kind: 'error', what: text, time }];
  if (kind === 'click') return [{ kind: 'frustration', what: text, time }];
  if (transaction) return [{ kind: 'abandoned', what: transaction.name, time }];
  if (!call) return [];
  const { method, endpoint, outcome, status = 0 } = call;
  const isRejected = status >= 400 && status < 500;
  return [
    { kind: isRejected ? 'rejected request' : 'failed request', what: `${method} ${endpoint} → ${outcome}`, time },
  ];
}

const isStart = ({ type }: Event) => type === transactionEvent('started');
const nameOf = ({ details }: Event) => shown(details.transaction);
