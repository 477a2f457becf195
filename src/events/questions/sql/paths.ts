import { PAGE_VIEW } from '../../../formats/events/names';
import { columnsOf, ground, matches, within } from './ground';
import { share, text } from './literals';
import type { AnswerColumn, Asked, Match, Statement } from './model';
import { sessions } from './visits';

export interface PathsSpec extends Asked {
  /** What is a point of the path: pages, or clicks as well. */
  readonly clicks: boolean;
  /** The first point, or the last one; from the beginning of the session without. */
  readonly anchor?: { readonly at: 'from' | 'to'; readonly match: Match };
  /** Points of a path. */
  readonly length: number;
  /** How many paths. */
  readonly top: number;
  readonly gapMs: number;
}

/** The paths that most sessions took; the same point again and again is one. */
export function paths(spec: PathsSpec): Statement {
  const points = stepsOf(spec);
  const list = points.join(', ');
  return {
    sql: `WITH ${walked(spec)},
counted AS (
  SELECT ${list}, count(*) AS sessions FROM walked GROUP BY ${list}
),
compared AS (
  SELECT c.*, sum(sessions) OVER () AS of_all,
    row_number() OVER (ORDER BY sessions DESC, ${list}) AS place
  FROM counted c
)
SELECT CAST(place AS bigint) AS place, ${points.map((each) => `CAST(${each} AS varchar) AS ${each}`).join(', ')},
  CAST(sessions AS bigint) AS sessions, ${share('sessions', 'of_all')} AS share
FROM compared WHERE place <= ${spec.top}
ORDER BY place`,
    columns: [
      { name: 'place', type: 'bigint' },
      ...points.map((each): AnswerColumn => ({ name: each, type: 'string' })),
      { name: 'sessions', type: 'bigint' },
      { name: 'share', type: 'double' },
    ],
  };
}

/** The moves between points, for a Sankey diagram: of all sessions that the paths are of. */
export function links(spec: PathsSpec): Statement {
  const points = stepsOf(spec);
  const steps = points.slice(1).map((_, i) => i + 1); // each walk is read once, whatever its length
  const at = (offset: number) => `CASE s.step ${steps.map((k) => `WHEN ${k} THEN step_${k + offset}`).join(' ')} END`;
  return {
    sql: `WITH ${walked(spec)},
moves AS (
  SELECT s.step, ${at(0)} AS source, ${at(1)} AS target
  FROM walked CROSS JOIN (VALUES ${steps.map((k) => `(${k})`).join(', ')}) AS s(step)
)
SELECT CAST(step AS bigint) AS step, CAST(source AS varchar) AS source, CAST(target AS varchar) AS target, CAST(count(*) AS bigint) AS sessions
FROM moves WHERE source IS NOT NULL AND target IS NOT NULL
GROUP BY step, source, target
ORDER BY 1, 4 DESC, 2, 3`,
    columns: [
      { name: 'step', type: 'bigint' },
      { name: 'source', type: 'string' },
      { name: 'target', type: 'string' },
      { name: 'sessions', type: 'bigint' },
    ],
  };
}

function stepsOf({ length }: PathsSpec): string[] {
  return Array.from({ length }, (_, i) => `step_${i + 1}`);
}

/** CTEs up to `walked`: a row for each session, with its points; those that it does not have are NULL. */
function walked(spec: PathsSpec): string {
  const { anchor, length } = spec;
  const columns = [
    'page',
    ...(spec.clicks ? ['element', 'element_role'] : []),
    ...columnsOf(anchor ? [anchor.match] : []),
  ];
  const unique = [...new Set(columns)];
  // `concat` with NULL is NULL in Trino only.
  const click = `CASE WHEN element <> '' THEN concat('click ', coalesce(nullif(element_role, ''), 'element'), ' ', element) END`;
  const page = "nullif(page, '')";
  const point = spec.clicks ? `CASE event_name WHEN '${PAGE_VIEW}' THEN ${page} ELSE ${click} END` : page;
  const names = spec.clicks ? [PAGE_VIEW, 'click'] : [PAGE_VIEW];
  const isAnchor = anchor ? matches(anchor.match) : 'false';
  const start = anchor
    ? `${anchor.at === 'from' ? 'min' : 'max'}(CASE WHEN is_anchor = 1 THEN place END)`
    : 'min(place)';
  const toEnd = anchor?.at === 'to';
  const places = Array.from({ length }, (_, i) => (toEnd ? i - (length - 1) : i));
  return `${ground(spec, { columns: [...unique, 'sender'], before: 1, after: 1 })},
${sessions(spec.gapMs, unique)},
points AS (
  SELECT session, part, t, event_id, local_time, ${point} AS point, CASE WHEN ${isAnchor} THEN 1 ELSE 0 END AS is_anchor
  FROM visits WHERE event_name IN (${names.map(text).join(', ')}) AND ${point} IS NOT NULL
),
compared_points AS (
  SELECT p.*, lag(point) OVER (PARTITION BY session, part ORDER BY t, event_id) AS previous FROM points p
),
runs AS (
  SELECT p.*, sum(CASE WHEN previous = point THEN 0 ELSE 1 END) OVER (PARTITION BY session, part ORDER BY t, event_id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS place
  FROM compared_points p
),
walks AS (
  SELECT session, part, place, min(point) AS point, max(is_anchor) AS is_anchor, min(local_time) AS local_time
  FROM runs GROUP BY session, part, place
),
anchored AS (
  SELECT w.*, ${start} OVER (PARTITION BY session, part) AS start, min(local_time) OVER (PARTITION BY session, part) AS began FROM walks w
),
walked AS (
  SELECT session, part, ${places.map((offset, i) => `max(CASE WHEN place - start = ${offset} THEN point END) AS step_${i + 1}`).join(', ')}
  FROM anchored WHERE start IS NOT NULL AND ${within(spec, 'began')}
  GROUP BY session, part
)`;
}
