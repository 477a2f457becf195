import { DAY } from './days';
import { columnsOf, ground, matches, namesOf, startOf, within } from './ground';
import { name, percentile, share, text, whole } from './literals';
import type { AnswerColumn, Asked, Match, Statement } from './model';

export interface FunnelStepSpec extends Match {
  readonly label: string;
  /** The most milliseconds since the step before. */
  readonly withinMs?: number;
}

export interface ExclusionSpec extends Match {
  /** The steps between which it must not happen, from 1; between all by default. */
  readonly from?: number;
  readonly to?: number;
}

export interface FunnelSpec extends Asked {
  readonly steps: readonly FunnelStepSpec[];
  readonly order: 'ordered' | 'strict' | 'any';
  readonly unit: 'person' | 'session' | 'attempt';
  readonly windowMs: number;
  readonly exclusions: readonly ExclusionSpec[];
  readonly breakdown?: {
    readonly column: string;
    /** The value at the first step, at the last that was reached, or at the step of that number. */
    readonly at: 'first' | 'last' | number;
  };
}

/** More than the bits of all steps, so that in the sum of an event's steps their number counts first. */
const PLACE = 2 ** 20;

const UNITS = { person: 'person', session: 'session_id', attempt: `nullif(attempt, '')` } as const;

/**
 * How many come how far.
 *
 * One pass over the events of each unit in the order of time: `start` of a step is the latest time at which a run began
 * that got there, `time` the latest time at which one got there. Later ones are never worse, for no window and no
 * exclusion, so that no other run need be remembered: who fails first and succeeds later has succeeded.
 *
 * Events of the same millisecond come in the order of the steps that they are, those that are fewer steps first: `/` before
 * `/cart` where any page is the first step, and B before the second A of A, B, A.
 */
export function funnel(spec: FunnelSpec): Statement {
  const broken = spec.breakdown !== undefined;
  const last = spec.steps.length;
  const columns: AnswerColumn[] = [
    ...(broken ? [{ name: 'breakdown', type: 'string' } as const] : []),
    { name: 'step', type: 'bigint' },
    { name: 'step_name', type: 'string' },
    { name: 'units', type: 'bigint' },
    { name: 'share_of_first', type: 'double' },
    { name: 'share_of_previous', type: 'double' },
    { name: 'dropped', type: 'bigint' },
    { name: 'median_ms', type: 'bigint' },
    { name: 'p90_ms', type: 'bigint' },
  ];
  const took = spec.steps.map((_, i) => (i === 0 ? '' : `WHEN ${i + 1} THEN r.time_${i + 1} - r.start_${i + 1}`));
  const sql = `${runs(spec)},
steps AS (
  SELECT step, step_name FROM (VALUES ${spec.steps.map(({ label }, i) => `(${i + 1}, ${text(stepName(spec, label, i))})`).join(', ')}) AS x(step, step_name)
),
reached AS (
  SELECT r.breakdown, s.step, CASE s.step ${took.join(' ').trim()} END AS took
  FROM runs r JOIN steps s ON r.reached >= s.step
),
ranked AS (
  SELECT breakdown, step, took,
    row_number() OVER (PARTITION BY breakdown, step ORDER BY took) AS place,
    count(*) OVER (PARTITION BY breakdown, step) AS units
  FROM reached
),
counted AS (
  SELECT breakdown, step, max(units) AS units,
    ${percentile(50, 'took', 'place', 'units')} AS median_ms,
    ${percentile(90, 'took', 'place', 'units')} AS p90_ms
  FROM ranked GROUP BY breakdown, step
),
${broken ? toLastStep(last) : ALL_STEPS},
compared AS (
  SELECT breakdown, step, step_name, units, median_ms, p90_ms,
    max(units) OVER (PARTITION BY breakdown) AS first_units,
    lag(units) OVER (PARTITION BY breakdown ORDER BY step) AS previous_units,
    lead(units) OVER (PARTITION BY breakdown ORDER BY step) AS next_units
  FROM answer
)
SELECT ${broken ? 'CAST(breakdown AS varchar) AS breakdown, ' : ''}CAST(step AS bigint) AS step, CAST(step_name AS varchar) AS step_name,
  CAST(units AS bigint) AS units, ${share('units', 'first_units')} AS share_of_first,
  ${share('units', 'previous_units')} AS share_of_previous, CAST(units - next_units AS bigint) AS dropped,
  CAST(median_ms AS bigint) AS median_ms, CAST(p90_ms AS bigint) AS p90_ms
FROM compared
ORDER BY ${broken ? 'first_units DESC, breakdown, ' : ''}step`;
  if (last < 2) throw new Error('a funnel has two steps at least');
  return { sql, columns };
}

