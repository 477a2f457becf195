import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Engine, Value } from './answer';
import { Trino } from './trino';

export interface Column {
  readonly column: string;
  /** As AWS Glue has it. */
  readonly type: 'string' | 'bigint' | 'double' | 'boolean';
}

const PARTITION = 'dt';
const SQL_TYPES = { string: 'varchar', bigint: 'bigint', double: 'double', boolean: 'boolean' };
const list = (columns: readonly Column[]) =>
  columns.map(({ column, type }) => `"${column}" ${SQL_TYPES[type]}`).join(', ');

/** Parquet in folders `dt=2026-11-28`, and what makes it a table with projected partitions. */
export class FolderTable {
  private static made = 0;
  private readonly files: string;
  private empty = true;

  constructor(
    private readonly root: string,
    private readonly name: string,
    private readonly columns: readonly Column[],
  ) {
    this.files = `${name}-${FolderTable.made++}`; // engines remember what they have seen in a folder
  }

  async write(writer: Engine, rows: readonly { readonly [column: string]: Value }[]): Promise<void> {
    const folder = join(this.root, this.files);
    mkdirSync(folder, { recursive: true });
    this.empty = rows.length === 0;
    if (this.empty) return;
    const given = join(this.root, `${this.files}.json`);
    writeFileSync(given, rows.map((row) => JSON.stringify(row)).join('\n'));
    const types = [...this.columns, { column: PARTITION, type: 'string' } as const]
      .map(({ column, type }) => `'${column}': '${SQL_TYPES[type]}'`)
      .join(', ');
    await writer.run(
      `COPY (SELECT * FROM read_json('${given}', format = 'newline_delimited', columns = {${types}}))
      TO '${folder}' (FORMAT parquet, PARTITION_BY (${PARTITION}), OVERWRITE_OR_IGNORE)`,
    );
    rmSync(given);
  }

  /** Statements that make it known to an engine. */
  definition(engine: Engine): string[] {
    return engine instanceof Trino ? this.inTrino() : [this.inDuckDB()];
  }

  private inTrino(): string[] {
    const projection = [
      "partition_projection_type = 'DATE'",
      "partition_projection_format = 'yyyy-MM-dd'",
      "partition_projection_range = ARRAY['2020-01-01', 'NOW+1DAYS']",
      'partition_projection_interval = 1',
      "partition_projection_interval_unit = 'DAYS'",
    ];
    return [
      'CREATE SCHEMA IF NOT EXISTS hive.default',
      `DROP TABLE IF EXISTS ${this.name}`,
      `CREATE TABLE ${this.name} (${list(this.columns)}, ${PARTITION} varchar WITH (${projection.join(', ')})) WITH (
        external_location = 'local:///${this.files}', format = 'PARQUET',
        partitioned_by = ARRAY['${PARTITION}'], partition_projection_enabled = true)`,
    ];
  }

  private inDuckDB(): string {
    const none = `SELECT * FROM (SELECT ${[...this.columns, { column: PARTITION, type: 'string' as const }]
      .map(({ column, type }) => `NULL::${SQL_TYPES[type]} AS "${column}"`)
      .join(', ')}) WHERE false`;
    const files = join(this.root, this.files, '*', '*.parquet');
    return `CREATE OR REPLACE VIEW ${this.name} AS ${
      this.empty
        ? none
        : `SELECT * FROM read_parquet('${files}', hive_partitioning = true, hive_types = {'${PARTITION}': varchar})`
    }`;
  }
}
