import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { QUESTION, type QuestionDocument } from '../../src/formats/questions';
import { readMetadata } from '../assembly/assembly';
import { CannotRun } from '../common/cannot-run';
import { findDuckDB } from './duckdb';
import { type Reading, readInto } from './events';
import type { AskOptions } from './options';
import { type Cell, tableOf } from './table';

/** Answers a question of an app, and returns the exit status. */
export async function ask(options: AskOptions, { print }: { print: (line: string) => void }): Promise<number> {
  const { document, path } = questionOf(options);
  const statement = document.statements.find(({ name }) => name === options.statement);
  if (!statement) {
    const known = document.statements.map(({ name }) => name).join(', ');
    throw new CannotRun(`--statement: ${path} has no statement ${options.statement}; it has: ${known}`);
  }
  if (options.sql) {
    print(statement.sql);
    return 0;
  }
  const scratch = mkdtempSync(join(tmpdir(), 'user-telemetry-ask-'));
  const connection = await findDuckDB([process.cwd(), resolve(options.app), __dirname]);
  try {
    const reading = await readInto(connection, document.table, document.properties, options.events, scratch);
    const today = options.today ?? reading.last;
    // Names of the user's own come before the built-in ones.
    await connection.run(`CREATE MACRO current_date() AS DATE '${today}'`);
    const answer = await connection.runAndReadAll(statement.sql);
    const columns = answer.columnNames();
    const rows = answer
      .getRows()
      .map((row) => row.map((value) => (typeof value === 'bigint' ? Number(value) : value) as Cell));
    if (options.json) {
      print(
        JSON.stringify(
          rows.map((row) => Object.fromEntries(columns.map((column, i) => [column, row[i]]))),
          undefined,
          2,
        ),
      );
    } else {
      print(
        [...header(document, path, reading, today), '', rows.length > 0 ? tableOf(columns, rows) : 'No rows.'].join(
          '\n',
        ),
      );
    }
    return 0;
  } finally {
    connection.closeSync();
    rmSync(scratch, { recursive: true, force: true });
  }
}

function header({ kind, title }: QuestionDocument, path: string, reading: Reading, today: string): string[] {
  const { ahead } = reading;
  return [
    `${title} (${kind}, ${path})`,
    `${reading.events} events of ${reading.first} to ${reading.last}; today is ${today}`,
    ...(ahead && ahead.before < today
      ? [
          `${ahead.events} of them are dated after ${ahead.before} and days without any, as by a clock that is ahead: try --today ${ahead.before}`,
        ]
      : []),
    ...(reading.rejected > 0 ? [`${reading.rejected} rows of rejected events are left out`] : []),
    ...reading.problems.lines,
  ];
}

/** By its path, its title or its kind, whichever names one only. */
function questionOf({ app, question }: AskOptions): { document: QuestionDocument; path: string } {
  const all = readMetadata(app, QUESTION).map(({ path, data }) => ({ path, document: data as QuestionDocument }));
  const ways: ((one: (typeof all)[number]) => boolean)[] = [
    ({ path }) => path === question || path.endsWith(`/${question}`),
    ({ document }) => document.title === question,
    ({ document }) => document.kind === question,
  ];
  const found = ways.map((way) => all.filter(way)).find((some) => some.length > 0) ?? [];
  if (found.length === 1) return found[0];
  const names = (some: typeof all) => some.map(({ path, document }) => `  ${path} (${document.kind})`).join('\n');
  if (found.length > 1) throw new CannotRun(`${question} is more than one question of ${app}:\n${names(found)}`);
  throw new CannotRun(`no question ${question} in ${app}; it has:\n${names(all) || '  none'}`);
}
