import { PAGE_VIEW, REQUEST } from '../../../formats/events/names';
import { ground, PRESENT, rowsWithin, within } from './ground';
import { dividedBy, share, text, whole } from './literals';
import type { Asked, Statement } from './model';

export interface ReleaseComparisonSpec extends Asked {
  /** What comes before is whatever was there until its first event, unless `since` tells the time. */
  readonly release: string;
  readonly since?: number;
}

const HOUR = 3_600_000;

/**
 * What is used more or less since a release: pages, events and endpoints.
 *
 * How much a user does is compared by hours in which the user was active: the times before and after are of different
 * lengths, and who comes on many days would count for more in the longer one. Hours are counted from the release, and
 * only whole ones, so that none is cut by the release or by the end of the data. Who comes more often has more such hours,
 * so that how often a thing is used at all is compared by day. A
 * user is active in an hour by being there, not by what a backend does at night for everybody.
 */
export function releaseComparison(spec: ReleaseComparisonSpec): Statement {
  const rate = (what: string, side: string) => share(`coalesce(c.${what}_${side}, 0)`, `c.user_hours_${side}`);
  const length = (ms: string) => `CASE WHEN ${ms} > 0 THEN ${dividedBy(`(${ms})`, HOUR)} ELSE 0 END`;
  const [before, after] = ["side = 'before'", "side = 'after'"];
  const count = (what: string, condition: string) => `count(${what.replace('?', `CASE WHEN ${condition} THEN`)} END)`;
  // Hours in which a user was active: each event is a thing of its own, so that its name has all of them.
  const begins = (condition: string) => `sum(CASE WHEN kind = 'event' AND ${condition} THEN begins ELSE 0 END)`;
  return {
    sql: `WITH ${ground(spec, { columns: ['page', 'endpoint', 'release', 'sender'] })},
asked AS (
  SELECT person, session_id, sender, event_name, page, endpoint, release, t FROM ground WHERE person IS NOT NULL AND ${within(spec)}
),
moment AS (
  SELECT ${spec.since === undefined ? `min(CASE WHEN release = ${text(spec.release)} THEN event_time END)` : whole(spec.since)} AS moment, min(event_time) AS earliest, max(event_time) AS latest
  FROM ${rowsWithin(spec)}
),
placed AS (
  SELECT a.*, CASE WHEN t < moment THEN 'before' ELSE 'after' END AS side,
    CASE WHEN t < moment THEN moment - 1 - t ELSE t - moment END AS distance,
    CASE WHEN t < moment THEN moment - earliest ELSE latest + 1 - moment END AS length,
    ${length('moment - earliest')} AS hours_before, ${length('latest + 1 - moment')} AS hours_after
  FROM asked a CROSS JOIN moment WHERE moment IS NOT NULL
),
hours AS (
  SELECT p.*, (distance - mod(distance, ${HOUR})) AS hour FROM placed p
  WHERE distance - mod(distance, ${HOUR}) + ${HOUR} <= length
),
begun AS (
  SELECT h.*, CASE WHEN ${PRESENT} AND row_number() OVER (PARTITION BY side, person, hour, CASE WHEN ${PRESENT} THEN 1 ELSE 0 END ORDER BY t) = 1 THEN 1 ELSE 0 END AS begins FROM hours h
),
things AS (
  SELECT h.*, k.kind, CASE
      WHEN k.kind = 'event' THEN event_name
      WHEN k.kind = 'page' AND event_name = '${PAGE_VIEW}' THEN nullif(page, '')
      WHEN k.kind = 'endpoint' AND event_name = '${REQUEST}' THEN nullif(endpoint, '')
    END AS thing
  FROM begun h CROSS JOIN (VALUES ('event'), ('page'), ('endpoint')) AS k(kind)
),
counted AS (
  SELECT kind, thing, ${count('? 1', before)} AS count_before, ${count('? 1', after)} AS count_after,
    ${count('DISTINCT ? session_id', before)} AS sessions_before, ${count('DISTINCT ? session_id', after)} AS sessions_after,
    ${count('DISTINCT ? person', before)} AS users_before, ${count('DISTINCT ? person', after)} AS users_after,
    ${begins(before)} AS begun_before, ${begins(after)} AS begun_after, max(hours_before) AS hours_before, max(hours_after) AS hours_after
  FROM things WHERE thing IS NOT NULL GROUP BY kind, thing
),
overall AS (
  SELECT c.*, sum(begun_before) OVER () AS user_hours_before, sum(begun_after) OVER () AS user_hours_after FROM counted c
),
compared AS (
  SELECT c.kind, c.thing, c.users_before, c.users_after, c.sessions_before, c.sessions_after, c.count_before, c.count_after,
    ${rate('sessions', 'before')} AS session_rate_before, ${rate('sessions', 'after')} AS session_rate_after,
    ${rate('count', 'before')} AS rate_before, ${rate('count', 'after')} AS rate_after,
    ${share('c.count_before * 24', 'c.hours_before')} AS daily_before, ${share('c.count_after * 24', 'c.hours_after')} AS daily_after
  FROM overall c
)
SELECT CAST(kind AS varchar) AS kind, CAST(thing AS varchar) AS name, CAST(users_before AS bigint) AS users_before, CAST(users_after AS bigint) AS users_after,
  CAST(sessions_before AS bigint) AS sessions_before, CAST(sessions_after AS bigint) AS sessions_after,
  CAST(count_before AS bigint) AS count_before, CAST(count_after AS bigint) AS count_after,
  session_rate_before AS sessions_per_user_hour_before, session_rate_after AS sessions_per_user_hour_after,
  rate_before AS per_user_hour_before, rate_after AS per_user_hour_after,
  daily_before AS per_day_before, daily_after AS per_day_after,
  CASE WHEN daily_before > 0 THEN daily_after / daily_before - 1 END AS change
FROM compared
ORDER BY abs(coalesce(daily_after, 0) - coalesce(daily_before, 0)) DESC, 1, 2`,
    columns: [
      { name: 'kind', type: 'string' },
      { name: 'name', type: 'string' },
      ...['users_before', 'users_after', 'sessions_before', 'sessions_after', 'count_before', 'count_after'].map(
        (column) => ({ name: column, type: 'bigint' as const }),
      ),
      ...[
        'sessions_per_user_hour_before',
        'sessions_per_user_hour_after',
        'per_user_hour_before',
        'per_user_hour_after',
        'per_day_before',
        'per_day_after',
        'change',
      ].map((column) => ({ name: column, type: 'double' as const })),
    ],
  };
}
