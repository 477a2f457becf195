/** What all questions stand on: each event once, without bots and canaries, with the person behind it. */
import { boundsOf, DAY, dayNumber, lengthOf, numberOf, partitionsOf } from './days';
import { literal, name, text } from './literals';
import type { Asked, Condition, Match, Period } from './model';
import { localTime } from './zones';

export interface GroundOptions {
  /** The columns that the question looks at, beside ids, names and times. */
  readonly columns?: readonly string[];
  /** Only events of these names, if the question looks at no others. */
  readonly names?: readonly string[];
  /** Days beyond the period. */
  readonly before?: number;
  readonly after?: number;
  /** Whether it asks for persons; by default. */
  readonly persons?: boolean;
}

const ALWAYS = ['event_id', 'event_name', 'event_time', 'received_time', 'session_id', 'anonymous_id', 'user_id'];
const PERSON =
  "coalesce(nullif(c.user_id, ''), k.known_user, nullif(c.anonymous_id, ''), k.known_browser, nullif(c.session_id, ''))";

/** By what a user is known again: the browser, or the session where no browser is named. Never mistaken for each other. */
const KNOWN_BY = `CASE WHEN c.anonymous_id <> '' THEN concat('browser ', c.anonymous_id) WHEN c.session_id <> '' THEN concat('session ', c.session_id) END`;
const FLAGS = ['is_bot', 'is_synthetic'];

/**
 * The CTEs up to `known`, `copies` and `ground`.
 *
 * Of an event that arrived twice the copy counts that was received first; copies that were received together are ordered
 * by all that the question looks at, so that it makes no difference which is kept.
 */
export function ground(asked: Asked, options: GroundOptions = {}): string {
  const { columns = [], names, before = 0, after = 0, persons = true } = options;
  const table = name(asked.table);
  const days = partitionsOf(asked.period, before, after);
  const more = [...new Set([...columns, ...asked.where.map(({ column }) => column)])].filter(
    (column) => ![...ALWAYS, ...FLAGS].includes(column),
  );
  const all = [...ALWAYS, ...FLAGS, ...more].map(name);
  const order = ['received_time', 'event_time', ...[...ALWAYS, ...FLAGS, ...more].filter(isNoOrderYet)].map(name);
  const only = names ? ` AND event_name IN (${[...new Set(names)].map(text).join(', ')})` : '';
  const kept = ['c.copy = 1', ...lookedAt(asked)];
  return `${
    persons
      ? `${known(table, days)},
`
      : ''
  }copies AS (
  SELECT ${all.join(', ')},
    row_number() OVER (PARTITION BY event_id ORDER BY ${order.join(', ')}) AS copy
  FROM ${table}
  WHERE ${days}${only}
),
ground AS (
  SELECT ${
    persons
      ? `${PERSON} AS person,
    `
      : ''
  }nullif(c.session_id, '') AS session_id, c.event_id, c.event_name, c.event_time AS t,
    ${localTime('c.event_time', asked.timeZone, between(asked.period, before, after))} AS local_time${more.map((column) => `, c.${name(column)}`).join('')}
  FROM copies c${persons ? ` LEFT JOIN known k ON ${KNOWN_BY} = k.known_id` : ''}
  WHERE ${kept.join(' AND ')}
)`;
}

/**
 * The CTEs up to `known`: whom each browser and each session knows.
 *
 * What names a session alone, as backends do, is of the one browser of the session: it tells of whom that is, and is of its
 * user. An event without a user belongs to the one user whom its browser knows, or its session where that has no browser, as
 * cookies were refused, or several. What knows several users belongs to none of them.
 */
function known(table: string, days: string): string {
  const one = (what: string, of: string) =>
    `CASE WHEN min(${what}) OVER (PARTITION BY ${of}) = max(${what}) OVER (PARTITION BY ${of}) THEN min(${what}) OVER (PARTITION BY ${of}) END`;
  return `named AS (
  SELECT DISTINCT nullif(anonymous_id, '') AS anonymous_id, nullif(session_id, '') AS session_id, nullif(user_id, '') AS user_id
  FROM ${table}
  WHERE ${days} AND (anonymous_id <> '' AND session_id <> '' OR user_id <> '' AND (anonymous_id <> '' OR session_id <> ''))
),
browsers AS (
  SELECT n.*, coalesce(anonymous_id, ${one('anonymous_id', 'session_id')}) AS browser FROM named n
),
users AS (
  SELECT b.*, CASE WHEN browser IS NOT NULL THEN ${one('user_id', 'browser')} END AS browser_user FROM browsers b
),
ids AS (
  SELECT u.*, CASE kind WHEN 'browser' THEN concat('browser ', anonymous_id) ELSE concat('session ', session_id) END AS known_id
  FROM users u CROSS JOIN (VALUES ('browser'), ('session')) AS k(kind)
  WHERE CASE kind WHEN 'browser' THEN anonymous_id ELSE session_id END IS NOT NULL
),
known AS (
  SELECT known_id, CASE WHEN min(anonymous_id) = max(anonymous_id) THEN min(anonymous_id) END AS known_browser,
    CASE WHEN min(anonymous_id) = max(anonymous_id) THEN min(browser_user) WHEN min(user_id) = max(user_id) THEN min(user_id) END AS known_user
  FROM ids GROUP BY known_id
)`;
}