/** Who came how far and no further: each unit that did not reach the last step. */
export function dropped(spec: FunnelSpec): Statement {
  const last = spec.steps.length;
  const labels = spec.steps.map(({ label }, i) => `WHEN ${i + 1} THEN ${text(stepName(spec, label, i))}`);
  const times = spec.steps.map((_, i) => `WHEN ${i + 1} THEN time_${i + 1}`);
  return {
    sql: `${runs({ ...spec, breakdown: undefined })}
SELECT CAST(unit AS varchar) AS ${spec.unit}, CAST(reached AS bigint) AS step, CAST(CASE reached ${labels.join(' ')} END AS varchar) AS step_name,
  CAST(CASE reached ${times.join(' ')} END AS bigint) AS reached_time
FROM runs WHERE reached < ${last}
ORDER BY reached DESC, unit`,
    columns: [
      { name: spec.unit, type: 'string' },
      { name: 'step', type: 'bigint' },
      { name: 'step_name', type: 'string' },
      { name: 'reached_time', type: 'bigint' },
    ],
  };
}

/** A row for each step, reached or not, where there is no breakdown. */
const ALL_STEPS = `answer AS (
  SELECT '' AS breakdown, s.step, s.step_name, coalesce(c.units, 0) AS units, c.median_ms, c.p90_ms
  FROM steps s LEFT JOIN counted c ON c.step = s.step
)`;

/** The same of each value of a breakdown: those who got furthest are followed by the steps that nobody reached. */
function toLastStep(last: number): string {
  const only = (what: string) => `CASE WHEN s.step = c.step THEN c.${what} END AS ${what}`;
  return `followed AS (
  SELECT c.*, lead(step, 1, ${last + 1}) OVER (PARTITION BY breakdown ORDER BY step) AS next_step FROM counted c
),
answer AS (
  SELECT c.breakdown, s.step, s.step_name, CASE WHEN s.step = c.step THEN c.units ELSE 0 END AS units,
    ${only('median_ms')}, ${only('p90_ms')}
  FROM followed c JOIN steps s ON s.step >= c.step AND s.step < c.next_step
)`;
}

function stepName({ order, steps }: FunnelSpec, label: string, index: number): string {
  return order === 'any' ? `${index + 1} of ${steps.length} steps` : label;
}

/** CTEs up to `runs`: of each unit how far it came, when it got to each step first, and when that run began. */
function runs(spec: FunnelSpec): string {
  const { steps, exclusions, breakdown, order } = spec;
  const every = [...steps, ...exclusions];
  const after = Math.ceil(spec.windowMs / DAY);
  const columns = [
    ...columnsOf(every),
    ...(breakdown ? [breakdown.column] : []),
    ...(spec.unit === 'attempt' ? ['attempt'] : []),
  ];
  const strict = order === 'strict';
  const names = strict ? undefined : namesOf(every);
  const is = steps.map((step) => matches(step));
  const place = is.map((condition, i) => `CASE WHEN ${condition} THEN ${PLACE - 2 ** (is.length - 1 - i)} ELSE 0 END`);
  const excluded = steps.map((_, i) => exclusions.filter((each) => i > 0 && applies(each, i)).map(matches));
  const cases = excluded
    .map((found, i) => (found.length > 0 ? `${found.join(' OR ')} AS x${i + 1}` : ''))
    .filter(Boolean);
  const value = breakdown ? `coalesce(CAST(${name(breakdown.column)} AS varchar), '(none)')` : "''";
  const needed = strict ? '' : ` AND (${[...is, ...excluded.flat()].join(' OR ')})`;
  // Of one after another it is the first step that has to be within the period, in any order the event that was first.
  const inside = order === 'any' ? ` AND local_time >= ${startOf(spec)}` : '';
  const first = order === 'any' ? is[0] : `(${is[0]} AND ${within(spec)})`;
  return `WITH ${ground(spec, { columns, names, after, persons: spec.unit === 'person' })},
${strict ? 'told' : 'moments'} AS (
  SELECT ${UNITS[spec.unit]} AS unit, t, ${place.join(' + ')} AS place, ${value} AS label, event_id,
    ${[first, ...is.slice(1)].map((condition, i) => `${condition} AS is_${i + 1}`).join(', ')}${cases.map((each) => `, ${each}`).join('')}${order === 'any' ? `, ${within(spec)} AS is_inside` : ''}
  FROM ground
  WHERE ${UNITS[spec.unit]} IS NOT NULL${needed}${inside}
),
${strict ? `${stepsAlone()},\n` : ''}${
  order === 'any'
    ? anyOrder(spec)
    : inOrder(
        spec,
        excluded.map((found) => found.length > 0),
      )
},
${attributed(spec)}`;
}

