import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Answer, Engine, Value } from './answer';
import { DuckDB1, DuckDB2 } from './duckdb';
import { type Column, FolderTable } from './table';
import { Trino } from './trino';

export type { Answer, Column, Engine, Value };
export { DuckDB1, DuckDB2, FolderTable, Trino };

/**
 * One text of SQL on every engine, over the same files:
 *
 *     const engines = await Engines.start();                      // beforeAll; seconds, for Trino
 *     await engines.table('events', columns, rows);               // rows as JSON; `dt` is the folder of each
 *     const { rows } = await engines.agree('SELECT … FROM events'); // an error where they differ, row for row
 *     const each = await engines.each('SELECT …');                // what each gives, or its error
 *     await engines.end();                                        // afterAll
 *
 * `agree` keeps the order of rows only where the statement asks for one: order by whatever tells rows apart.
 */
export class Engines {
  static async start(): Promise<Engines> {
    const folder = await mkdtemp(join(tmpdir(), 'queries-'));
    const duckdb1 = await DuckDB1.start();
    return new Engines(folder, duckdb1, [await Trino.onFolder(folder), duckdb1, new DuckDB2()]);
  }

  private constructor(
    private readonly folder: string,
    private readonly writer: DuckDB1,
    readonly all: readonly Engine[],
  ) {}

  /** Parquet in a folder for each `dt`, as Firehose leaves it, under this name in every engine. Made again, it is replaced. */
  async table(name: string, columns: readonly Column[], rows: readonly { readonly [column: string]: Value }[]) {
    const table = new FolderTable(this.folder, name, columns);
    await table.write(this.writer, rows);
    for (const engine of this.all) for (const statement of table.definition(engine)) await engine.run(statement);
  }

  /** What each says, in the order of {@link all}. */
  async each(sql: string): Promise<(Answer | { readonly error: string })[]> {
    return Promise.all(this.all.map((engine) => engine.run(sql).catch((error: Error) => ({ error: error.message }))));
  }

  /** What all say, which is an error where one refuses or says another thing. Numbers may differ in the last of 15 digits. */
  async agree(sql: string): Promise<Answer> {
    const answers = (await this.each(sql)).map((answer, index) => {
      if ('error' in answer) throw new Error(`${this.all[index].name}: ${answer.error}\n${sql}`);
      return answer;
    });
    const [first, ...others] = answers.map((answer) => answer.rows.map((row) => JSON.stringify(row.map(rounded))));
    others.forEach((other, index) => {
      const at =
        first.length > other.length ? first.findIndex((row, i) => row !== other[i]) : firstDifference(other, first);
      if (at < 0) return;
      const said = [this.all[0], this.all[index + 1]].map(
        (engine, which) =>
          `${engine.name}, row ${at + 1} of ${[first, other][which].length}: ${[first, other][which][at]}`,
      );
      throw new Error(`${said.join('\n')}\n${sql}`);
    });
    return answers[0];
  }

  async end(): Promise<void> {
    await Promise.all(this.all.map((engine) => engine.end()));
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const firstDifference = (these: string[], those: string[]) => these.findIndex((row, index) => row !== those[index]);

/** Sums of numbers depend on their order in the last digit. */
function rounded(value: Value): Value {
  if (typeof value === 'number' && !Number.isInteger(value)) return Number(value.toPrecision(14));
  if (Array.isArray(value)) return value.map(rounded);
  return value;
}
