import { PAGE_VIEW, REQUEST } from '../../../formats/events/names';
import { ground, within } from './ground';
import { share, text } from './literals';
import type { Asked, Statement } from './model';

export interface ReleaseComparisonSpec extends Asked {
  /** What comes before is whatever was there until its first event. */
  readonly release: string;
}

const HOUR = 3_600_000;

/**
 * What is used more or less since a release: pages, events and endpoints.
 *
 * How much a user does is compared by hours in which the user was active: the times before and after are of different
 * lengths, and who comes on many days would count for more in the longer one. Hours are counted from the release, and
 * only whole ones, so that none is cut by the release or by the end of the data.
 */
export function releaseComparison(spec: ReleaseComparisonSpec): Statement {
  const rate = (what: string, side: string) => share(`coalesce(c.${what}_${side}, 0)`, `o.user_hours_${side}`);
  const [before, after] = ["side = 'before'", "side = 'after'"];
  const count = (what: string, condition: string) => `count(${what.replace('?', `CASE WHEN ${condition} THEN`)} END)`;
  return {
    sql: `WITH ${ground(spec, { columns: ['page', 'endpoint', 'release'] })},
asked AS (
  SELECT person, session_id, event_name, page, endpoint, release, t FROM ground WHERE person IS NOT NULL AND ${within(spec)}
),
moment AS (
  SELECT min(CASE WHEN release = ${text(spec.release)} THEN t END) AS moment, min(t) AS earliest, max(t) AS latest FROM asked
),
placed AS (
  SELECT a.*, CASE WHEN t < moment THEN 'before' ELSE 'after' END AS side,
    CASE WHEN t < moment THEN moment - 1 - t ELSE t - moment END AS distance,
    CASE WHEN t < moment THEN moment - earliest ELSE latest + 1 - moment END AS length
  FROM asked a CROSS JOIN moment WHERE moment IS NOT NULL
),
hours AS (
  SELECT p.*, (distance - mod(distance, ${HOUR})) AS hour FROM placed p
  WHERE distance - mod(distance, ${HOUR}) + ${HOUR} <= length
),
active AS (
  SELECT DISTINCT side, person, hour FROM hours
),
overall AS (
  SELECT count(CASE WHEN ${before} THEN 1 END) AS user_hours_before, count(CASE WHEN ${after} THEN 1 END) AS user_hours_after FROM active
),
things AS (
  SELECT h.*, 'event' AS kind, event_name AS thing FROM hours h
  UNION ALL SELECT h.*, 'page' AS kind, page AS thing FROM hours h WHERE event_name = '${PAGE_VIEW}' AND page <> ''
  UNION ALL SELECT h.*, 'endpoint' AS kind, endpoint AS thing FROM hours h WHERE event_name = '${REQUEST}' AND endpoint <> ''
),
counted AS (
  SELECT kind, thing, ${count('? 1', before)} AS count_before, ${count('? 1', after)} AS count_after,
    ${count('DISTINCT ? session_id', before)} AS sessions_before, ${count('DISTINCT ? session_id', after)} AS sessions_after,
    ${count('DISTINCT ? person', before)} AS users_before, ${count('DISTINCT ? person', after)} AS users_after
  FROM things GROUP BY kind, thing
),
compared AS (
  SELECT c.kind, c.thing, c.users_before, c.users_after, c.sessions_before, c.sessions_after, c.count_before, c.count_after,
    ${rate('sessions', 'before')} AS session_rate_before, ${rate('sessions', 'after')} AS session_rate_after,
    ${rate('count', 'before')} AS rate_before, ${rate('count', 'after')} AS rate_after
  FROM counted c CROSS JOIN overall o
)
SELECT CAST(kind AS varchar) AS kind, CAST(thing AS varchar) AS name, CAST(users_before AS bigint) AS users_before, CAST(users_after AS bigint) AS users_after,
  CAST(sessions_before AS bigint) AS sessions_before, CAST(sessions_after AS bigint) AS sessions_after,
  CAST(count_before AS bigint) AS count_before, CAST(count_after AS bigint) AS count_after,
  session_rate_before AS sessions_per_user_hour_before, session_rate_after AS sessions_per_user_hour_after,
  rate_before AS per_user_hour_before, rate_after AS per_user_hour_after,
  CASE WHEN rate_before > 0 THEN rate_after / rate_before - 1 END AS change
FROM compared
ORDER BY abs(coalesce(rate_after, 0) - coalesce(rate_before, 0)) DESC, 1, 2`,
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
        'change',
      ].map((column) => ({ name: column, type: 'double' as const })),
    ],
  };
}
