import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

/** Two threads each, whatever the machine has. */
export const THREADS = 2;

export interface Run {
  /** How many reached step 1, 2, 3. */
  readonly units: readonly number[];
  readonly cpuSeconds: number;
}

/** DuckDB, in this process. */
export async function duckdb(folder: string, sql: string, runs: number): Promise<Run[]> {
  const instance = await DuckDBInstance.create(':memory:', { threads: String(THREADS) });
  const connection = await instance.connect();
  await connection.run(
    `CREATE VIEW events AS SELECT * FROM read_parquet('${folder}/*/*.parquet', hive_partitioning = true, hive_types = {'dt': VARCHAR})`,
  );
  const measured: Run[] = [];
  for (let run = 0; run < runs; run++) {
    const before = process.cpuUsage();
    const rows = (await connection.runAndReadAll(sql)).getRows();
    const { user, system } = process.cpuUsage(before);
    measured.push({ units: rows.map(([, units]) => Number(units)), cpuSeconds: (user + system) / 1e6 });
  }
  connection.closeSync();
  instance.closeSync();
  return measured;
}

/** ClickHouse, in a process of Python. */
export function clickhouse(folder: string, sql: string, runs: number): Run[] {
  const { status, stdout, stderr } = spawnSync(chdb(), [join(__dirname, 'clickhouse.py')], {
    input: JSON.stringify({ folder, sql, runs, threads: THREADS }),
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`chDB: ${stderr.slice(-2_000)}`);
  return JSON.parse(stdout);
}

/** The Python that has it, installed once. */
function chdb(): string {
  const folder = resolve(__dirname, '../../.cache/bench-chdb');
  const requirements = join(__dirname, 'requirements.txt');
  const key = createHash('sha256').update(readFileSync(requirements)).digest('hex');
  const mark = join(folder, '.complete');
  const python = join(folder, 'bin/python');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === key) return python;
  rmSync(folder, { recursive: true, force: true });
  execFileSync('python3', ['-m', 'venv', folder]);
  execFileSync(python, ['-m', 'pip', 'install', '-q', '--disable-pip-version-check', '-r', requirements]);
  writeFileSync(mark, key);
  return python;
}
