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

/**
 * Of those who came first in a day, week or month of the period: how many came again in each that followed. One that has
 * begun and not ended, in the data or in the period, is no less visited than others: it is not complete.
 */
export function retention(spec: RetentionSpec): Statement {
  const every = [spec.first, spec.returns];
  const sql = `WITH ${ground(spec, { columns: columnsOf(every), names: namesOf(every) })},
seen AS (
  SELECT person, ${numberOf(spec.unit, 'local_time')} AS number, ${matches(spec.first)} AS is_first, ${matches(spec.returns)} AS is_return
  FROM ground WHERE person IS NOT NULL AND ${within(spec)}
),
persons AS (
  SELECT person, min(CASE WHEN is_first THEN number END) AS cohort FROM seen GROUP BY person
),
visits AS (
  SELECT DISTINCT person, number FROM seen WHERE is_return
),
latest AS (
  SELECT ${numberOf(spec.unit, 'local_time')} AS number, ${numberOf(spec.unit, '(local_time + 1)')} AS next_number FROM (${newest(spec)}) n
),
cohorts AS (
  SELECT cohort, count(*) AS size FROM persons WHERE cohort IS NOT NULL GROUP BY cohort
),
returned AS (
  SELECT p.cohort, p.person, ${spec.rolling ? 'max(v.number) - p.cohort' : 'v.number - p.cohort'} AS later
  FROM persons p JOIN visits v ON v.person = p.person AND v.number > p.cohort
  ${spec.rolling ? 'GROUP BY p.cohort, p.person' : ''}
),
spans AS (
  SELECT later FROM (VALUES ${Array.from({ length: spec.length + 1 }, (_, i) => `(${i})`).join(', ')}) AS x(later)
),
triangle AS (
  SELECT c.cohort, s.later, c.size, c.cohort + s.later < l.next_number AS complete
  FROM cohorts c CROSS JOIN spans s CROSS JOIN latest l WHERE c.cohort + s.later <= l.number
),
counted AS (
  SELECT t.cohort, t.later, t.size, t.complete, CASE WHEN t.later = 0 THEN t.size ELSE count(r.person) END AS persons
  FROM triangle t LEFT JOIN returned r ON r.cohort = t.cohort AND ${spec.rolling ? 'r.later >= t.later' : 'r.later = t.later'}
  GROUP BY t.cohort, t.later, t.size, t.complete
)
SELECT CAST(${asText(spec.unit, 'cohort')} AS varchar) AS cohort, CAST(size AS bigint) AS size, CAST(later AS bigint) AS later,
  CAST(persons AS bigint) AS persons, ${share('persons', 'size')} AS share, complete
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
