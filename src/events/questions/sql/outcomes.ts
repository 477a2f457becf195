import { TRANSACTION_ABANDONED, TRANSACTION_COMPLETED, TRANSACTION_STARTED } from '../../../formats/events/names';
import { asDay, DAY, numberOf, partitionsOf } from './days';
import { eachDay, ground, within } from './ground';
import { name, percentile, share, text, whole } from './literals';
import type { Asked, Statement } from './model';

export interface OutcomesSpec extends Asked {
  readonly transaction: string;
  readonly abandonedAfterMs: number;
}

const MEMBERS = [TRANSACTION_STARTED, TRANSACTION_COMPLETED, TRANSACTION_ABANDONED];

/**
 * What became of each attempt, by the day on which it began; days without any are rows of zeros.
 *
 * An attempt is what has its id; without, it begins with each start in a session. It is completed if it was within the
 * time, also after a browser reported that it was left: who leaves for a page of payment may have paid. It is abandoned if
 * the user or the time said so, and in progress as long as the newest event of the data is not later.
 */
export function outcomes(spec: OutcomesSpec): Statement {
  const limit = whole(spec.abandonedAfterMs);
  const is = (event: string) => `event_name = '${event}'`;
  const after = Math.ceil(spec.abandonedAfterMs / DAY);
  const rank = `CASE event_name WHEN '${TRANSACTION_STARTED}' THEN 0 WHEN '${TRANSACTION_COMPLETED}' THEN 1 ELSE 2 END`;
  return {
    sql: `WITH ${ground(spec, { columns: ['transaction_name', 'attempt'], names: MEMBERS, after })},
clock AS (
  SELECT max(received_time) AS now FROM ${name(spec.table)} WHERE ${partitionsOf(spec.period, 0, after)}
),
told AS (
  SELECT person, coalesce(session_id, person, '') AS session, nullif(attempt, '') AS attempt, event_name, t, local_time, event_id
  FROM ground
  WHERE transaction_name = ${text(spec.transaction)}
),
numbered AS (
  SELECT t.*, CASE WHEN attempt IS NULL THEN sum(CASE WHEN ${is(TRANSACTION_STARTED)} THEN 1 ELSE 0 END) OVER (PARTITION BY session, attempt ORDER BY t, ${rank}, event_id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) ELSE 0 END AS number
  FROM told t
),
attempts AS (
  SELECT CASE WHEN attempt IS NULL THEN session ELSE attempt END AS id, CASE WHEN attempt IS NULL THEN 0 ELSE 1 END AS has_id, number,
    min(CASE WHEN ${is(TRANSACTION_STARTED)} THEN t END) AS started, min(CASE WHEN ${is(TRANSACTION_STARTED)} THEN local_time END) AS local_time,
    min(CASE WHEN ${is(TRANSACTION_COMPLETED)} THEN t END) AS completed, min(CASE WHEN ${is(TRANSACTION_ABANDONED)} THEN t END) AS abandoned
  FROM numbered GROUP BY CASE WHEN attempt IS NULL THEN session ELSE attempt END, CASE WHEN attempt IS NULL THEN 0 ELSE 1 END, number
),
judged AS (
  SELECT ${numberOf('day', 'local_time')} AS day, CASE WHEN completed < started THEN 0 ELSE completed - started END AS took,
    CASE
      WHEN completed <= started + ${limit} THEN 'completed'
      WHEN completed IS NOT NULL OR abandoned IS NOT NULL THEN 'abandoned'
      WHEN now - started <= ${limit} THEN 'in_progress'
      ELSE 'abandoned'
    END AS outcome
  FROM attempts CROSS JOIN clock
  WHERE started IS NOT NULL AND ${within(spec)}
),
ranked AS (
  SELECT j.*, row_number() OVER (PARTITION BY day, outcome ORDER BY took) AS place, count(*) OVER (PARTITION BY day, outcome) AS of_outcome FROM judged j
),
${eachDay(spec)}
SELECT CAST(${asDay('d.day')} AS varchar) AS day, CAST(count(outcome) AS bigint) AS started,
  CAST(count(CASE WHEN outcome = 'completed' THEN 1 END) AS bigint) AS completed,
  CAST(count(CASE WHEN outcome = 'abandoned' THEN 1 END) AS bigint) AS abandoned,
  CAST(count(CASE WHEN outcome = 'in_progress' THEN 1 END) AS bigint) AS in_progress,
  ${share("count(CASE WHEN outcome = 'completed' THEN 1 END)", "count(CASE WHEN outcome <> 'in_progress' THEN 1 END)")} AS completion_share,
  CAST(${percentile(50, "CASE WHEN outcome = 'completed' THEN took END", 'place', 'of_outcome')} AS bigint) AS median_ms,
  CAST(${percentile(90, "CASE WHEN outcome = 'completed' THEN took END", 'place', 'of_outcome')} AS bigint) AS p90_ms
FROM days d LEFT JOIN ranked r ON r.day = d.day GROUP BY d.day
ORDER BY 1`,
    columns: [
      { name: 'day', type: 'string' },
      { name: 'started', type: 'bigint' },
      { name: 'completed', type: 'bigint' },
      { name: 'abandoned', type: 'bigint' },
      { name: 'in_progress', type: 'bigint' },
      { name: 'completion_share', type: 'double' },
      { name: 'median_ms', type: 'bigint' },
      { name: 'p90_ms', type: 'bigint' },
    ],
  };
}
