import { PAGE_VIEW_EVENT } from '../../src/formats/browser-events';
import { CLICKS_EVENT, type Click } from '../../src/formats/interactions';
import { SYNTHETICS_USER_AGENT } from '../../src/formats/synthetic';
import { numberIn, shown } from '../common/shown';
import { pageOf, pathOf } from './pages';
import type { Problems } from './problems';
import type { Fields, LoggedEvent } from './read-events';

/** What a real user did in one session. */
export interface Session {
  /** The pages in their order; a page that was loaded again counts once. */
  readonly path: readonly string[];
  /** What was clicked last before each page but the first; none if clicks aren't recorded. */
  readonly clicks: readonly (string | undefined)[];
}

export interface Sessions {
  readonly sessions: Session[];
  /** How many sessions were of synthetic users. */
  readonly synthetic: number;
  /** How many had no page view. */
  readonly withoutPages: number;
  /** How many events were there twice. */
  readonly repeated: number;
  /** How often a page was seen at which paths. */
  readonly paths: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** How often a session began at which origin. */
  readonly origins: ReadonlyMap<string, number>;
}

interface Moment {
  readonly at: number;
  readonly interaction: number;
  readonly page?: string;
  readonly path?: string;
  readonly origin?: string;
  readonly click?: string;
}

/** The last click of each page view, by the number that the view has in its session: times of page views are rounded. */
type LastClicks = Map<number, Pick<Moment, 'at' | 'click'>>;

const DOM_EVENT = 'com.amazon.rum.dom_event';
const NIL = /^[0-]+$/; // what RUM's client sends where cookies are off
const MARK_FIELD = /^(user_agent[._:])?synthetic([._:]type)?$/i;

export function sessionsOf(events: LoggedEvent[], problems: Problems): Sessions {
  const moments = new Map<string, Moment[]>();
  const clicks = new Map<Moment[], LastClicks>();
  const synthetic = new Set<string>();
  const seen = new Set<string>();
  let repeated = 0;
  for (const { fields, at } of events) {
    const id = shown(fields.event_id);
    if (id !== '' && seen.has(id)) {
      repeated++;
      continue;
    }
    seen.add(id);
    const session = objectOf(fields.user_details).sessionId;
    if (typeof session !== 'string' || session === '' || NIL.test(session)) {
      problems.add('events without user_details.sessionId: is allowCookies off?', at);
      continue;
    }
    if (isSynthetic(fields)) synthetic.add(session);
    const known = moments.get(session) ?? [];
    moments.set(session, known);
    if (fields.event_type === CLICKS_EVENT) {
      clicks.set(known, withClicks(clicks.get(known) ?? new Map(), fields));
      continue;
    }
    const moment = momentOf(fields, at, problems);
    if (moment) known.push(moment);
  }
  const real = [...moments].filter(([session]) => !synthetic.has(session)).map(([, list]) => list.sort(byTime));
  const withPages = real.filter((list) => list.some(({ page }) => page !== undefined));
  return {
    sessions: withPages.map((list) => sessionOf(list, clicks.get(list) ?? new Map())),
    synthetic: synthetic.size,
    withoutPages: real.length - withPages.length,
    repeated,
    paths: pathsOf(withPages.flat()),
    origins: tally(withPages.map((list) => list.find(({ page }) => page)?.origin ?? '')),
  };
}

/** Synthetic users are told by their user agent, wherever it was recorded, or by an attribute of the session. */
export function isSynthetic(fields: Fields): boolean {
  const metadata = objectOf(fields.metadata);
  const marked = Object.entries(metadata).some(
    ([key, value]) => MARK_FIELD.test(key) && !['', 'false', 'null'].includes(shown(value)),
  );
  const texts = [...Object.values(fields), ...Object.values(metadata), ...Object.values(objectOf(fields.user_details))];
  return marked || texts.some((text) => typeof text === 'string' && text.includes(SYNTHETICS_USER_AGENT));
}

