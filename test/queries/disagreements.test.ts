import { type Answer, Engines } from './engines';

/** Where one text has several answers: what docs/engines.md says of each engine, and why the generated SQL avoids it. */
let engines: Engines;
beforeAll(async () => {
  engines = await Engines.start();
});
afterAll(() => engines?.end());

const REFUSED = 'refused';
const one = (answer: Answer | { error: string }) => ('error' in answer ? REFUSED : answer.rows[0][0]);
const few = (values: string, what: string) => `SELECT ${what} FROM (VALUES ${values}) AS t(x)`;
const day = (hour: string) => `TIMESTAMP '2026-11-${hour}:00'`;

/** Trino 483, DuckDB 1.5.6, DuckDB 2.0.1. */
const DIFFER: [what: string, sql: string, trino: unknown, duckdb1: unknown, duckdb2: unknown][] = [
  ['date_diff', `SELECT date_diff('day', ${day('27 23:00')}, ${day('28 01:00')})`, 0, 1, 1],
  [
    'max_by with NULL',
    "SELECT max_by(u, t) FROM (VALUES (CAST('a' AS varchar), 1), (NULL, 2)) AS e(u, t)",
    null,
    'a',
    'a',
  ],
  ['integer division', 'SELECT 7 / 2', 3, 3.5, 3.5],
  ['a share of counts', few('(1), (2), (3)', 'count_if(x > 1) / count(*)'), 0, 2 / 3, 2 / 3],
  ['a double as text', 'SELECT CAST(CAST(1 AS double) AS varchar)', '1.0E0', '1.0', '1.0'],
  ['a text joined with NULL', "SELECT concat('a', CAST(NULL AS varchar))", null, 'a', 'a'],
  ['the least of one and NULL', 'SELECT least(1, CAST(NULL AS integer))', null, 1, 1],
  ['cast of a half', 'SELECT CAST(2.5e0 AS bigint)', 3, 2, 2],
  ['cast of text with a fraction', "SELECT try_cast('5.7' AS bigint)", null, 6, 6],
  ['day of the week of a Sunday', "SELECT extract(dow FROM DATE '2026-11-29')", 7, 0, 0],
  ['a key that a map lacks', "SELECT element_at(MAP(ARRAY['a'], ARRAY[1]), 'b')", null, [], []],
  ['a number within JSON', "SELECT json_extract_scalar('{\"a\":1.50}', '$.a')", '1.50', REFUSED, REFUSED],
  ['a percentile, by Trino', few('(1), (2), (3), (4)', 'approx_percentile(x, 0.5)'), 3, REFUSED, REFUSED],
  ['a percentile, by DuckDB', few('(1), (2), (3), (4)', 'quantile_cont(x, 0.5)'), REFUSED, 2.5, 2.5],
  [
    'a time zone on a plain time',
    `SELECT substr(CAST(${day('28 10:00')} AT TIME ZONE 'Asia/Tokyo' AS varchar), 12, 8)`,
    '19:00:00',
    '01:00:00',
    '01:00:00',
  ],
  ['a lambda with an arrow', 'SELECT list_transform([1, 2], x -> x + 1)', REFUSED, [2, 3], REFUSED],
];

test.each(DIFFER)('%s', async (_what, sql, ...expected) => {
  expect((await engines.each(sql)).map(one)).toEqual(expected);
});

/** What the generated SQL says instead. */
const AGREE: [instead: string, sql: string, expected: unknown][] = [
  ['elapsed milliseconds', 'SELECT 1795827600000 - 1795820400000 <= 86400000', true],
  [
    'the last that is known',
    "SELECT max_by(u, t) FILTER (WHERE u IS NOT NULL) FROM (VALUES (CAST('a' AS varchar), 1), (NULL, 2)) AS e(u, t)",
    'a',
  ],
  ['a share, by doubles', few('(1), (2), (3)', 'CAST(count(*) FILTER (WHERE x > 1) AS double) / count(*)'), 2 / 3],
  ['whole days, by integers', few('(86399999), (86400000)', 'max((x - x % 86400000) / 86400000)'), 1],
  [
    'a percentile, by ranks',
    `SELECT min(x) FROM (SELECT x, row_number() OVER (ORDER BY x) AS r, count(*) OVER () AS n
      FROM (VALUES (1), (2), (3), (4)) AS t(x)) AS ranked WHERE 2 * r >= n`,
    2,
  ],
];

test.each(AGREE)('instead: %s', async (_instead, sql, expected) => {
  expect((await engines.agree(sql)).rows[0][0]).toEqual(expected);
});
