import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DuckDB1, DuckDB2, type Engine, Trino, type Value } from './engines';

/** Where engines read the same files differently: what docs/engines.md says of tables, partitions and columns. */
const folder = mkdtempSync(join(tmpdir(), 'files-'));
let trino: Trino;
let duckdb: DuckDB1;
let newer: DuckDB2;
beforeAll(async () => {
  trino = await Trino.onFolder(folder);
  duckdb = await DuckDB1.start();
  newer = new DuckDB2();
  await trino.run('CREATE SCHEMA IF NOT EXISTS hive.default');
});
afterAll(() => Promise.all([trino, duckdb, newer].map((engine) => engine?.end())));

/** Parquet in `NAME/PARTITION/`, of what a statement selects. */
async function parquet(name: string, select: string, partition = ''): Promise<void> {
  const path = join(folder, name, partition, 'file.parquet');
  mkdirSync(dirname(path), { recursive: true });
  await duckdb.run(`COPY (${select}) TO '${path}' (FORMAT parquet)`);
}

function json(name: string, text: string): void {
  mkdirSync(join(folder, name));
  writeFileSync(join(folder, name, 'file.json'), text);
}

/** A table over the files of that name. */
async function table(name: string, columns: string, format = 'PARQUET', more = ''): Promise<void> {
  await trino.run(
    `CREATE TABLE ${name} (${columns}) WITH (external_location = 'local:///${name}', format = '${format}'${more})`,
  );
}

const REFUSED = 'refused';
const rows = async (engine: Engine, sql: string): Promise<Value[][] | typeof REFUSED> => {
  try {
    return (await engine.run(sql)).rows;
  } catch {
    return REFUSED;
  }
};
const values = async (engine: Engine, sql: string) => {
  const read = await rows(engine, sql);
  return read === REFUSED ? REFUSED : read.map(([value]) => value);
};
const files = (name: string) => `read_parquet('${folder}/${name}/**/*.parquet'`;

const PROJECTED = ", partitioned_by = ARRAY['dt'], partition_projection_enabled = true";
const days = (range: string, interval = 1) =>
  `dt varchar WITH (partition_projection_type = 'DATE', partition_projection_format = 'yyyy-MM-dd',
  partition_projection_range = ARRAY[${range}], partition_projection_interval = ${interval},
  partition_projection_interval_unit = 'DAYS')`;
const dayFromNow = (count: number) => new Date(Date.now() + count * 86_400_000).toISOString().slice(0, 10);

/** Again where midnight came between. */
async function withinOneDay(run: () => Promise<void>): Promise<void> {
  for (;;) {
    const begun = dayFromNow(0);
    try {
      await run();
      return;
    } catch (error) {
      if (begun === dayFromNow(0)) throw error;
    }
  }
}

