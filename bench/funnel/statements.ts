import { type FunnelSpec, funnel } from '../../src/events/questions/sql/funnel';
import { PERIOD } from './data';

export const WINDOW_MS = 3_600_000;
export const STEPS = ['page_view', 'cart.added', 'checkout.started'];

const SPEC: FunnelSpec = {
  table: 'events',
  period: PERIOD,
  timeZone: 'UTC',
  where: [],
  bots: false,
  synthetic: false,
  steps: STEPS.map((name) => ({ label: name, name, conditions: [] })),
  order: 'ordered',
  unit: 'person',
  windowMs: WINDOW_MS,
  exclusions: [],
};

/** Rows of `step`, `units`. */
export const OURS = `SELECT step, units FROM (${funnel(SPEC).sql}) AS answer ORDER BY step`;

const names = STEPS.map((name) => `'${name}'`).join(', ');
const conditions = STEPS.map((name) => `event_name = '${name}'`).join(', ');

/** Of ClickHouse, for levels that are reached by persons, of whatever `from` has. */
function windowFunnel(person: string, from: string): string {
  return `SELECT step, countIf(level >= step) AS units FROM (
    SELECT windowFunnel(${WINDOW_MS})(toUInt64(event_time), ${conditions}) AS level
    FROM ${from} GROUP BY ${person}
  ) ARRAY JOIN [1, 2, 3] AS step GROUP BY step ORDER BY step`;
}

/** As its documentation has it: whoever is named, each copy, and bots. */
export const WINDOW_FUNNEL = windowFunnel(
  'coalesce(user_id, anonymous_id)',
  `(SELECT * FROM events WHERE event_name IN (${names}))`,
);

/** For the same persons as ours: one copy of each event, without bots, with users whom a browser knows. */
export const WINDOW_FUNNEL_SAME = windowFunnel(
  'person',
  `(
    SELECT coalesce(nullIf(c.kept.1, ''), nullIf(k.known_user, ''), c.kept.2) AS person,
      c.kept.3 AS event_name, c.kept.4 AS event_time
    FROM (
      SELECT argMin(tuple(user_id, anonymous_id, event_name, event_time, is_bot), received_time) AS kept
      FROM events WHERE event_name IN (${names}) GROUP BY event_id
    ) c LEFT JOIN (
      SELECT anonymous_id AS known_id, min(user_id) AS known_user FROM events WHERE user_id <> ''
      GROUP BY anonymous_id HAVING min(user_id) = max(user_id)
    ) k ON c.kept.2 = k.known_id
    WHERE NOT c.kept.5
  )`,
);

/** A join for each step, as tools write that have no function for it. */
export const LEFT_JOINS = `WITH ${STEPS.map(
  (name, i) =>
    `step_${i + 1} AS (SELECT coalesce(user_id, anonymous_id) AS person, event_time AS t FROM events WHERE event_name = '${name}')`,
).join(',\n')}
SELECT unnest([1, 2, 3]) AS step, unnest([count(DISTINCT a.person), count(DISTINCT b.person), count(DISTINCT c.person)]) AS units
FROM step_1 a
LEFT JOIN step_2 b ON b.person = a.person AND b.t > a.t AND b.t <= a.t + ${WINDOW_MS}
LEFT JOIN step_3 c ON c.person = b.person AND c.t > b.t AND c.t <= a.t + ${WINDOW_MS}`;
