/** What the questions stand on, in plain loops. */
import { DAY, type Row } from '../histories';

export interface Seen extends Row {
  readonly person: string | null;
  readonly local: number;
}

export interface Scope {
  readonly first: string;
  readonly last: string;
  readonly zone: string;
  /** Days that are read beyond the period. */
  readonly before?: number;
  readonly after?: number;
  /** Who is counted as well. */
  readonly bots?: boolean;
  readonly synthetic?: boolean;
  /** What all events have to be. */
  readonly where?: (row: Row) => boolean;
}

const dayText = (day: string, days: number) => new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10);

/** What the engines read: copies, bots and canaries, too. */
export function readOf(rows: readonly Row[], { first, last, before = 0, after = 0 }: Scope): Row[] {
  return rows.filter(({ dt }) => dt >= dayText(first, -1 - before) && dt <= dayText(last, 1 + after));
}

/** Each event once, the copy that came first, of real users. Nothing but the days that are read is known. */
export function seen(rows: readonly Row[], scope: Scope, names?: string[]): Seen[] {
  const { zone, bots, synthetic, where } = scope;
  const read = readOf(rows, scope);
  const personOf = persons(read);
  const kept = new Map<string, Row>();
  for (const row of read) {
    const other = kept.get(row.event_id);
    if (!other || row.received_time < other.received_time) kept.set(row.event_id, row);
    else if (row.received_time === other.received_time && row.event_time < other.event_time)
      kept.set(row.event_id, row);
  }
  return [...kept.values()]
    .filter(({ is_bot, is_synthetic }) => (bots || !is_bot) && (synthetic || !is_synthetic))
    .filter((row) => (!names || names.includes(row.event_name)) && (!where || where(row)))
    .map((row) => {
      const local = localOf(row.event_time, zone);
      return { ...row, session_id: row.session_id || null, person: personOf(row), local };
    });
}

/** Who is behind each row, as far as those rows tell. */
function persons(rows: readonly Row[]): (row: Row) => string | null {
  const only = (values: (string | null)[]) => {
    const different = [...new Set(values.filter(Boolean))];
    return different.length === 1 ? different[0] : null;
  };
  const bySession = groupBy(rows, ({ session_id }) => session_id ?? '');
  const browserOfSession = new Map(
    [...bySession].map(([id, own]) => [id, id ? only(own.map(({ anonymous_id }) => anonymous_id)) : null]),
  );
  const browserOf = ({ anonymous_id, session_id }: Row) => anonymous_id || browserOfSession.get(session_id ?? '') || '';
  const byBrowser = groupBy(rows, browserOf);
  return (row) => {
    if (row.user_id) return row.user_id;
    const browser = browserOf(row);
    const beside = (browser ? byBrowser.get(browser) : row.session_id ? bySession.get(row.session_id) : []) ?? [];
    return only(beside.map(({ user_id }) => user_id)) || browser || row.session_id || null;
  };
}

/** By the clock on the wall. */
export function localOf(time: number, zone: string): number {
  const key = `${zone} ${Math.floor(time / 1000)}`;
  const known = clocks.get(key) ?? new Date(time).toLocaleString('sv-SE', { timeZone: zone });
  clocks.set(key, known);
  return Date.parse(`${known.replace(' ', 'T')}Z`) + (time % 1000);
}

/** Few times are looked at again and again, and a look takes long. */
const clocks = new Map<string, string>();

export function isWithin({ first, last }: Scope, local: number): boolean {
  return local >= Date.parse(first) && local < Date.parse(last) + DAY;
}

/** Up to when the data tells of the period: to its end, if any event is later. */
export function newestOf(rows: readonly Row[], scope: Scope): number {
  const { last, zone } = scope;
  const read = readOf(rows, { ...scope, before: 0, after: 0 });
  return Math.min(Math.max(...read.map(({ event_time }) => localOf(event_time, zone))), Date.parse(last) + DAY - 1);
}

/** The days of the period that the data tells of. */
export function daysOf(rows: readonly Row[], scope: Scope): string[] {
  const days: string[] = [];
  const newest = newestOf(rows, scope);
  for (let day = Date.parse(scope.first); day <= newest; day += DAY) days.push(dayOf(day));
  return days;
}

/** A backend that names no session tells what was done for a person, who need not have been there. */
export const isPresent = ({ session_id, sender }: Row) => Boolean(session_id) || sender !== 'backend';

export const dayOf = (local: number) => new Date(local).toISOString().slice(0, 10);

export function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const of = key(item);
    const group = groups.get(of);
    if (group) group.push(item);
    else groups.set(of, [item]);
  }
  return groups;
}

export const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

export const byTime = (a: Row, b: Row) => a.event_time - b.event_time || order(a.event_id, b.event_id);

/** The least value that so many percent don't exceed. */
export function percentile(values: readonly number[], percent: number): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.length === 0 ? null : sorted[Math.ceil((sorted.length * percent) / 100) - 1];
}

export const share = (part: number, of: number) => (of > 0 ? part / of : null);