/** Which rows `c` are of those that the question is about. */
function lookedAt(asked: Asked): string[] {
  return [
    ...(asked.bots ? [] : ['NOT coalesce(c.is_bot, false)']),
    ...(asked.synthetic ? [] : ['NOT coalesce(c.is_synthetic, false)']),
    ...asked.where.map((condition) => holds(condition, 'c.')),
  ];
}

/**
 * The rows of the table that are of somebody and within the period, copies among them, as SQL after `FROM`: to look at
 * times alone, for which the ground need not be made, and read, again.
 */
export function rowsWithin(asked: Asked): string {
  const somebody = ['user_id', 'anonymous_id', 'session_id'].map((column) => `c.${column} <> ''`).join(' OR ');
  const local = `(${localTime('c.event_time', asked.timeZone, between(asked.period, 0, 0))})`;
  const conditions = [partitionsOf(asked.period, 0, 0), `(${somebody})`, ...lookedAt(asked), within(asked, local)];
  return `${name(asked.table)} c WHERE ${conditions.join(' AND ')}`;
}

/** The times whose offsets are needed; none where the period moves. */
function between(period: Period, before: number, after: number) {
  if ('days' in period) return undefined;
  return { from: (dayNumber(period.first) - before - 3) * DAY, to: (dayNumber(period.last) + after + 3) * DAY };
}

function isNoOrderYet(column: string): boolean {
  return !['event_id', 'received_time', 'event_time'].includes(column);
}

/** Up to when the data tells of the period, whatever happened then: the local time of the newest of all events, as SQL. */
export function newest(asked: Asked): string {
  const { last } = boundsOf(asked.period);
  const end = 'days' in asked.period ? `(${last} + 1) * ${DAY}` : String((Number(last) + 1) * DAY);
  const local = `max(${localTime('event_time', asked.timeZone, between(asked.period, 0, 0))})`;
  return `SELECT CASE WHEN ${local} >= ${end} THEN ${end} - 1 ELSE ${local} END AS local_time FROM ${name(asked.table)} WHERE ${partitionsOf(asked.period, 0, 0)}`;
}

/**
 * The CTEs `latest` and `days`: each day of the period up to the newest event. One on which nothing happened is a row of
 * zeros; one that is still to come is none.
 */
export function eachDay(asked: Asked): string {
  const numbers = Array.from({ length: lengthOf(asked.period) }, (_, i) => `(${i})`).join(', ');
  return `latest AS (
  SELECT ${numberOf('day', 'local_time')} AS latest_day FROM (${newest(asked)}) n
),
days AS (
  SELECT ${boundsOf(asked.period).first} + number AS day FROM (VALUES ${numbers}) AS x(number) CROSS JOIN latest
  WHERE ${boundsOf(asked.period).first} + number <= latest_day
)`;
}

/** The local time at which the period begins, or so many days before, as SQL. */
export function startOf({ period }: Asked, daysBefore = 0): string {
  const { first } = boundsOf(period);
  return 'days' in period ? `(${first} - ${daysBefore}) * ${DAY}` : String((Number(first) - daysBefore) * DAY);
}

/** Whether an event is within the period, as SQL. */
export function within({ period }: Asked, local = 'local_time'): string {
  const { first, last } = boundsOf(period);
  if ('days' in period) return `${local} >= ${first} * ${DAY} AND ${local} < (${last} + 1) * ${DAY}`;
  return `${local} >= ${Number(first) * DAY} AND ${local} < ${(Number(last) + 1) * DAY}`;
}

/**
 * Whether an event shows that its person was there, as SQL: a backend that names no session tells what was done for the
 * person, such as that an order was sent.
 */
export const PRESENT = "(session_id IS NOT NULL OR coalesce(sender, '') <> 'backend')";

/** Whether an event is one of those, as SQL that is never NULL. */
export function matches({ name: eventName, conditions, present = false }: Match): string {
  const parts = [
    ...(present ? [PRESENT] : []),
    ...(eventName === undefined ? [] : [`event_name = ${text(eventName)}`]),
    ...conditions.map((each) => holds(each)),
  ];
  return parts.length > 0 ? `(${parts.join(' AND ')})` : 'true';
}

function holds({ column, operator, values }: Condition, from = ''): string {
  const side = `${from}${name(column)}`;
  return `coalesce(${comparison(side, operator, values)}, false)`;
}

function comparison(side: string, operator: Condition['operator'], values: Condition['values']): string {
  switch (operator) {
    case 'one of':
      return `${side} IN (${values.map(literal).join(', ')})`;
    case 'at least':
      return `${side} >= ${literal(values[0])}`;
    case 'at most':
      return `${side} <= ${literal(values[0])}`;
    case 'begins with':
      return `substr(${side}, 1, ${[...String(values[0])].length}) = ${literal(values[0])}`;
  }
}

/** The columns that conditions look at. */
export function columnsOf(found: readonly Match[]): string[] {
  const columns = found.flatMap(({ conditions, present }) => [
    ...conditions.map(({ column }) => column),
    ...(present ? ['sender'] : []),
  ]);
  return [...new Set(columns)];
}

/** The names that events may have to be one of those; undefined if any. */
export function namesOf(found: readonly Match[]): string[] | undefined {
  const names = found.map(({ name: eventName }) => eventName);
  return names.every((each) => each !== undefined) ? (names as string[]) : undefined;
}
