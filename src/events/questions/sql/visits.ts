import { MAX_ENGAGED_MS } from '../../../formats/events/fields';
import { PAGE_VIEW } from '../../../formats/events/names';
import { asDay, numberOf } from './days';
import { eachDay, ground, PRESENT, within } from './ground';
import { percentile, share, whole } from './literals';
import type { Asked, Statement } from './model';

/** How long a user was active, as SQL: no longer than can be, whatever was stored before the ingest looked at it. */
export const ENGAGED_MS = `CASE WHEN engaged_ms > ${MAX_ENGAGED_MS} THEN ${MAX_ENGAGED_MS} WHEN engaged_ms > 0 THEN engaged_ms ELSE 0 END`;

/**
 * The CTE `visits`: of each event, which session it is in. Where the sender states none, one begins after a gap.
 *
 * Events of backends that name no session are in none. What a session without an id is called can't be mistaken for an id: it has a person and the time of its first event.
 */
export function sessions(gapMs: number, columns: readonly string[]): string {
  const more = columns.map((column) => `, ${column}`).join('');
  return `apart AS (
  SELECT person, session_id, event_id, event_name, t, local_time${more},
    CASE WHEN session_id IS NULL AND coalesce(t - lag(t) OVER (PARTITION BY person, CASE WHEN session_id IS NULL THEN 1 ELSE 0 END ORDER BY t, event_id) > ${whole(gapMs)}, true) THEN 1 ELSE 0 END AS begins
  FROM ground WHERE person IS NOT NULL AND ${PRESENT}
),
visits AS (
  SELECT person, session_id, event_id, event_name, t, local_time${more},
    CASE WHEN session_id IS NULL THEN sum(begins) OVER (PARTITION BY person, CASE WHEN session_id IS NULL THEN 1 ELSE 0 END ORDER BY t, event_id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) ELSE 0 END AS part,
    CASE WHEN session_id IS NULL THEN person ELSE session_id END AS session
  FROM apart
)`;
}

export interface SessionsSpec extends Asked {
  readonly gapMs: number;
}

/** By the day on which they began, also of days without any: how many, by how many persons, how long, and how many saw one page only. */
export function sessionsByDay(spec: SessionsSpec): Statement {
  const sql = `WITH ${ground(spec, { columns: ['engaged_ms', 'sender'], before: 1, after: 1 })},
${sessions(spec.gapMs, ['engaged_ms'])},
whole AS (
  SELECT session, part, min(person) AS person, min(local_time) AS local_time, max(t) - min(t) AS duration,
    count(CASE WHEN event_name = '${PAGE_VIEW}' THEN 1 END) AS page_views, sum(${ENGAGED_MS}) AS engaged_ms
  FROM visits GROUP BY session, part
),
ranked AS (
  SELECT w.*, row_number() OVER (PARTITION BY day ORDER BY duration) AS place, count(*) OVER (PARTITION BY day) AS of_day
  FROM (SELECT x.*, ${numberOf('day', 'local_time')} AS day FROM whole x WHERE ${within(spec)}) w
),
${eachDay(spec)}
SELECT CAST(${asDay('d.day')} AS varchar) AS day, CAST(count(r.session) AS bigint) AS sessions, CAST(count(DISTINCT r.person) AS bigint) AS persons,
  CAST(coalesce(sum(r.page_views), 0) AS bigint) AS page_views, ${share('count(CASE WHEN r.page_views = 1 THEN 1 END)', 'count(r.session)')} AS bounce_share,
  CAST(coalesce(sum(r.engaged_ms), 0) AS bigint) AS engaged_ms, CAST(${percentile(50, 'r.duration', 'r.place', 'r.of_day')} AS bigint) AS median_ms,
  CAST(${percentile(90, 'r.duration', 'r.place', 'r.of_day')} AS bigint) AS p90_ms
FROM days d LEFT JOIN ranked r ON r.day = d.day GROUP BY d.day
ORDER BY 1`;
  return {
    sql,
    columns: [
      { name: 'day', type: 'string' },
      { name: 'sessions', type: 'bigint' },
      { name: 'persons', type: 'bigint' },
      { name: 'page_views', type: 'bigint' },
      { name: 'bounce_share', type: 'double' },
      { name: 'engaged_ms', type: 'bigint' },
      { name: 'median_ms', type: 'bigint' },
      { name: 'p90_ms', type: 'bigint' },
    ],
  };
}
