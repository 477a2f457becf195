import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { QUESTION, type QuestionDocument } from '../../src/formats/questions';
import { readMetadata } from '../assembly/assembly';
import { CannotRun } from '../common/cannot-run';
import { findCharts } from '../page/charts';
import { clicksOn } from './clicked-page';
import { findDuckDB } from './duckdb';
import { type Reading, readInto } from './events';
import { htmlOf, type Section } from './html';
import type { AskOptions } from './options';
import { type Answer, type Cell, rowsOf } from './pictures/answer';
import { tableOf } from './table';

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
  const folders = [process.cwd(), resolve(options.app), __dirname];
  const draw = options.html === undefined ? undefined : findCharts(folders);
  const scratch = mkdtempSync(join(tmpdir(), 'user-telemetry-ask-'));
  const connection = await findDuckDB(folders);
  try {
    const reading = await readInto(connection, document.table, document.properties, options.events, scratch);
    const today = options.today ?? reading.last;
    // Names of the user's own come before the built-in ones.
    await connection.run(`CREATE MACRO current_date() AS DATE '${today}'`);
    const answer = await answerOf(connection, statement.sql);
    const about = header(document, path, reading, today);
    if (options.json) {
      const rows = rowsOf(answer);
      print(JSON.stringify(rows, undefined, 2));
    } else {
      print([...about, '', answer.rows.length > 0 ? tableOf(answer) : 'No rows.'].join('\n'));
    }
    if (options.html !== undefined && draw) {
      const sections: Section[] = [{ statement: statement.name, answer }];
      for (const { name, sql } of statement.name === 'answer' ? document.statements : []) {
        if (!SHOWN_TOO.includes(name)) continue;
        const section = { statement: name, answer: await answerOf(connection, sql) };
        if (name === 'links') sections.unshift(section);
        else sections.push(section);
      }
      const cells = sections.find(({ statement }) => statement === 'cells')?.answer;
      const clicks = cells && (await clicksOn(cells, options.clicks));
      writeFileSync(options.html, htmlOf({ document, about: about.slice(1), sections, clicks }, draw));
      if (!options.json) print(`\n${options.html}`);
    }
    return 0;
  } finally {
    connection.closeSync();
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Beside the answer; others name persons. */
const SHOWN_TOO = ['links', 'cells'];

async function answerOf(connection: DuckDBConnection, sql: string): Promise<Answer> {
  const read = await connection.runAndReadAll(sql);
  const rows = read.getRows();
  return {
    columns: read.columnNames(),
    rows: rows.map((row) => row.map((value) => (typeof value === 'bigint' ? Number(value) : value) as Cell)),
  };
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
