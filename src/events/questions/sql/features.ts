import { FEATURE_USED } from '../../../formats/events/names';
import { numberOf } from './days';
import { ground, PRESENT, within } from './ground';
import { share } from './literals';
import type { Asked, Statement } from './model';

/** Of each feature: who used it, how often, and who came back to it on another day. */
export function featureAdoption(spec: Asked): Statement {
  return {
    sql: `WITH ${ground(spec, { columns: ['feature', 'sender'] })},
asked AS (
  SELECT person, ${numberOf('day', 'local_time')} AS day, CASE WHEN event_name = '${FEATURE_USED}' THEN nullif(feature, '') END AS feature
  FROM ground WHERE person IS NOT NULL AND (${PRESENT} OR event_name = '${FEATURE_USED}') AND ${within(spec)}
),
each_person AS (
  SELECT feature, person, count(*) AS uses, count(DISTINCT day) AS days FROM asked GROUP BY feature, person
),
told_once AS (
  SELECT e.*, CASE WHEN row_number() OVER (PARTITION BY person ORDER BY feature) = 1 THEN 1 ELSE 0 END AS is_first FROM each_person e
),
counted AS (
  SELECT feature, count(*) AS persons, sum(uses) AS uses, count(CASE WHEN days > 1 THEN 1 END) AS persons_again, sum(is_first) AS told_here
  FROM told_once GROUP BY feature
),
compared AS (
  SELECT c.*, sum(told_here) OVER () AS everybody FROM counted c
)
SELECT CAST(c.feature AS varchar) AS feature, CAST(c.persons AS bigint) AS persons, ${share('c.persons', 'c.everybody')} AS share_of_active,
  CAST(c.uses AS bigint) AS uses, CAST(c.persons_again AS bigint) AS persons_again, ${share('c.persons_again', 'c.persons')} AS share_again
FROM compared c WHERE c.feature IS NOT NULL
ORDER BY c.persons DESC, c.feature`,
    columns: [
      { name: 'feature', type: 'string' },
      { name: 'persons', type: 'bigint' },
      { name: 'share_of_active', type: 'double' },
      { name: 'uses', type: 'bigint' },
      { name: 'persons_again', type: 'bigint' },
      { name: 'share_again', type: 'double' },
    ],
  };
}