describe('partitions', () => {
  test("tomorrow's is invisible under a range that ends NOW, and visible under NOW+1DAYS", async () => {
    await withinOneDay(async () => {
      const now = `now${Date.now()}`;
      const later = `later${Date.now()}`;
      for (const name of [now, later]) await parquet(name, 'SELECT 1 AS x', `dt=${dayFromNow(1)}`);
      await table(now, `x integer, ${days("'2020-01-01', 'NOW'")}`, 'PARQUET', PROJECTED);
      await table(later, `x integer, ${days("'2020-01-01', 'NOW+1DAYS'")}`, 'PARQUET', PROJECTED);
      expect(await values(trino, `SELECT count(*) FROM ${now}`)).toEqual([0]);
      expect(await values(trino, `SELECT count(*) FROM ${later}`)).toEqual([1]);
      expect(await values(duckdb, `SELECT count(*) FROM ${files(now)})`)).toEqual([1]);
    });
  });

  test('a relative range with a step of a week finds one day of seven', async () => {
    await withinOneDay(async () => {
      const name = `weeks${Date.now()}`;
      for (let ago = 0; ago < 28; ago++) await parquet(name, 'SELECT 1 AS x', `dt=${dayFromNow(-ago)}`);
      await table(name, `x integer, ${days("'NOW-27DAYS', 'NOW'", 7)}`, 'PARQUET', PROJECTED);
      expect(await values(trino, `SELECT count(*) FROM ${name}`)).toEqual([4]);
      expect(await values(duckdb, `SELECT count(*) FROM ${files(name)})`)).toEqual([28]);
    });
  });

  test.each([
    ['of years', "'NOW-3YEARS', 'NOW'"],
    ['of one day', "'2026-11-28', '2026-11-28'"],
  ])('a range %s is refused', async (_what, range) => {
    await parquet('refused', 'SELECT 1 AS x', 'dt=2026-11-28');
    await expect(
      table('refused', `x integer, ${days(range)}`, 'PARQUET', PROJECTED).then(() =>
        trino.run("SELECT * FROM refused WHERE dt = '2026-11-28'"),
      ),
    ).rejects.toThrow(/partition_projection_range|interval|projection/i);
    await trino.run('DROP TABLE IF EXISTS refused');
  });

  test('numbers with leading zeros do not find folders without', async () => {
    await parquet('digits', 'SELECT 1 AS x', 'dt=2');
    const numbers = (digits: number) => `dt integer WITH (partition_projection_type = 'INTEGER',
      partition_projection_range = ARRAY['1', '31'], partition_projection_interval = 1, partition_projection_digits = ${digits})`;
    for (const [digits, expected] of [
      [2, 0],
      [1, 1],
    ] as const) {
      await table('digits', `x integer, ${numbers(digits)}`, 'PARQUET', PROJECTED);
      expect(await values(trino, 'SELECT count(*) FROM digits')).toEqual([expected]);
      await trino.run('DROP TABLE digits');
    }
    expect(await values(duckdb, `SELECT count(*) FROM ${files('digits')})`)).toEqual([1]);
  });

  test('files in folders below that of the partition are not read', async () => {
    await parquet('deep', 'SELECT 1 AS x', 'dt=2026-11-28/2026/11/28/10');
    await table('deep', `x integer, ${days("'2020-01-01', 'NOW+1DAYS'")}`, 'PARQUET', PROJECTED);
    expect(await values(trino, 'SELECT count(*) FROM deep')).toEqual([0]);
    expect(await values(duckdb, `SELECT count(*) FROM ${files('deep')})`)).toEqual([1]);
  });

  test.each([
    ['days', ['dt=2026-11-27', 'dt=2026-11-28'], 'DATE'],
    ['days, and one that is none', ['dt=2026-11-27', 'dt=unknown'], 'VARCHAR'],
    ['numbers', ['dt=7', 'dt=12'], 'BIGINT'],
    ['numbers, one with zeros first', ['dt=007', 'dt=12'], 'VARCHAR'],
  ])('the type of a folder depends on what others there are: %s', async (what, partitions, type) => {
    const name = `folders${what.length}`;
    for (const partition of partitions) await parquet(name, 'SELECT 1 AS x', partition);
    for (const engine of [duckdb, newer]) {
      const guessed = `SELECT DISTINCT typeof(dt) FROM ${files(name)}, hive_partitioning = true)`;
      const said = `SELECT DISTINCT typeof(dt) FROM ${files(name)}, hive_partitioning = true, hive_types = {'dt': varchar})`;
      expect(await values(engine, guessed)).toEqual([type]);
      expect(await values(engine, said)).toEqual(['VARCHAR']);
    }
  });
});

describe('columns that were changed', () => {
  /** An old file, the type in the table, a filter; Trino's rows and filtered rows, then DuckDB's. */
  const CHANGES: [
    what: string,
    old: string,
    type: string,
    filter: string,
    trino: unknown,
    filtered: unknown,
    duckdb: unknown,
  ][] = [
    ['int under bigint', '7::integer', 'bigint', 'x = 7', [7], [7], [7]],
    ['int under double', '7::integer', 'double', 'x = 7', [7], REFUSED, [7]],
    ['int under string', '7::integer', 'varchar', "x = '7'", ['7'], REFUSED, [7]],
    ['int under float', '1::integer', 'real', 'x = 1', [1.4e-45], REFUSED, [1]],
    ['uint32 under bigint', '4294967295::uinteger', 'bigint', 'x > 0', [-1], [], [4294967295]],
    ['a map under a struct', "MAP {'a': 1}", 'row(a integer)', 'x.a = 1', [null], [], [{ a: 1 }]],
    ['text under varchar(2)', "'abc'", 'varchar(2)', "x = 'ab'", ['ab'], [], ['abc']],
  ];

  test.each(CHANGES)('%s', async (what, old, type, filter, ...expected) => {
    const name = what.toLowerCase().replace(/\W/g, '');
    await parquet(name, `SELECT ${old} AS x`);
    await table(name, `x ${type}`);
    expect([
      await values(trino, `SELECT x FROM ${name}`),
      await values(trino, `SELECT x FROM ${name} WHERE ${filter}`),
      await values(duckdb, `SELECT x FROM ${files(name)})`),
    ]).toEqual(expected);
  });

  test.each([
    ['bigint', [null]],
    ['varchar', [null]],
    ['double', [null]],
    ['boolean', REFUSED],
    ['timestamp(3)', REFUSED],
    ['row(a integer)', REFUSED],
    ['array(integer)', REFUSED],
    ['map(varchar, integer)', REFUSED],
  ])('a column of nulls only, under %s', async (type, expected) => {
    const name = `nulls${type.replace(/\W/g, '')}`;
    await parquet(name, 'SELECT NULL AS x');
    await table(name, `x ${type}`);
    expect(await values(trino, `SELECT x FROM ${name}`)).toEqual(expected);
    expect(await values(duckdb, `SELECT x FROM ${files(name)})`)).toEqual([null]);
  });

  test('a column that older files lack is null, in any order of columns', async () => {
    await parquet('grown', 'SELECT 1::bigint AS a', 'dt=2026-11-27');
    await parquet('grown', "SELECT 'b' AS b, 2::bigint AS a", 'dt=2026-11-28');
    await table('grown', `a bigint, b varchar, ${days("'2020-01-01', 'NOW+1DAYS'")}`, 'PARQUET', PROJECTED);
    const sql = 'SELECT a, b FROM grown ORDER BY a';
    expect(await rows(trino, sql)).toEqual([
      [1, null],
      [2, 'b'],
    ]);
    for (const engine of [duckdb, newer]) {
      const view = `SELECT a, b FROM ${files('grown')}, union_by_name = true) ORDER BY a`;
      expect(await rows(engine, view)).toEqual([
        [1, null],
        [2, 'b'],
      ]);
    }
  });
});

