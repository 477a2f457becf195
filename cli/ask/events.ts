/** Makes files of events the table that the statements of an app read. */
import { closeSync, existsSync, openSync, readdirSync, readFileSync, readSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { DuckDBConnection } from '@duckdb/node-api';
import { type ColumnType, PARTITION_COLUMN, SENT_FIELDS, STATED_FIELDS } from '../../src/formats/events/fields';
import { CannotRun } from '../common/cannot-run';
import { Problems } from '../suggest/problems';
import { eventsOf } from '../suggest/read-events';
import { rowOf } from './rum-rows';

const TYPES: Record<ColumnType, string> = { string: 'VARCHAR', bigint: 'BIGINT', double: 'DOUBLE', boolean: 'BOOLEAN' };
const HEAD = 65_536;
const FEW = 0.01;
const GAP = 2 * 86_400_000;

type Properties = { readonly [column: string]: ColumnType };

export interface Reading {
  /** How many events there are, copies included. */
  readonly events: number;
  readonly first: string;
  readonly last: string;
  /** Of a few events that are dated days after all others: how many, and the last day of the others. */
  readonly ahead?: { readonly events: number; readonly before: string };
  /** How many rows were left out because they are rejected events. */
  readonly rejected: number;
  readonly problems: Problems;
}

/** @param scratch a folder for what has to be written, which the caller removes */
export async function readInto(
  connection: DuckDBConnection,
  table: string,
  properties: Properties,
  paths: readonly string[],
  scratch: string,
): Promise<Reading> {
  const problems = new Problems();
  const files = paths.flatMap((path) => filesOf(resolve(path)));
  if (files.length === 0) throw new CannotRun(`no files in ${paths.join(', ')}`);
  const columns: [string, ColumnType][] = [
    ...[...Object.values(STATED_FIELDS), ...Object.values(SENT_FIELDS)].map(
      ({ column, type }): [string, ColumnType] => [column, type],
    ),
    ...Object.entries(properties),
    [PARTITION_COLUMN, 'string'],
  ];
  const list = columns.map(([column, type]) => `${identifier(column)} ${TYPES[type]}`).join(', ');
  await connection.run(`CREATE TABLE none (${list})`);
  const parts = ['SELECT * FROM none'];
  const kinds = new Map<string, string[]>();
  for (const file of files) kinds.set(kindOf(file), [...(kinds.get(kindOf(file)) ?? []), file]);
  for (const [kind, found] of kinds) {
    if (kind === 'parquet' || kind === 'parquet-by-day') parts.push(parquet(found, kind === 'parquet-by-day'));
    if (kind === 'rows') parts.push(json(found, columns));
    if (kind === 'rum') parts.push(json([fromRum(found, properties, join(scratch, 'rum.ndjson'), problems)], columns));
    if (kind === 'other') for (const file of found) problems.add('files that hold no events', file);
  }
  const day = `coalesce(${PARTITION_COLUMN}, CAST(CAST(make_timestamp(event_time * 1000) AS date) AS varchar))`;
  await connection.run(`CREATE VIEW all_rows AS ${parts.join(' UNION ALL BY NAME ')}`);
  await connection.run(
    `CREATE VIEW ${identifier(table)} AS SELECT * REPLACE (${day} AS ${PARTITION_COLUMN}) FROM all_rows WHERE event_time IS NOT NULL`,
  );
  // Rejected events, which are in the same bucket, have a time of receipt only.
  const rejected = await connection.runAndReadAll(
    'SELECT CAST(count(*) AS double) FROM all_rows WHERE event_time IS NULL',
  );
  const told = await connection.runAndReadAll(
    `SELECT ${PARTITION_COLUMN}, CAST(count(*) AS double) FROM ${identifier(table)} GROUP BY 1 ORDER BY 1`,
  );
  const days = told.getRows() as [string, number][];
  if (days.length === 0) throw new CannotRun(`no events in ${paths.join(', ')}`);
  return {
    events: days.reduce((sum, [, events]) => sum + events, 0),
    first: days[0][0],
    last: days[days.length - 1][0],
    ahead: aheadOf(days),
    rejected: Number(rejected.getRows()[0][0]),
    problems,
  };
}

/** A clock that is ahead dates a few events, after days without any. */
function aheadOf(days: readonly [string, number][]): Reading['ahead'] {
  const all = days.reduce((sum, [, events]) => sum + events, 0);
  let events = 0;
  for (let index = days.length - 1; index > 0; index--) {
    events += days[index][1];
    if (events > all * FEW) return undefined;
    const before = days[index - 1][0];
    if (Date.parse(days[index][0]) - Date.parse(before) > GAP) return { events, before };
  }
  return undefined;
}

function filesOf(path: string): string[] {
  if (!existsSync(path)) throw new CannotRun(`${path}: there is no such file or folder`);
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .filter((name) => !name.startsWith('.') && !name.startsWith('_'))
    .flatMap((name) => filesOf(join(path, name)));
}

/** By what it begins with: Firehose and exports name files as they like. */
function kindOf(file: string): string {
  const buffer = Buffer.alloc(HEAD);
  const descriptor = openSync(file, 'r');
  const head = buffer.subarray(0, readSync(descriptor, buffer, 0, HEAD, 0));
  closeSync(descriptor);
  if (head.subarray(0, 4).toString('latin1') === 'PAR1') {
    return file.includes(`/${PARTITION_COLUMN}=`) ? 'parquet-by-day' : 'parquet';
  }
  const isGzip = head[0] === 0x1f && head[1] === 0x8b;
  const text = isGzip ? gunzipSync(readFileSync(file)).subarray(0, HEAD).toString() : head.toString();
  if (/"event_id"/.test(text) && /"(event_name|raw)"/.test(text) && !/"event_type"/.test(text)) return 'rows';
  return text.includes('event_type') ? 'rum' : 'other';
}

function parquet(files: readonly string[], byDay: boolean): string {
  const hive = byDay
    ? `hive_partitioning = true, hive_types = {'${PARTITION_COLUMN}': VARCHAR}`
    : 'hive_partitioning = false';
  return `SELECT * FROM read_parquet([${files.map(literal).join(', ')}], union_by_name = true, ${hive})`;
}

function json(files: readonly string[], columns: readonly [string, ColumnType][]): string {
  const types = columns.map(([column, type]) => `${literal(column)}: ${literal(TYPES[type])}`).join(', ');
  return `SELECT * FROM read_json([${files.map(literal).join(', ')}], format = 'newline_delimited', columns = {${types}})`;
}

function fromRum(files: readonly string[], properties: Properties, target: string, problems: Problems): string {
  const lines = files.flatMap((file) => {
    const content = readFileSync(file);
    const text = (content[0] === 0x1f && content[1] === 0x8b ? gunzipSync(content) : content).toString('utf8');
    return eventsOf(file, text.replace(/^\uFEFF/, ''), problems).flatMap((event) => {
      const row = rowOf(event, properties, problems);
      return row ? [JSON.stringify(row)] : [];
    });
  });
  writeFileSync(target, lines.map((line) => `${line}\n`).join(''));
  return target;
}

const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;
const identifier = (name: string) => `"${name.replaceAll('"', '""')}"`;
