import { isObject } from '../core/is-object';
import { json } from '../core/json';
import { safely } from '../core/safely';
import { cut } from '../core/text';

const NAME_LENGTH = 200;
const MESSAGE_LENGTH = 1_000;
const STACK_LENGTH = 1_000;
/** Of what an error was caused by, and of what it holds. */
const CAUSES = 5;
const MEMBERS = 20;
/** Whose texts say what went wrong; any other text may be somebody's name. */
const TELLING = /^(message|type|code|reason|error|detail|kind|status|statusText|tagName)$/i;
/** Whose queries hold what users typed. */
const ADDRESSES = /^(url|src|href)$/i;
/** What tells something about an object of the browser, whose members are not its own. */
const MEMBERS_OF_BROWSER = [
  'type',
  'code',
  'reason',
  'status',
  'statusText',
  'url',
  'tagName',
  'src',
  'href',
  'target',
];

/** An error in the shape of the web client of AWS. */
export interface ErrorDetails {
  readonly version: '1.0.0';
  readonly type: string;
  readonly message: string;
  readonly filename?: string;
  readonly lineno?: number;
  readonly colno?: number;
  readonly stack?: string;
}

/** How it was found out, and what the browser says about it. */
export interface Finding {
  readonly type: string;
  readonly message?: unknown;
  readonly filename?: unknown;
  readonly lineno?: unknown;
  readonly colno?: unknown;
}

/**
 * What was thrown, which can be anything: another window's error, a number, or what throws when it is read.
 *
 * What is no error is shown by its first members. The stack of an error goes on with what caused it.
 */
export function described(thrown: unknown, { type: kind, ...finding }: Finding): ErrorDetails {
  const { type = kind, message } = identified(thrown);
  const causes = causesOf(thrown);
  const stack = stackOf(thrown, `${type}: `, message);
  const place = placeIn(stack);
  const filename = text(finding.filename, MESSAGE_LENGTH);
  const { file, line, column } = filename ? { file: filename, line: finding.lineno, column: finding.colno } : place;
  const whole = cut(stack, STACK_LENGTH - causes.length) + causes;
  return {
    version: '1.0.0',
    type,
    message: ((thrown ?? '') !== '' && message) || text(finding.message, MESSAGE_LENGTH) || message || type,
    ...(file && { filename: file }),
    ...(typeof line === 'number' && { lineno: line }),
    ...(typeof column === 'number' && { colno: column }),
    ...(whole && { stack: whole }),
  };
}

/** `TypeError: x is undefined` for an error, and something readable for anything else. */
export function readable(value: unknown): string {
  const { type, message } = identified(value);
  return type ? `${type}: ${message}` : message;
}

/** Whether it says what went wrong; other windows have errors of their own, so nobody asks what it is an instance of. */
export function isError(value: unknown): boolean {
  return (
    isObject(value) &&
    typeof value !== 'function' &&
    (!!text(read(value, 'message'), 1) || !!text(read(value, 'stack'), 1))
  );
}

function identified(thrown: unknown): { type?: string; message: string } {
  if (isError(thrown)) {
    return {
      type: text(read(thrown, 'name'), NAME_LENGTH),
      message: text(read(thrown, 'message'), MESSAGE_LENGTH) ?? '',
    };
  }
  const shown = outlined(thrown, 2);
  const message = cut(typeof shown === 'string' ? shown : json(shown), MESSAGE_LENGTH);
  const tag = isObject(thrown) && safely(() => Object.prototype.toString.call(thrown).slice(8, -1));
  return { message, ...(tag && !/^(Object|Array|Function)$/.test(tag) && { type: cut(tag, NAME_LENGTH) }) };
}

/** As much of a value as fits: neither deep nor wide. */
function outlined(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return cut(value, MESSAGE_LENGTH);
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value;
  if (typeof value === 'function') return `function ${text(read(value, 'name'), NAME_LENGTH) ?? ''}`;
  if (!isObject(value)) return String(value);
  if (isError(value)) return readable(value);
  if (!depth) return '…';
  return safely(() => members(value, depth - 1)) ?? 'unreadable';
}

function members(of: object, depth: number): unknown {
  if (Array.isArray(of)) return of.slice(0, MEMBERS).map((item) => outlined(item, depth));
  let names = Object.keys(of).filter((name) => name !== 'isTrusted'); // which events have of their own
  if (!names.length) names = MEMBERS_OF_BROWSER.filter((name) => read(of, name));
  const shownAs = (name: string, value: unknown) => {
    if (typeof value !== 'string' || TELLING.test(name)) return outlined(value, depth);
    return ADDRESSES.test(name) ? cut(value.split(/[?#]/, 1)[0], MESSAGE_LENGTH) : '…';
  };
  if (names.length)
    return Object.fromEntries(names.slice(0, MEMBERS).map((name) => [name, shownAs(name, read(of, name))]));
  const shown = safely(() => cut(String(of), MESSAGE_LENGTH));
  return !shown || shown === '[object Object]' ? {} : shown;
}

/** What browsers leave out of the stack, though it often is the only thing that helps. */
function causesOf(error: unknown): string {
  const found = [error];
  for (let index = 0; index < found.length; index++) {
    const errors = read(found[index], 'errors');
    const causes = [
      read(found[index], 'cause'),
      ...(safely(() => Array.isArray(errors) && errors.slice(0, CAUSES)) || []),
    ];
    for (const cause of causes) {
      if (cause !== undefined && cause !== null && found.length <= CAUSES && !found.includes(cause)) found.push(cause);
    }
  }
  return found
    .slice(1)
    .map((cause) => `\nCaused by: ${cut(readable(cause), NAME_LENGTH)}`)
    .join('');
}

/** The stack of calls; some browsers put the message before it, which may be longer than all that is sent. */
function stackOf(error: unknown, prefix: string, message: string): string {
  const stack = read(error, 'stack');
  if (typeof stack !== 'string') return '';
  const whole = prefix + read(error, 'message');
  if (!stack.startsWith(whole)) return cut(stack, STACK_LENGTH);
  return prefix + cut(message, NAME_LENGTH) + cut(stack.slice(whole.length), STACK_LENGTH);
}

/** Where the first call of the stack is. */
function placeIn(stack: string): { file?: string; line?: number; column?: number } {
  for (const call of stack.split('\n')) {
    const begin = /^\s*at |@/.test(call) ? call.search(/[\w+.-]{1,40}:\/\//) : -1;
    const [whole, line, column] = begin < 0 ? [] : (/:(\d{1,9}):(\d{1,9})\)?\s{0,9}$/.exec(call) ?? []);
    if (whole) return { file: call.slice(begin, -whole.length), line: Number(line), column: Number(column) };
  }
  return {};
}

/** Getters throw, and so does every look at a proxy that was revoked. */
function read(of: unknown, name: string): unknown {
  return safely(() => (of as Record<string, unknown> | null | undefined)?.[name]);
}

function text(value: unknown, length: number): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? cut(String(value), length) : undefined;
}
