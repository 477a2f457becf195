import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { REJECTED_FIELDS } from '../../src/formats/events/rejected';
import { CannotRun, messageOf } from '../common/cannot-run';

export interface Rejected {
  readonly reason: string;
  /** What the ingest takes. */
  readonly raw: string;
}

type Row = { readonly [column: string]: unknown };

/** Reads files of the table, puts parts together, and leaves out copies. */
export function readRejected(paths: string[]): { readonly rejected: Rejected[]; readonly incomplete: number } {
  const { id, reason, received, part, parts, raw } = REJECTED_FIELDS;
  const found = new Map<string, { readonly first: Row; readonly texts: Map<number, string> }>();
  for (const row of paths.flatMap(filesOf).flatMap(rowsOf)) {
    const key = [id, reason, received].map(({ column }) => String(row[column])).join(' ');
    const one = found.get(key) ?? { first: row, texts: new Map<number, string>() };
    one.texts.set(Number(row[part.column]), String(row[raw.column]));
    found.set(key, one);
  }
  const whole = [...found.values()].filter(({ first, texts }) => texts.size === Number(first[parts.column]));
  const rejected = whole.map(({ first, texts }) => ({
    reason: String(first[reason.column]),
    raw: [...texts]
      .sort(([a], [b]) => a - b)
      .map(([, text]) => text)
      .join(''),
  }));
  const unique = new Map(rejected.map((one) => [one.raw, one]));
  return { rejected: [...unique.values()], incomplete: found.size - whole.length };
}

function filesOf(path: string): string[] {
  if (!existsSync(path)) throw new CannotRun(`${path}: there is no such file`);
  if (!statSync(path).isDirectory()) return [path];
  const names = readdirSync(path, { encoding: 'utf8', recursive: true }).sort();
  return names.map((name) => join(path, name)).filter((file) => statSync(file).isFile());
}

function rowsOf(file: string): Row[] {
  try {
    const content = readFileSync(file);
    const text = (content[0] === 0x1f && content[1] === 0x8b ? gunzipSync(content) : content).toString('utf8');
    return text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => JSON.parse(line));
  } catch (error) {
    throw new CannotRun(`${file} holds no rejected events: ${messageOf(error)}`);
  }
}
