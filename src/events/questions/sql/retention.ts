import { asText, numberOf, type Unit } from './days';
import { columnsOf, ground, matches, namesOf, newest, within } from './ground';
import { share } from './literals';
import type { Asked, Match, Statement } from './model';

export interface RetentionSpec extends Asked {
  readonly first: Match;
  readonly returns: Match;
  readonly unit: Unit;
  /** How many days, weeks or months after the first one are told. */
  readonly length: number;
  /** Whether who comes later counts as still there. */
  readonly rolling: boolean;
}

/** How many of a cohort came so much later, the first time at 0. */
const EACH = `returned AS (
  SELECT cohort, number - cohort AS later, count(*) AS persons
  FROM placed WHERE number = cohort OR (number > cohort AND is_return = 1) GROUP BY cohort, number - cohort
)`;

/** How many came so much later for the last time. */
const LAST = `persons AS (
  SELECT person, cohort, max(CASE WHEN is_return = 1 AND number > cohort THEN number ELSE cohort END) AS last
  FROM placed WHERE cohort IS NOT NULL GROUP BY person, cohort
),
returned AS (
  SELECT cohort, last - cohort AS later, count(*) AS persons FROM persons GROUP BY cohort, last - cohort
)`;

/**
 * Of those who came first in a day, week or month of the period: how many came again in each that followed. One that has
 * begun and not ended, in the data or in the period, is no less visited than others: it is not complete. Where who comes
 * later is still there, that never ends, unless all have come: whoever comes next is there in all units before.
 */
export function retention(spec: RetentionSpec): Statement {
  const every = [spec.first, spec.returns];
  const sql = `WITH ${ground(spec, { columns: columnsOf(every), names: namesOf(every) })},
seen AS (
  SELECT person, ${numberOf(spec.unit, 'local_time')} AS number, ${matches(spec.first)} AS is_first, ${matches(spec.returns)} AS is_return
  FROM ground WHERE person IS NOT NULL AND ${within(spec)}
),
visits AS (
  SELECT person, number, max(CASE WHEN is_first THEN 1 ELSE 0 END) AS is_first, max(CASE WHEN is_return THEN 1 ELSE 0 END) AS is_return
  FROM seen GROUP BY person, number
),
placed AS (
  SELECT person, number, is_return, min(CASE WHEN is_first = 1 THEN number END) OVER (PARTITION BY person) AS cohort FROM visits
),
${spec.rolling ? LAST : EACH},
spans AS (
  SELECT later FROM (VALUES ${Array.from({ length: spec.length + 1 }, (_, i) => `(${i})`).join(', ')}) AS x(later)
),
latest AS (
  SELECT ${numberOf(spec.unit, 'local_time')} AS number, ${numberOf(spec.unit, '(local_time + 1)')} AS next_number FROM (${newest(spec)}) n
),
counted AS (
  SELECT r.cohort, s.later, ${spec.rolling ? 'sum(r.persons)' : 'sum(CASE WHEN r.later = 0 THEN r.persons ELSE 0 END)'} AS size, ${spec.rolling ? 'max(r.cohort)' : 'max(r.cohort + s.later)'} < max(l.next_number) AS is_over,
    sum(CASE WHEN r.later ${spec.rolling ? '>=' : '='} s.later THEN r.persons ELSE 0 END) AS persons
  FROM returned r CROSS JOIN spans s CROSS JOIN latest l WHERE r.cohort + s.later <= l.number
  GROUP BY r.cohort, s.later
)
SELECT CAST(${asText(spec.unit, 'cohort')} AS varchar) AS cohort, CAST(size AS bigint) AS size, CAST(later AS bigint) AS later,
  CAST(persons AS bigint) AS persons, ${share('persons', 'size')} AS share, is_over${spec.rolling ? ' AND persons = size' : ''} AS complete
FROM counted
ORDER BY cohort, later`;
  return {
    sql,
    columns: [
      { name: 'cohort', type: 'string' },
      { name: 'size', type: 'bigint' },
      { name: 'later', type: 'bigint' },
      { name: 'persons', type: 'bigint' },
      { name: 'share', type: 'double' },
      { name: 'complete', type: 'boolean' },
    ],
  };
}
