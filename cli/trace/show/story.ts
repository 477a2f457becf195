/** What is told of a session, the same as text and as a page. */

import { counted } from '../../common/counted';
import { cut } from '../../common/plain';
import { shown } from '../../common/shown';
import { clockNote } from '../session/clock';
import type { Session, Visit } from '../session/sessions';
import type { Step } from '../session/step';
import type { SourceLine, SourceMaps } from '../source-lines/source-maps';
import type { Traces } from '../spans/traces';
import { type Backend, backendOf, clocksDiffer } from '../spans/tree';
import { duration, moment } from './format';

export interface Story {
  readonly session: Session;
  readonly title: string;
  readonly about: readonly string[];
  readonly chapters: readonly Chapter[];
  readonly ending: readonly string[];
}

export interface Chapter {
  readonly visit: Visit;
  readonly title: string;
  readonly notes: readonly string[];
  readonly rows: readonly Row[];
}

export interface Row {
  readonly step: Step;
  readonly lines: readonly SourceLine[];
  readonly more: readonly string[];
  readonly backend?: Backend;
}

export interface Known {
  readonly traces: Traces;
  readonly maps?: SourceMaps;
}

export function storyOf(session: Session, known: Known): Story {
  const { id, isSynthetic, visits } = session;
  return {
    session,
    title: `Session ${id}${isSynthetic ? ' (synthetic user)' : ''}`,
    about: aboutOf(session),
    chapters: visits.map((visit) => chapterOf(visit, known)),
    ending: endingOf(session),
  };
}

function aboutOf(session: Session): string[] {
  const { users, start, end, events, visits, isSynthetic } = session;
  const [{ metadata }] = events;
  const value = (...keys: string[]) => {
    const texts = keys.map((key) =>
      events.map((event) => event.metadata[key]).find((text) => typeof text === 'string'),
    );
    return texts.filter((text) => text !== undefined).join(' ');
  };
  const releases = [...new Set(events.flatMap(({ release }) => release ?? []))];
  const parts = [
    value('browserName', 'browserVersion'),
    value('osName'),
    value('deviceType'),
    value('countryCode'),
    releases.length > 0 ? `release ${releases.join(', ')}` : '',
  ].filter((part) => part !== '');
  const clock = clockNote(session);
  const views = visits.filter(({ isViewed }) => isViewed).length;
  return [
    ...(isSynthetic ? ['A synthetic user: a canary or another test, no person'] : []),
    users.length > 0 ? `User ${users.join(', then ')}` : 'No user is known',
    `${moment(start)}, for ${duration(end - start)}; ${counted(views, 'page view')}, ${counted(events.length, 'event')}`,
    ...(parts.length > 0 ? [parts.join(', ')] : []),
    ...(metadata.domain === undefined ? [] : [`On ${shown(metadata.domain)}`]),
    ...(events.some(({ type }) => type.endsWith('.session_start_event'))
      ? []
      : ['Its beginning is not among these events: it may have begun before --since, or in another file']),
    ...(clock === undefined ? [] : [clock]),
  ];
}

function chapterOf(visit: Visit, known: Known): Chapter {
  const { page, title, isViewed, isFrame, vitals, resources, goesOn, steps } = visit;
  return {
    visit,
    title: `${page}${title === undefined ? '' : ` (${title})`}`,
    notes: [
      ...(isViewed ? [] : ['The page view itself is not among the events']),
      ...(isFrame ? ['Inside of a frame'] : []),
      ...(vitals.length > 0 ? [vitals.join(', ')] : []),
      ...(resources > 0 ? [`${counted(resources, 'file')} loaded`] : []),
      ...(goesOn ? ['It is used after the next page was viewed: in another tab, or once more'] : []),
    ],
    rows: steps.map((step) => rowOf(step, known)),
  };
}

function rowOf(step: Step, { traces, maps }: Known): Row {
  const spans = step.request && traces.get(step.request.trace);
  const backend = spans && backendOf(spans);
  const clocks = backend && clocksDiffer(backend, step);
  const { lines, more } = placeOf(step, maps);
  return { step, lines, more: [...(step.more ?? []), ...more, ...(clocks === undefined ? [] : [clocks])], backend };
}

const STACK_LINES = 6;
const NAME_LENGTH = 160;

/** CloudWatch RUM's own reading of the stack comes before ours, and the minified one last. */
function placeOf({ error }: Step, maps?: SourceMaps): { lines: readonly SourceLine[]; more: readonly string[] } {
  if (!error) return { lines: [], more: [] };
  const { file, line, column, unminified, stack } = error;
  if (unminified !== undefined) return { lines: [], more: unminified.split('\n').slice(0, STACK_LINES) };
  const lines = maps?.linesOf(error) ?? [];
  if (lines.length > 0) return { lines, more: [] };
  const place = [file, line, column].filter((part) => part !== undefined).join(':');
  return { lines: [], more: place ? [`at ${place}`] : (stack?.split('\n').slice(0, STACK_LINES) ?? []) };
}

/** What was begun and did not end is no failure, but somebody wants to know. */
function endingOf({ events, end, start }: Session): string[] {
  const open = new Map<string, string>();
  const inOrder = [...events].sort((a, b) => a.time - b.time);
  const isOf = (outcome: string) => (type: string) => type === `user_telemetry.transaction_${outcome}`;
  for (const { type, details } of inOrder)
    if (isOf('started')(type)) open.set(shown(details.attempt), shown(details.transaction));
  for (const { type, details } of inOrder) {
    if (isOf('completed')(type) || isOf('abandoned')(type)) open.delete(shown(details.attempt));
  }
  return [
    ...[...open.values()].map(
      (name) => `Transaction ${cut(name, NAME_LENGTH)} neither completed nor was abandoned in these events`,
    ),
    `The last event: ${moment(end)}, ${duration(end - start)} after the first`,
  ];
}
