import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDB1 } from '../../queries/engines/duckdb';

/** The statements of the docs by which a person is erased, as they stand there. */
const DOCS = readFileSync(join(__dirname, '../../../docs/event-pipeline.md'), 'utf8');
const statement = (name: string) => {
  const [, sql] = new RegExp(`\`\`\`sql\\n-- ${name}\\n([\\s\\S]*?)\`\`\``).exec(DOCS) ?? [];
  return sql.replaceAll('USER', 'jane').replaceAll('ANONYMOUS', "a1', 'a2");
};

const EVENTS = `SELECT * FROM (VALUES
  ('1', 'jane', 'a1', '2026-11-27', 9007199254740991),
  ('2', NULL, 'a1', '2026-11-28', 1), ('3', 'jane', 'a2', '2026-11-28', 2),
  ('4', NULL, 'b', '2026-11-28', NULL), ('5', 'joe', NULL, '2026-11-28', 4), ('6', NULL, NULL, '2026-11-28', 5),
  ('7', 'joe', 'a1', '2026-11-28', 7), ('8', 'janet', 'c', '2026-11-29', 6)
) AS t(event_id, user_id, anonymous_id, dt, event_time)`;

let engine: DuckDB1;
let folder: string;
beforeAll(async () => {
  engine = await DuckDB1.start();
  folder = mkdtempSync(join(tmpdir(), 'erasure-'));
  await engine.run(`CREATE TABLE events AS ${EVENTS}`);
});
afterAll(async () => {
  await engine.end();
  rmSync(folder, { recursive: true });
});

test('the days of a person are those of each browser that was ever hers', async () => {
  const { rows } = await engine.run(statement('days'));
  expect(rows.map(([dt, events]) => [dt, Number(events)])).toEqual([
    ['2026-11-27', 1],
    ['2026-11-28', 2],
  ]);
});

test('a day is written anew with all others, whether they are known or not, and with the same columns', async () => {
  // Of two files, the older of which lacks a column.
  const file = (name: string, columns: string, where: string) =>
    engine.run(
      `COPY (SELECT ${columns} FROM events WHERE dt = '2026-11-28' AND ${where}) TO '${folder}/${name}.parquet'`,
    );
  await file('1', '* EXCLUDE (dt, event_time)', "event_id < '4'");
  await file('2', '* EXCLUDE dt', "event_id >= '4'");
  const target = `${folder}/rewritten`;
  await engine.run(
    statement('rewrite').replace('day/*.parquet', `${folder}/*.parquet`).replace("'day.parquet'", `'${target}'`),
  );
  const { rows, columns, types } = await engine.run(`SELECT * FROM read_parquet('${target}') ORDER BY event_id`);
  expect(rows.map(([id]) => id)).toEqual(['4', '5', '6', '7']);
  expect(Object.fromEntries(columns.map((name, index) => [name, types[index]]))).toEqual({
    ...{ event_id: 'VARCHAR', user_id: 'VARCHAR', anonymous_id: 'VARCHAR' },
    event_time: 'BIGINT',
  });
});