describe('JSON', () => {
  test('records joined without a line feed: the first of each line', async () => {
    json('joined', '{"x":1}{"x":2}\n{"x":3}\n');
    await table('joined', 'x bigint', 'OPENX_JSON');
    expect(await values(trino, 'SELECT x FROM joined')).toEqual([1, 3]);
    expect(await values(duckdb, `SELECT x FROM read_json('${folder}/joined/*.json', columns = {x: bigint})`)).toEqual([
      1, 2, 3,
    ]);
  });

  test('keys of a map that differ in case only', async () => {
    json('keys', '{"m":{"Mug":1,"mug":2}}\n');
    await table('keys', 'm map(varchar, bigint)', 'OPENX_JSON');
    expect(await values(trino, 'SELECT m FROM keys')).toEqual([{ mug: 2 }]);
    const columns = "columns = {m: 'map(varchar, bigint)'}";
    expect(await values(duckdb, `SELECT m FROM read_json('${folder}/keys/*.json', ${columns})`)).toEqual([
      { Mug: 1, mug: 2 },
    ]);
  });

  test('a time with more than milliseconds may be of the next day', async () => {
    json('times', '{"x":"2026-11-28T23:59:59.9996Z"}\n');
    await table('times', 'x timestamp(3)', 'OPENX_JSON');
    expect(await values(trino, 'SELECT CAST(CAST(x AS date) AS varchar) FROM times')).toEqual(['2026-11-29']);
    const read = `read_json('${folder}/times/*.json', columns = {x: timestamp})`;
    expect(await values(duckdb, `SELECT CAST(CAST(x AS date) AS varchar) FROM ${read}`)).toEqual(['2026-11-28']);
  });

  test('performance.timeOrigin + performance.now() in a column of times is taken for seconds', async () => {
    json('origin', '{"x":1795910400123.9}\n');
    await table('origin', 'x timestamp(3)', 'OPENX_JSON');
    expect(await values(trino, 'SELECT year(x) FROM origin')).toEqual([58880]);
  });

  test('a time with more than milliseconds, in Parquet', async () => {
    await parquet('micros', "SELECT TIMESTAMP '2026-11-28 23:59:59.9996' AS x");
    await table('micros', 'x timestamp(3)');
    expect(await values(trino, 'SELECT CAST(CAST(x AS date) AS varchar) FROM micros')).toEqual(['2026-11-29']);
    expect(await values(duckdb, `SELECT CAST(CAST(x AS date) AS varchar) FROM ${files('micros')})`)).toEqual([
      '2026-11-28',
    ]);
  });
});

test('a copy that arrives a day later is counted again, unless the days around are looked at', async () => {
  await parquet('copies', "SELECT 'a' AS event_id, 1 AS received_time", 'dt=2026-11-27');
  await parquet('copies', "SELECT 'a' AS event_id, 2 AS received_time", 'dt=2026-11-28');
  const range = days("'2020-01-01', 'NOW+1DAYS'");
  await table('copies', `event_id varchar, received_time integer, ${range}`, 'PARQUET', PROJECTED);
  await duckdb.run(
    `CREATE VIEW copies AS SELECT * FROM ${files('copies')}, hive_partitioning = true, hive_types = {'dt': varchar})`,
  );
  const first = (where: string) =>
    `SELECT event_id, min_by(dt, received_time) AS dt FROM copies ${where} GROUP BY event_id`;
  const within = `SELECT count(*) FROM (${first("WHERE dt = '2026-11-28'")}) AS f`;
  const around = `SELECT count(*) FROM (${first("WHERE dt BETWEEN '2026-11-27' AND '2026-11-29'")}) AS f WHERE dt = '2026-11-28'`;
  for (const engine of [trino, duckdb]) {
    expect(await values(engine, within)).toEqual([1]);
    expect(await values(engine, around)).toEqual([0]);
  }
});
