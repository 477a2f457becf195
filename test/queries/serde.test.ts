import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Trino } from './engines';

/**
 * The lab's format conversion against the reader of the OpenX JSON SerDe in Trino: each value below in each type of
 * column. docs/engines.md names what becomes null.
 */
const TYPES = { string: 'varchar', bigint: 'bigint', double: 'double', boolean: 'boolean', timestamp: 'timestamp(3)' };
type Type = keyof typeof TYPES;

const VALUES = [
  ...['null', '"text"', '""', '" "', '"é\\n\\"\\/</\\u0001\\u0009"', '"null"'],
  ...['0', '-0', '1', '-1', '12.7', '-12.7', '1.0', '1.50', '-0.0', '0.1', '1e3', '1E-7', '1e30', '1e-400', '1e400'],
  ...['9007199254740993', '9223372036854775807', '9223372036854775808', '-9223372036854775808', '-9223372036854775809'],
  ...[
    '"123"',
    '"12.7"',
    '"3.5"',
    '" 3.5 "',
    '"+5"',
    '"1e3"',
    '"0x1F"',
    '"010"',
    '"08"',
    '".5"',
    '"5."',
    '"1_0"',
    '"1d"',
  ],
  ...['"NaN"', '"Infinity"', '"-Infinity"', '"inf"', '"abc"'],
  ...['true', 'false', '"true"', '"TRUE"', '"false"', '"yes"', '"1"'],
  ...['{}', '{"a":1}', '{"b":{"c":[1,"2",null,true]},"a":1.10}', '{"k":1,"K":2}', '[]', '[1,2]', '[{"a":"x"}]'],
  ...['1795910400', '1795910400000', '1795910400123', '1795910400.5', '1795910400123.9', '"1795910400123"', '-1'],
  ...[
    '"2026-11-28T10:00:00Z"',
    '"2026-11-28T10:00:00+02:00"',
    '"2026-11-28T10:00:00.1239+0200"',
    '"2026-11-28T10:00:00"',
  ],
  ...[
    '"2026-11-28 10:00:00"',
    '"2026-11-28 10:00:00.5"',
    '"2026-11-28"',
    '"2026-11-28T23:59:59.9996Z"',
    '"28.11.2026"',
  ],
  ...['"2026-02-30T10:00:00Z"', '"2026-11-28T10:00Z"'],
];

/** As times they are later than 2262, which the lab's files can't hold: no rows there. */
const TOO_LATE = /^-?\d{16,}$|^\d{13}\.\d$/;

/** Whole records: two columns, `a` and `b`. */
const RECORDS = [
  ...[
    '{}',
    '{"a":"1"}',
    '{"A":"upper"}',
    '{"a":"first","A":"second"}',
    '{"A":"first","a":"second"}',
    '{"a":null,"b":2}',
  ],
  ...['{"a":"1","a":"2"}', '{"c":1,"b":2}', '{"a.b":1,"b":3}', '{"A":"x","a":null}', '{"a":{"X":1,"x":2},"b":1}'],
];

interface Read {
  readonly rows: (string | number | boolean | null)[][];
  /** Of records that are no rows. */
  readonly failed: string[];
}

/** One record a file, as one that can't be read fails all others of its file. */
async function byTrino(trino: Trino, folder: string, columns: Record<string, Type>, records: string[]): Promise<Read> {
  const list = Object.entries(columns).map(([name, type]) => `${name} ${TYPES[type]}`);
  const read: Read = { rows: [], failed: [] };
  const table = `t${tables++}`;
  mkdirSync(join(folder, table));
  for (const [at, record] of records.entries()) writeFileSync(join(folder, table, file(at)), `${record}\n`);
  await trino.run(
    `CREATE TABLE ${table} (${list.join(', ')}) WITH (external_location = 'local:///${table}', format = 'OPENX_JSON')`,
  );
  const texts = Object.entries(columns).map(([name, type]) =>
    type === 'timestamp' ? `CAST(to_unixtime(${name}) * 1000 AS bigint)` : name,
  );
  const select = (where: string) => `SELECT "$path", ${texts.join(', ')} FROM ${table} ${where} ORDER BY "$path"`;
  const bad = new Set<number>();
  const all = records.map((_, at) => at);
  const ask = async (which: number[]): Promise<void> => {
    if (which.length === 0) return;
    const paths = which.map((at) => `'local:///${table}/${file(at)}'`);
    try {
      const { rows } = await trino.run(select(`WHERE "$path" IN (${paths.join(', ')})`));
      for (const [path, ...values] of rows)
        found.set(Number(/(\d+)\.json$/.exec(String(path))?.[1]), values as Read['rows'][0]);
    } catch {
      if (which.length > 1) {
        const middle = which.length >> 1;
        await ask(which.slice(0, middle));
        await ask(which.slice(middle));
      } else bad.add(which[0]);
    }
  };
  const found = new Map<number, Read['rows'][0]>();
  await ask(all);
  for (const at of all) {
    if (bad.has(at)) read.failed.push(records[at]);
    else read.rows.push(found.get(at) ?? []);
  }
  return read;
}
let tables = 0;
const file = (at: number) => `${String(at).padStart(4, '0')}.json`;

const LAB = `
import json, sys
from lab.server.firehose import openx
given = json.load(sys.stdin)
read = {"rows": [], "failed": []}
for record in given["records"]:
    try:
        row = openx.row(openx.parse(record), given["columns"])
    except openx.Unreadable:
        read["failed"].append(record)
        continue
    read["rows"].append([row[name] for name in given["columns"]])
print(json.dumps(read, default=str))
`;

const ROOT = join(__dirname, '../..');

function byTheLab(columns: Record<string, Type>, records: string[]): Read {
  const output = execFileSync(join(ROOT, 'lab/.venv/bin/python'), ['-c', LAB], {
    cwd: ROOT,
    input: JSON.stringify({ columns, records }),
    encoding: 'utf8',
  });
  // What JavaScript has no number for is text, as in the answers of Trino.
  return JSON.parse(output.replace(/(?<=[[ ])(-?\d{16,}|NaN|-?Infinity)(?=[,\]])/g, '"$1"'));
}

let trino: Trino;
const folder = mkdtempSync(join(tmpdir(), 'serde-'));
beforeAll(async () => {
  trino = await Trino.onFolder(folder);
  await trino.run('CREATE SCHEMA IF NOT EXISTS hive.default');
});
afterAll(() => trino?.end());

test.each(Object.keys(TYPES) as Type[])(
  'every value becomes what Trino reads under a column of type %s',
  async (type) => {
    const values = type === 'timestamp' ? VALUES.filter((value) => !TOO_LATE.test(value)) : VALUES;
    const records = values.map((value) => `{"v":${value}}`);
    const expected = await byTrino(trino, folder, { v: type }, records);
    const read = byTheLab({ v: type }, records);
    const label = ({ rows, failed }: Read) => {
      const kept = records.filter((record) => !failed.includes(record));
      return Object.fromEntries([
        ...kept.map((record, at) => [record, rows[at]?.[0]]),
        ...failed.map((record) => [record, 'no row']),
      ]);
    };
    expect(label(read)).toEqual(label(expected));
  },
);

test('keys, missing and null are read as Trino reads them', async () => {
  const columns = { a: 'string', b: 'bigint' } as const;
  expect(byTheLab(columns, RECORDS)).toEqual(await byTrino(trino, folder, columns, RECORDS));
});
