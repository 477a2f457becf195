import { DuckDB1 } from '../../queries/engines/duckdb';
import { COLUMNS, type Row } from './histories';

const TYPES = { string: 'VARCHAR', bigint: 'BIGINT', double: 'DOUBLE', boolean: 'BOOLEAN' };

/** DuckDB with a table of events in memory. */
export class Memory {
  static async start(): Promise<Memory> {
    return new Memory(await DuckDB1.start());
  }

  private constructor(private readonly engine: DuckDB1) {}

  async put(rows: readonly Row[]): Promise<void> {
    const columns = [...COLUMNS, { column: 'dt', type: 'string' } as const];
    const list = columns.map(({ column, type }) => `"${column}" ${TYPES[type]}`).join(', ');
    await this.engine.run(`CREATE OR REPLACE TABLE events (${list})`);
    if (rows.length === 0) return;
    const literal = (value: unknown) =>
      value === null || value === undefined
        ? 'NULL'
        : typeof value === 'string'
          ? `'${value.replaceAll("'", "''")}'`
          : String(value);
    const lines = rows.map((row) => `(${columns.map(({ column }) => literal(row[column])).join(', ')})`);
    await this.engine.run(`INSERT INTO events VALUES ${lines.join(',\n')}`);
  }

  async ask(sql: string): Promise<unknown[][]> {
    return (await this.engine.run(sql)).rows;
  }

  end(): Promise<void> {
    return this.engine.end();
  }
}
