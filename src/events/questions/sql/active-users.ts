import { asDay, numberOf } from './days';
import { columnsOf, eachDay, ground, matches, namesOf } from './ground';
import { share } from './literals';
import type { Asked, Match, Statement } from './model';

export interface ActiveUsersSpec extends Asked {
  readonly active: Match;
}

/** For each day of the period, up to the newest event, the persons of that day, of the 7 and of the 30 days that end with it. */
export function activeUsers(spec: ActiveUsersSpec): Statement {
  return {
    sql: `WITH ${ground(spec, { columns: columnsOf([spec.active]), names: namesOf([spec.active]), before: 29 })},
active AS (
  SELECT DISTINCT person, ${numberOf('day', 'local_time')} AS day FROM ground WHERE person IS NOT NULL AND ${matches(spec.active)}
),
${eachDay(spec)},
counted AS (
  SELECT d.day, count(DISTINCT CASE WHEN a.day = d.day THEN a.person END) AS daily,
    count(DISTINCT CASE WHEN a.day > d.day - 7 THEN a.person END) AS weekly, count(DISTINCT a.person) AS monthly
  FROM days d LEFT JOIN active a ON a.day <= d.day AND a.day > d.day - 30
  GROUP BY d.day
)
SELECT CAST(${asDay('day')} AS varchar) AS day, CAST(daily AS bigint) AS daily, CAST(weekly AS bigint) AS weekly,
  CAST(monthly AS bigint) AS monthly, ${share('daily', 'monthly')} AS stickiness
FROM counted
ORDER BY 1`,
    columns: [
      { name: 'day', type: 'string' },
      { name: 'daily', type: 'bigint' },
      { name: 'weekly', type: 'bigint' },
      { name: 'monthly', type: 'bigint' },
      { name: 'stickiness', type: 'double' },
    ],
  };
}