function applies({ from = 1, to }: ExclusionSpec, step: number): boolean {
  return step >= from && (to === undefined || step < to);
}

/** Without what is no step in the same millisecond as one that is: a page reports both at once. */
function stepsAlone(): string {
  return `compared_moments AS (
  SELECT t.*, max(place) OVER (PARTITION BY unit, t) AS beside FROM told t
),
moments AS (
  SELECT c.* FROM compared_moments c WHERE place > 0 OR beside = 0
)`;
}

/** One after another: `ok_k` says that a run arrives at step k with that event. */
function inOrder(spec: FunnelSpec, excluded: readonly boolean[]): string {
  const { steps, order, breakdown } = spec;
  const strict = order === 'strict';
  // Events of one millisecond in one place are the same steps, so that none need be before another.
  const over = 'PARTITION BY unit ORDER BY t, place';
  const before = `OVER (${over} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)`;
  const latest = (ok: string, what: string) =>
    strict ? `lag(CASE WHEN ${ok} THEN ${what} END) OVER (${over})` : `max(CASE WHEN ${ok} THEN ${what} END) ${before}`;
  const parts = [
    `seen_1 AS (
  SELECT m.*, ${latest('is_1', 't')} AS start_2${excluded
    .map((some, i) =>
      some
        ? `,\n    max(CASE WHEN x${i + 1} THEN t END) OVER (PARTITION BY unit ORDER BY t RANGE BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS excluded_${i + 1}`
        : '',
    )
    .join('')}
  FROM moments m
)`,
  ];
  for (let k = 2; k <= steps.length; k++) {
    const previous = k === 2 ? 'start_2' : `time_before_${k}`;
    const { withinMs } = steps[k - 1];
    const conditions = [
      `is_${k}`,
      `t - start_${k} <= ${whole(spec.windowMs)}`,
      ...(withinMs === undefined ? [] : [`t - ${previous} <= ${whole(withinMs)}`]),
      ...(excluded[k - 1] ? [`(excluded_${k} IS NULL OR excluded_${k} <= ${previous})`] : []),
    ];
    // What can't be of use any more is not sorted again: of starts only each unit's first one is counted.
    const later = Array.from({ length: steps.length - k }, (_, i) => `is_${k + 1 + i}`);
    const useful = [
      'start_2 IS NULL AND is_1',
      ...Array.from({ length: k - 2 }, (_, i) => `ok_${i + 2}`),
      `t - start_2 <= ${whole(spec.windowMs)} AND (${[`is_${k}`, ...later].join(' OR ')})`,
    ];
    const filter = strict || breakdown ? '' : `\n  WHERE ${useful.map((each) => `(${each})`).join(' OR ')}`;
    parts.push(`arrived_${k} AS (
  SELECT s.*, coalesce(${conditions.join(' AND ')}, false) AS ok_${k}
  FROM seen_${k - 1} s${filter}
)`);
    if (k === steps.length) break;
    parts.push(`seen_${k} AS (
  SELECT a.*, ${latest(`ok_${k}`, `start_${k}`)} AS start_${k + 1}, ${latest(`ok_${k}`, 't')} AS time_before_${k + 1}
  FROM arrived_${k} a
)`);
  }
  const last = steps.length;
  const firsts = steps.flatMap((_, i) =>
    i === 0
      ? [['min(CASE WHEN is_1 THEN t END)', 'time_1']]
      : [
          [`min(CASE WHEN ok_${i + 1} THEN t END)`, `time_${i + 1}`],
          [`min(CASE WHEN ok_${i + 1} THEN start_${i + 1} END)`, `start_${i + 1}`],
        ],
  );
  return [...parts, ofUnits(spec, `arrived_${last}`, firsts)].join(',\n');
}

/**
 * In whatever order: how many of the steps an event completes, with those in the window before it, of which the first has
 * to be within the period. After the period, the last event of that stands for the latest of whatever step it is.
 */
function anyOrder(spec: FunnelSpec): string {
  const { steps, windowMs } = spec;
  const latest = steps.map(
    (_, i) =>
      `max(CASE WHEN is_${i + 1} THEN t END) OVER (PARTITION BY unit ORDER BY t RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS latest_${i + 1}`,
  );
  const inside =
    'max(CASE WHEN is_inside THEN t END) OVER (PARTITION BY unit ORDER BY t RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS latest_inside';
  const done = (i: number) => `CASE WHEN t - latest_${i + 1} <= ${whole(windowMs)} THEN 1 ELSE 0 END`;
  const firsts = steps.flatMap((_, i) => [
    [`min(CASE WHEN done >= ${i + 1} THEN t END)`, `time_${i + 1}`],
    ...(i > 0
      ? [[`min(CASE WHEN done = ${i + 1} AND ${i + 1} = ${steps.length} THEN oldest END)`, `start_${i + 1}`]]
      : []),
  ]);
  return `seen AS (
  SELECT m.*, ${[...latest, inside].join(',\n    ')}
  FROM moments m
),
done AS (
  SELECT s.*, ${steps.map((_, i) => done(i)).join(' + ')} AS done, least(${steps.map((_, i) => `latest_${i + 1}`).join(', ')}, latest_inside) AS oldest
  FROM seen s WHERE t - latest_inside <= ${whole(windowMs)}
),
${ofUnits(spec, 'done', firsts)}`;
}

/**
 * The CTE `units`: when each got to each step first, and when that run began. For a breakdown all of its events stay beside
 * it, so that the one that counts is found without reading them again.
 */
function ofUnits({ steps, breakdown }: FunnelSpec, from: string, firsts: readonly (readonly string[])[]): string {
  const over = breakdown ? ' OVER (PARTITION BY unit)' : '';
  const list = firsts.map(([value, label]) => `${value}${over} AS ${label}`).join(', ');
  const event = breakdown ? `, t, label, ${steps.map((_, i) => `is_${i + 1}`).join(', ')}` : '';
  return `units AS (
  SELECT unit${event}, ${list}
  FROM ${from}${breakdown ? '' : ' GROUP BY unit'}
)`;
}

/** How far each came, and with which value of the breakdown. */
function attributed({ steps, breakdown, order }: FunnelSpec): string {
  const numbers = steps.map((_, i) => i + 1).reverse();
  const reached = `CASE ${numbers.map((k) => `WHEN time_${k} IS NOT NULL THEN ${k}`).join(' ')} END`;
  const outcome = `outcome AS (
  SELECT u.*, ${reached} AS reached FROM units u WHERE time_1 IS NOT NULL
)`;
  if (!breakdown) return `${outcome},\nruns AS (\n  SELECT o.*, '' AS breakdown FROM outcome o\n)`;
  const { at } = breakdown;
  const starts = numbers.filter((k) => k > 1).map((k) => `WHEN ${k} THEN start_${k}`);
  const when = {
    first: order === 'any' ? 'time_1' : `CASE reached ${starts.join(' ')} ELSE time_1 END`,
    last: `CASE reached ${numbers.map((k) => `WHEN ${k} THEN time_${k}`).join(' ')} END`,
  };
  const moment = typeof at === 'number' ? `time_${at}` : when[at];
  const step = typeof at === 'number' ? String(at) : at === 'first' ? '1' : 'reached';
  const isStep =
    order === 'any' ? 'true' : `CASE ${step} ${steps.map((_, i) => `WHEN ${i + 1} THEN is_${i + 1}`).join(' ')} END`;
  const times = steps.map((_, i) => `time_${i + 1}${i > 0 ? `, start_${i + 1}` : ''}`).join(', ');
  return `${outcome},
pinned AS (
  SELECT o.*, ${moment} AS pinned FROM outcome o
),
runs AS (
  SELECT unit, reached, ${times}, coalesce(min(CASE WHEN t = pinned AND ${isStep} THEN label END), '(none)') AS breakdown
  FROM pinned GROUP BY unit, reached, ${times}
)`;
}
