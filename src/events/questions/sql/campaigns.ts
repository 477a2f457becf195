import { PAGE_VIEW, TRANSACTION_COMPLETED } from '../../../formats/events/names';
import { ground, PRESENT, startOf, within } from './ground';
import { text } from './literals';
import type { Asked, Statement } from './model';
import { ENGAGED_MS } from './visits';

export interface CampaignsSpec extends Asked {
  /** Whether what a person does from the first campaign on is that one's, or the last one's before it. */
  readonly touch: 'first' | 'last';
  /** Only completions of that transaction. */
  readonly transaction?: string;
  /** How many days before the period a campaign may have been. */
  readonly lookbackDays: number;
}

const UTM = ['utm_source', 'utm_medium', 'utm_campaign', 'referrer'] as const;

/** After that silence a person comes anew, where no session is named. */
const GAP = 1_800_000;

/**
 * Which campaign brings whom, how they are engaged, and what they complete.
 *
 * Who neither was there nor completed anything is not counted: a backend tells at night of everybody who pays monthly.
 *
 * A referrer without a campaign counts where a session begins only: who comes back from a page of payment within the
 * session has not been sent by it.
 */
export function campaigns(spec: CampaignsSpec): Statement {
  const columns = [...UTM, 'engaged_ms', 'transaction_name', 'attempt', 'sender'];
  const has = (column: string) => `nullif(${column}, '') IS NOT NULL`;
  const named = UTM.filter((column) => column !== 'referrer')
    .map(has)
    .join(' OR ');
  const isView = `event_name = '${PAGE_VIEW}'`;
  const viewsOf = (stretch: string) =>
    `count(CASE WHEN ${isView} THEN 1 END) OVER (PARTITION BY person, session_id ORDER BY t RANGE BETWEEN ${stretch} PRECEDING AND 1 PRECEDING)`;
  const over = 'PARTITION BY person ORDER BY t, CASE WHEN is_touch THEN 0 ELSE 1 END, event_id';
  const isCompleted = `event_name = '${TRANSACTION_COMPLETED}'${spec.transaction === undefined ? '' : ` AND transaction_name = ${text(spec.transaction)}`}`;
  const [isIts, among] =
    spec.touch === 'first' ? ['begins = 1 AND touches = 1', 'person'] : ['begins = 1', 'person, touches'];
  const shown = UTM.map(
    (column) =>
      `CASE WHEN touches > 0 THEN coalesce(max(CASE WHEN ${isIts} THEN nullif(${column}, '') END) OVER (PARTITION BY ${among}), '') ELSE '' END AS ${column}`,
  );
  const list = UTM.join(', ');
  // A browser and a backend that tell of one attempt tell of one completion.
  const attempt = `CASE WHEN ${isCompleted} AND attempt <> '' THEN concat(CAST(length(attempt) AS varchar), ' ', attempt, coalesce(transaction_name, '')) END`;
  const alone = `CASE WHEN ${isCompleted} AND coalesce(attempt, '') = '' THEN 1 END`;
  return {
    sql: `WITH ${ground(spec, { columns, before: spec.lookbackDays })},
looked AS (
  SELECT g.*, CASE WHEN session_id IS NULL THEN ${viewsOf(String(GAP))} ELSE ${viewsOf('UNBOUNDED')} END AS views_before
  FROM ground g WHERE person IS NOT NULL
),
marked AS (
  SELECT l.*, (${named} OR (${has('referrer')} AND views_before = 0)) AS is_touch
  FROM looked l WHERE local_time >= ${startOf(spec, spec.lookbackDays)}
),
changed AS (
  SELECT m.*, CASE WHEN is_touch THEN 1 ELSE 0 END AS begins FROM marked m
),
touched AS (
  SELECT c.*, sum(begins) OVER (${over} ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS touches FROM changed c
),
attributed AS (
  SELECT person, session_id, sender, event_name, engaged_ms, transaction_name, attempt, local_time,
    ${shown.join(',\n    ')}
  FROM touched
),
told AS (
  SELECT a.* FROM attributed a WHERE ${within(spec)} AND (${PRESENT} OR ${isCompleted})
)
SELECT ${UTM.map((column) => `CAST(CASE WHEN ${column} = '' THEN '(none)' ELSE ${column} END AS varchar) AS ${column}`).join(', ')},
  CAST(count(DISTINCT person) AS bigint) AS persons, CAST(count(DISTINCT session_id) AS bigint) AS sessions,
  CAST(count(CASE WHEN event_name = '${PAGE_VIEW}' THEN 1 END) AS bigint) AS page_views, CAST(sum(${ENGAGED_MS}) AS bigint) AS engaged_ms,
  CAST(count(DISTINCT ${attempt}) + count(${alone}) AS bigint) AS completed, CAST(count(DISTINCT CASE WHEN ${isCompleted} THEN person END) AS bigint) AS persons_completed
FROM told GROUP BY ${list}
ORDER BY persons DESC, 1, 2, 3, 4`,
    columns: [
      ...UTM.map((column) => ({ name: column, type: 'string' as const })),
      ...['persons', 'sessions', 'page_views', 'engaged_ms', 'completed', 'persons_completed'].map((column) => ({
        name: column,
        type: 'bigint' as const,
      })),
    ],
  };
}
