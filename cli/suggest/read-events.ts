/**
 * Reads exported log events of CloudWatch RUM, in each of the wrappings in which CloudWatch Logs hands them out:
 * JSON lines; lines that begin with the time of ingestion, as an export to S3 and `aws logs tail` have them; the answers
 * of `aws logs filter-log-events`, `get-log-events` and `get-query-results`; and the messages of a subscription.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { CannotRun, messageOf } from '../common/cannot-run';
import { shown } from '../common/shown';
import type { Problems } from './problems';

export type Fields = Readonly<Record<string, unknown>>;

export interface LoggedEvent {
  readonly fields: Fields;
  /** When it was logged, by the clock of CloudWatch Logs, where the wrapping tells: milliseconds since 1970. */
  readonly received?: number;
  /** File and line, for messages. */
  readonly at: string;
}

export interface Reading {
  readonly files: number;
  readonly events: LoggedEvent[];
}

export function readEvents(paths: string[], problems: Problems): Reading {
  const files = paths.flatMap(filesOf);
  if (files.length === 0) throw new CannotRun(`${paths.join(', ')}: there are no files`);
  return { files: files.length, events: files.flatMap((file) => eventsOf(file, contentOf(file), problems)) };
}

/** Those of a folder in the order of their names: the same answer on every machine. */
function filesOf(path: string): string[] {
  if (!existsSync(path)) throw new CannotRun(`${path}: there is no such file`);
  if (!statSync(path).isDirectory()) return [path];
  const names = readdirSync(path, { encoding: 'utf8', recursive: true }).sort();
  // An export to S3 leaves a file of this name, which holds no events.
  return names
    .map((name) => join(path, name))
    .filter((file) => statSync(file).isFile() && !file.endsWith('aws-logs-write-test'));
}

function contentOf(file: string): string {
  try {
    const content = readFileSync(file);
    const isGzip = content[0] === 0x1f && content[1] === 0x8b;
    return (isGzip ? gunzipSync(content) : content).toString('utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    throw new CannotRun(`${file} can't be read: ${messageOf(error)}`);
  }
}

export function eventsOf(file: string, text: string, problems: Problems): LoggedEvent[] {
  const events: LoggedEvent[] = [];
  const take = (value: unknown, at: string, received?: number) => {
    try {
      unwrap(value, { at, received }, events, problems);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      problems.add('lines that are nested too deeply', at);
    }
  };
  const whole = parsed(text);
  if (whole !== undefined) {
    take(whole, `${file}:1`);
    return events;
  }
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const at = `${file}:${index + 1}`;
    const begin = line.search(/[[{]/);
    if (line.trim() === '') continue;
    const values = begin < 0 ? [] : valuesOf(line.slice(begin));
    if (values.length === 0) problems.add('lines that are not JSON', at);
    for (const value of values) take(value, at, momentOf(line.slice(0, begin).split(/\s/, 1)[0]));
  }
  return events;
}

type Where = Omit<LoggedEvent, 'fields'>;

function unwrap(value: unknown, where: Where, events: LoggedEvent[], problems: Problems): void {
  const { at } = where;
  const again = (inner: unknown, received = where.received) => unwrap(inner, { at, received }, events, problems);
  if (typeof value === 'string') {
    const begin = value.indexOf('{');
    const inner = begin < 0 ? undefined : parsed(value.slice(begin));
    if (inner === undefined) problems.add('log messages that are not JSON', at);
    else again(inner);
    return;
  }
  if (Array.isArray(value)) {
    const message = value.find((item) => item?.field === '@message');
    const valueIn = (name: string) => value.find((item) => item?.field === `@${name}`)?.value;
    if (message) again(message.value, receiptIn(valueIn));
    else for (const item of value) again(item);
    return;
  }
  const fields = (value ?? {}) as Fields;
  if (fields.messageType === 'CONTROL_MESSAGE') return;
  const inside = fields.logEvents ?? fields.events ?? fields.results ?? fields['@message'] ?? fields.message;
  if (typeof fields.event_type === 'string') events.push({ fields, ...where });
  else if (inside !== undefined)
    again(
      inside,
      receiptIn((name) => fields[name] ?? fields[`@${name}`]),
    );
  else problems.add('log events that are none of CloudWatch RUM: without event_type', at);
}

function receiptIn(valueIn: (name: string) => unknown): number | undefined {
  return momentOf(valueIn('ingestionTime')) ?? momentOf(valueIn('timestamp'));
}

/** In milliseconds, or as a text in UTC, with a `T` between day and time or a blank. */
function momentOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  const [, day, time, zone] = /^(\d{4}-\d\d-\d\d)[T ]([\d:.]+)(\S*)$/.exec(shown(value)) ?? [];
  const moment = Date.parse(`${day}T${time}${zone || 'Z'}`);
  return Number.isFinite(moment) ? moment : undefined;
}

/** The values of a line; a delivery stream puts several one after another. None if it is not JSON. */
function valuesOf(line: string): unknown[] {
  const whole = parsed(line);
  if (whole !== undefined) return [whole];
  const parts = line.split(/(?<=\})(?=\{)/);
  const values: unknown[] = [];
  let pending = '';
  for (const part of parts) {
    pending += part;
    const value = parsed(pending);
    if (value === undefined) continue;
    values.push(value);
    pending = '';
  }
  return pending === '' ? values : [];
}

function parsed(text: string): unknown {
  try {
    const value = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
