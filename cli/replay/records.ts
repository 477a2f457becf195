import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { CannotRun, messageOf } from '../common/cannot-run';

export type Fields = { readonly [name: string]: unknown };

/** A JSON object of a file, with where it is; or why it can't be read. */
export type KeptRecord = { readonly where: string } & ({ readonly fields: Fields } | { readonly flaw: string });

/** Reads files and folders of them, compressed or not. */
export function readRecords(paths: readonly string[]): KeptRecord[] {
  return paths.flatMap(filesOf).flatMap((file) => recordsOf(textOf(file), `${file}:`));
}

/**
 * The objects of a text: one a line, as Amazon Data Firehose writes rows and failures; or over several lines, or joined
 * without a line feed.
 */
export function recordsOf(text: string, where: string): KeptRecord[] {
  const lines = text.split('\n').map((line, index) => read(line, `${where}${index + 1}`));
  if (lines.every((one) => one === undefined || 'fields' in one)) return lines.filter((one) => one !== undefined);
  return [...objectsOf(text)]
    .map(([object, line]) => read(object, `${where}${line}`))
    .filter((one) => one !== undefined);
}

/** Ends an object where its braces do, and what is none where the line does. */
function* objectsOf(text: string): Generator<[string, number]> {
  let depth = 0;
  let start = 0;
  let line = 1;
  let startLine = 1;
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\\n]+|\\.)*"|[{}\n]/g)) {
    if (token === '{') depth++;
    if (token === '}') depth--;
    if (token === '\n') line++;
    if (depth > 0 || (token !== '}' && token !== '\n')) continue;
    depth = 0;
    yield [text.slice(start, index + 1), startLine];
    start = index + 1;
    startLine = line;
  }
  yield [text.slice(start), startLine];
}

function read(text: string, where: string): KeptRecord | undefined {
  if (text.trim() === '') return undefined;
  try {
    const fields: unknown = JSON.parse(text);
    return isFields(fields) ? { where, fields } : { where, flaw: 'it is no JSON object' };
  } catch {
    return { where, flaw: 'it is no JSON' };
  }
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function filesOf(path: string): string[] {
  if (!existsSync(path)) throw new CannotRun(`${path}: there is no such file`);
  if (!statSync(path).isDirectory()) return [path];
  const names = readdirSync(path, { encoding: 'utf8', recursive: true }).sort();
  return names.map((name) => join(path, name)).filter((file) => statSync(file).isFile());
}

function textOf(file: string): string {
  try {
    const content = readFileSync(file);
    return (content[0] === 0x1f && content[1] === 0x8b ? gunzipSync(content) : content).toString('utf8');
  } catch (error) {
    throw new CannotRun(`${file} can't be read: ${messageOf(error)}`);
  }
}
