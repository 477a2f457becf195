import { Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import {
  type Argument,
  type ArgumentType,
  kindOf,
  type PartDocument,
  type RequestDocument,
  VARIABLE_REFERENCE,
} from '../../formats/journey';
import { parseJsonPath } from '../../formats/json-path';
import { checkNumber, checkPattern, checkRemoteHttpUrl, checkText } from '../../private/checks';
import { fail } from '../../private/errors';
import { checkFile } from './journey-files';
import { holdsSecret } from './journey-secret';
import { checkLocator } from './selectors/locator-checks';

const BODYLESS = ['GET', 'HEAD'];

interface Check {
  readonly scope: Construct;
  /** What is checked, as errors name it. */
  readonly what: string;
  readonly budgetMs: number;
  /** Whether it is something to find, not to do. */
  readonly isExpected: boolean;
}

/** How each type of argument is checked. */
const CHECKS: Record<ArgumentType, (check: Check, got: unknown, argument: Argument) => void> = {
  locator: ({ scope, what }, got) => checkLocator(scope, what, String(got)),
  text: ({ scope, what, isExpected }, got, { mayBeEmpty }) => {
    // White space is collapsed before it is looked for: of a blank text nothing is left, and that is on any page.
    const rule = {
      pattern: isExpected ? /\S/ : /./s,
      expected: 'a text that is not empty',
      fix: 'pass the text, or drop the part',
    };
    if (!mayBeEmpty) checkPattern(scope, what, String(got), rule);
  },
  address: ({ scope, what }, got) => {
    const url = String(got);
    // A variable at the beginning may bring the scheme along.
    if (url.startsWith('/') || url.search(VARIABLE_REFERENCE) === 0) return;
    checkRemoteHttpUrl(scope, what, url, ', or a path that starts with /');
  },
  key: (check, got) => checkKey(check, got, false),
  keys: (check, got) => checkKey(check, got, true),
  number: ({ scope, what }, got, { min, max }) => {
    checkNumber(scope, what, got, { min, max, multipleOf: 1, fix: 'pass such a number' });
  },
  duration: checkTime,
  file: ({ scope, what }, got) => checkFile(scope, what, String(got)),
  'JSON path': checkJsonPath,
  'name of an attribute': ({ scope, what }, got) => {
    const expected = 'the name of an attribute';
    checkPattern(scope, what, String(got), { pattern: /^[^\s"'<>/=]+$/, expected, fix: 'pass a name such as href' });
  },
};

/** Refuses an action or an expectation that could not be played. */
export function checkPart(scope: Construct, what: string, part: PartDocument, budgetMs: number): void {
  const check = { scope, what, budgetMs, isExpected: 'expect' in part };
  checkSecrets(check, part);
  for (const argument of kindOf(part).takes) {
    const got = argument.from(part);
    const named = argument.name === undefined ? check : { ...check, what: `${what}: ${argument.name}` };
    if (got !== undefined) CHECKS[argument.is](named, got, argument);
  }
  for (const locator of part.alternatives ?? []) checkLocator(scope, what, locator);
  checkTime({ ...check, what: `${what}: timeout` }, part.timeoutMs);
  if ('action' in part) {
    if (part.request) checkRequest(check, part.request);
  } else if (part.ignoring?.some((text) => text.trim() === '')) {
    const fix = 'pass a part of the text of the error';
    fail(scope, {
      what,
      got: part.ignoring,
      expected: 'texts that are not empty: each error contains an empty one',
      fix,
    });
  }
}

/** A secret may stand only where the runner can keep it out of reports. */
function checkSecrets({ scope, what }: Check, part: PartDocument): void {
  const texts = kindOf(part).takes.flatMap(({ from, mayBeSecret }) => (mayBeSecret ? [] : [from(part)]));
  if ('action' in part && part.request) {
    texts.push(...Object.values(part.request.extract ?? {}), ...Object.keys(part.request.headers ?? {}));
  }
  if ('expect' in part) texts.push(...(part.ignoring ?? []));
  if (!texts.some(holdsSecret)) return;
  fail(scope, {
    what,
    got: 'a secret',
    expected:
      'secrets only in what fills a field, in values of headers and in bodies: elsewhere reports would show them',
    fix: 'pass a text that is no secret',
  });
}

function checkRequest(check: Check, { method, headers = {}, body, extract = {} }: RequestDocument): void {
  const { scope, what } = check;
  for (const [name, value] of Object.entries(headers)) {
    checkPattern(scope, `${what}: headers`, name, {
      pattern: /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/,
      expected: 'the name of a header',
      fix: 'rename the header',
    });
    checkPattern(scope, `${what}: header ${name}`, value, {
      pattern: /^[\t\x20-\x7e\x80-\xff]*$/,
      expected: 'characters of ISO-8859-1, in one line',
      fix: 'encode the value',
    });
  }
  if (body !== undefined && BODYLESS.includes(method)) {
    fail(scope, {
      what: `${what}: body`,
      got: body,
      expected: `none with ${method}`,
      fix: 'pass method, such as POST',
    });
  }
  for (const [name, path] of Object.entries(extract)) {
    checkPattern(scope, `${what}: extract`, name, {
      pattern: /^\w{1,64}$/,
      expected: 'up to 64 letters, digits or "_"',
      fix: 'rename the variable',
    });
    checkJsonPath({ ...check, what: `${what}: extract ${name}` }, path);
  }
}

function checkJsonPath({ scope, what }: Check, got: unknown): void {
  checkText(scope, what, String(got), {
    isRight: (path) => parseJsonPath(path) !== undefined,
    expected: 'a JSON path to one value, of $, .name, ["name"] and [0]',
    fix: 'write it such as $.items[0].price; wildcards and filters are not supported',
  });
}

function checkTime({ scope, what, budgetMs }: Check, milliseconds: unknown): void {
  if (milliseconds === undefined || Token.isUnresolved(milliseconds)) return;
  checkNumber(scope, `${what} (in seconds)`, Number(milliseconds) / 1000, {
    above: 0,
    max: budgetMs / 1000,
    because: ', what the timeout of the canary leaves for the journey',
    fix: 'pass another time here, or a longer timeout to the canary',
  });
}

function checkKey({ scope, what }: Check, got: unknown, combined: boolean): void {
  checkText(scope, what, String(got), {
    isRight: (key) => isKey(key, combined),
    expected: `a key such as Enter, ArrowDown${combined ? ', a or Control+A' : ' or a'}`,
    fix: 'write it as Playwright does; for other characters take Action.type',
  });
}

/** The keys that Playwright knows by name, beside printable ASCII characters. */
const KEYS = new Set(
  [
    'Escape Backspace Tab Enter Delete Insert Home End PageUp PageDown ArrowUp ArrowDown ArrowLeft ArrowRight Space',
    'Shift ShiftLeft ShiftRight Control ControlLeft ControlRight Alt AltLeft AltRight Meta MetaLeft MetaRight',
    'ControlOrMeta AltGraph CapsLock NumLock ScrollLock Pause PrintScreen ContextMenu',
    'Backquote Minus Equal BracketLeft BracketRight Backslash Semicolon Quote Comma Period Slash',
    'NumpadAdd NumpadSubtract NumpadMultiply NumpadDivide NumpadDecimal NumpadEnter',
    ...range(1, 12).map((number) => `F${number}`),
    ...range(0, 9).flatMap((digit) => [`Digit${digit}`, `Numpad${digit}`]),
    ...range(0, 25).map((letter) => `Key${String.fromCharCode(65 + letter)}`),
  ].flatMap((names) => names.split(' ')),
);

/** Whether it is a key, or if they may be combined, keys with a plus between them. */
function isKey(text: string, combined: boolean): boolean {
  if (/^[ -~]$/.test(text) || KEYS.has(text)) return true;
  const [, first, rest] = (combined && /^([^+]+)\+(.+)$/.exec(text)) || [];
  return first !== undefined && isKey(first, false) && isKey(rest, true);
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
