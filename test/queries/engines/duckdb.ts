import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance, type DuckDBValue } from '@duckdb/node-api';
import type { Answer, Engine, Value } from './answer';
import { Lines } from './lines';

/** DuckDB as npm has it, in this process. */
export class DuckDB1 implements Engine {
  static async start(): Promise<DuckDB1> {
    const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
    const connection = await instance.connect();
    await connection.run("SET TimeZone = 'UTC'");
    return new DuckDB1(instance, connection);
  }

  readonly name = 'DuckDB 1.5.6';

  private constructor(
    private readonly instance: DuckDBInstance,
    private readonly connection: DuckDBConnection,
  ) {}

  async run(sql: string): Promise<Answer> {
    const reader = await this.connection.runAndReadAll(sql);
    return {
      columns: reader.columnNames(),
      types: reader.columnTypes().map(String),
      rows: reader.getRows().map((row) => row.map(plain)),
    };
  }

  async end(): Promise<void> {
    this.connection.closeSync();
    this.instance.closeSync();
  }
}

const ROOT = join(__dirname, '../../..');

/** DuckDB as PyPI has it, in the lab's Python. */
export class DuckDB2 implements Engine {
  readonly name = 'DuckDB 2.0.1';
  private readonly lines = new Lines(join(ROOT, 'lab/.venv/bin/python'), [join(__dirname, 'duckdb2.py')]);

  async run(sql: string): Promise<Answer> {
    const answer = await this.lines.ask<Answer & { error?: string }>({ sql });
    if (answer.error) throw new Error(answer.error);
    return answer;
  }

  end(): Promise<void> {
    return this.lines.end();
  }
}

function plain(value: DuckDBValue): Value {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if ('toDouble' in value) return value.toDouble(); // a decimal
  if ('items' in value) return value.items.map(plain);
  if (!('entries' in value)) return timeOf(String(value));
  return Array.isArray(value.entries)
    ? Object.fromEntries(value.entries.map(({ key, value }) => [String(plain(key)), plain(value)]))
    : Object.fromEntries(Object.entries(value.entries).map(([key, value]) => [key, plain(value)]));
}

/** Times have milliseconds, as those of the other engines. */
function timeOf(text: string): string {
  const time = /^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)(?:\.(\d{1,3})\d*)?$/.exec(text);
  return time ? `${time[1]}.${(time[2] ?? '').padEnd(3, '0')}` : text;
}
