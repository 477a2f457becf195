/** Sessions out of events in any order: page view by page view, each with its steps. */
import { PAGE_VIEW_EVENT } from '../../../src/formats/browser-events';
import type { Problems } from '../../suggest/problems';
import type { Event } from './events';
import { requestsOf } from './requests';
import type { Step } from './step';
import { stepsOf } from './steps';
import { vitalsOf } from './vitals';

export interface Visit {
  readonly page: string;
  readonly title?: string;
  /** When it was viewed; when the first that is known of it happened, where the page view itself is not there. */
  readonly time: number;
  readonly isViewed: boolean;
  readonly isFrame: boolean;
  readonly steps: readonly Step[];
  readonly vitals: readonly string[];
  /** Files that the page loaded, which are not shown one by one. */
  readonly resources: number;
  /** Whether something happened on it after another page was viewed. */
  readonly goesOn: boolean;
}

export interface Session {
  readonly id: string;
  readonly users: readonly string[];
  readonly isSynthetic: boolean;
  readonly start: number;
  readonly end: number;
  readonly visits: readonly Visit[];
  readonly events: readonly Event[];
}

export function sessionsIn(events: readonly Event[], problems: Problems): Session[] {
  const byId = new Map<string, Event[]>();
  for (const event of events) put(byId, event.session, event);
  return [...byId]
    .map(([id, own]) => sessionOf(id, own, problems))
    .sort((a, b) => a.start - b.start || (a.id < b.id ? -1 : 1));
}

function sessionOf(id: string, events: readonly Event[], problems: Problems): Session {
  const views = new Map<string, Event[]>();
  for (const event of events) put(views, `${event.interaction} ${event.page ?? ''}`, event);
  const ordered = [...views.values()]
    .map((own) => visitOf(own, problems))
    .sort((a, b) => a.time - b.time || a.interaction - b.interaction);
  const visits = ordered.map((visit, index) => ({ ...visit, goesOn: goesOnBeside(visit, ordered[index + 1]) }));
  const times = [...events.map(({ time }) => time), ...visits.flatMap(({ steps }) => steps.map(({ time }) => time))];
  return {
    id,
    users: [...new Set(events.flatMap(({ user }) => user ?? []))],
    isSynthetic: events.some((event) => event.isSynthetic),
    start: times.reduce((least, time) => Math.min(least, time), Number.POSITIVE_INFINITY),
    end: times.reduce((most, time) => Math.max(most, time), 0),
    visits,
    events,
  };
}

function put(groups: Map<string, Event[]>, key: string, event: Event): void {
  const known = groups.get(key);
  if (known) known.push(event);
  else groups.set(key, [event]);
}

type Seen = Omit<Visit, 'goesOn'> & { readonly interaction: number };

function visitOf(events: readonly Event[], problems: Problems): Seen {
  const view = events.find(({ type }) => type === PAGE_VIEW_EVENT);
  const [first] = events;
  const requests = requestsOf(events, problems);
  const order = orderBeside(requests);
  const steps = [...events.flatMap((event) => stepsOf(event, problems)), ...requests].sort(
    (a, b) => order(a) - order(b) || rank(a) - rank(b),
  );
  const title = events.map(({ metadata }) => metadata.title ?? metadata.pageTitle).find((text) => text);
  return {
    page: first.page ?? '(page not recorded)',
    title: typeof title === 'string' ? title : undefined,
    time: view?.time ?? events.reduce((least, { time }) => Math.min(least, time), Number.POSITIVE_INFINITY),
    isViewed: view !== undefined,
    isFrame: events.some(({ metadata }) => metadata.frame === true),
    steps,
    vitals: vitalsOf(events),
    resources: events.filter(({ type }) => type.endsWith('.performance_resource_event')).length,
    interaction: first.interaction,
  };
}

/**
 * Clients round to the second, while clicks and traced requests are exact. What was rounded mostly follows from those in
 * the same second; a transaction begins before the requests that it makes.
 */
function orderBeside(requests: readonly Step[]): (step: Step) => number {
  const exact = requests.filter(({ isExact }) => isExact).map(({ time }) => time);
  return ({ kind, time, isExact, isBeginning }) => {
    if (kind === 'start') return Number.NEGATIVE_INFINITY;
    if (isExact) return time;
    const made = isBeginning ? exact.filter((request) => request >= time - 500 && request < time + 500) : [];
    return made.length > 0 ? made.reduce((least, request) => Math.min(least, request)) : time + 499;
  };
}

/** Of what happened in the same millisecond: users click, transactions begin, pages ask. */
function rank({ kind, isBeginning }: Step): number {
  return kind === 'click' ? 0 : isBeginning ? 1 : 2;
}

/** What is told late of a page, such as how long it was looked at, is no use of it. */
const LATE: readonly Step['kind'][] = ['left', 'lost', 'transaction'];
const ROUNDING = 2_000;

function goesOnBeside({ steps }: Seen, next?: Seen): boolean {
  if (!next) return false;
  return steps.some(({ kind, time }) => !LATE.includes(kind) && time > next.time + ROUNDING);
}