function momentOf(fields: Fields, at: string, problems: Problems): Moment | undefined {
  if (fields.event_type !== PAGE_VIEW_EVENT && fields.event_type !== DOM_EVENT) return undefined;
  const metadata = objectOf(fields.metadata);
  const details = objectOf(fields.event_details);
  const time = timeOf(fields.event_timestamp);
  if (time === undefined) {
    problems.add('page views and clicks without event_timestamp', at);
    return undefined;
  }
  const interaction = numberIn(details.interaction ?? metadata.interaction) || 0;
  if (fields.event_type === DOM_EVENT) return { at: time, interaction, click: locatorOf(details) };
  const id = details.pageId ?? metadata.pageId;
  if (typeof id !== 'string' || id === '') {
    problems.add('page views without a page id', at);
    return undefined;
  }
  return { at: time, interaction, page: pageOf(id), path: pathOf(id), origin: originOf(metadata) };
}

export function timeOf(value: unknown): number | undefined {
  const text = shown(value);
  const number = typeof value === 'number' ? value : /^\d+$/.test(text) ? Number(text) : Date.parse(text);
  return Number.isFinite(number) ? number : undefined;
}

function originOf({ pageUrl, domain }: Fields): string | undefined {
  if (typeof pageUrl === 'string' && URL.canParse(pageUrl) && new URL(pageUrl).origin !== 'null')
    return new URL(pageUrl).origin;
  return typeof domain === 'string' && domain !== '' ? `https://${domain}` : undefined;
}

/** A click as RUM's client records it, if the element can be found again. */
function locatorOf({ event, elementId, cssLocator }: Fields): string | undefined {
  if (event !== 'click') return undefined;
  if (typeof elementId === 'string' && /^[A-Za-z][\w-]*$/.test(elementId)) return `#${elementId}`;
  return typeof cssLocator === 'string' && cssLocator !== '' ? cssLocator : undefined;
}

/** Clicks as this library's client tells them: by what assistive technology would call what was clicked. */
function withClicks(last: LastClicks, fields: Fields): LastClicks {
  const interaction = numberIn(objectOf(fields.metadata).interaction) || 0;
  const { clicks } = objectOf(fields.event_details);
  for (const click of Array.isArray(clicks) ? (clicks as Partial<Click>[]) : []) {
    const at = numberIn(click?.time);
    const known = last.get(interaction);
    if (!Number.isFinite(at) || (known && known.at > at)) continue;
    last.set(interaction, { at, click: namedLocatorOf(click) });
  }
  return last;
}

/** Names from which something was taken out find nothing. */
function namedLocatorOf({ element, elementRole, isNamed }: Partial<Click>): string | undefined {
  if (typeof element !== 'string' || element === '' || element.includes('…')) return undefined;
  if (isNamed) return `css=[data-telemetry=${JSON.stringify(element)}]`;
  if (typeof elementRole !== 'string' || !/^[a-z]+$/.test(elementRole) || elementRole === 'generic') return undefined;
  return `role=${elementRole}[name=${JSON.stringify(element)}s]`;
}

function byTime(a: Moment, b: Moment): number {
  return a.at - b.at || a.interaction - b.interaction;
}

function sessionOf(moments: Moment[], lastClicks: LastClicks): Session {
  const path: string[] = [];
  const clicks: (string | undefined)[] = [];
  let click: string | undefined;
  let view: number | undefined;
  for (const moment of moments) {
    if (moment.click) click = moment.click;
    if (moment.page === undefined) continue;
    const led = view === undefined ? undefined : lastClicks.get(view)?.click;
    view = moment.interaction;
    if (moment.page === path.at(-1)) continue;
    if (path.length > 0) clicks.push(led ?? click);
    path.push(moment.page);
    click = undefined;
  }
  return { path, clicks };
}

function pathsOf(moments: Moment[]): Map<string, Map<string, number>> {
  const paths = new Map<string, Map<string, number>>();
  for (const { page, path } of moments) {
    if (page === undefined || path === undefined) continue;
    const counts = paths.get(page) ?? new Map<string, number>();
    counts.set(path, (counts.get(path) ?? 0) + 1);
    paths.set(page, counts);
  }
  return paths;
}

export function tally<T>(values: readonly T[]): Map<T, number> {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

/** The most frequent; of several the first in the order of characters. */
export function mostFrequent(counts: ReadonlyMap<string, number>): string | undefined {
  return [...counts].sort(([a, many], [b, more]) => more - many || (a < b ? -1 : 1))[0]?.[0];
}

export function objectOf(value: unknown): Fields {
  if (typeof value === 'string') {
    try {
      return objectOf(JSON.parse(value));
    } catch {
      return {};
    }
  }
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}
