import { Stack, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { checkNumber } from '../../private/checks';
import { fail } from '../../private/errors';

const MAX_CHARACTERS = 4000;
const COMPARISONS = ['<', '<=', '>', '>=', '='];

/** The only first-level fields of an event that patterns, values and dimensions may refer to. */
const FIRST_LEVEL_KEYS = [
  'account_id',
  'application_Id',
  'application_version',
  'application_name',
  'batch_id',
  'event_details',
  'event_id',
  'event_interaction',
  'event_timestamp',
  'event_type',
  'event_version',
  'log_stream',
  'metadata',
  'sessionId',
  'user_details',
  'userId',
];

/** A dimension of a metric, from a field such as `event_details.transaction`. */
export interface Dimension {
  readonly field: string;
  readonly name: string;
  /** What the pattern says of the field, exact values and filters; undefined if it says nothing. */
  readonly values?: readonly unknown[];
}

/** What a pattern says of its fields, by their paths; of a wrong one, which is refused later, what can be told. */
export function fieldsOf(pattern: unknown, parent = ''): ReadonlyMap<string, readonly unknown[]> {
  const fields = new Map<string, readonly unknown[]>();
  if (!isObject(pattern) || Token.isUnresolved(pattern)) return fields;
  for (const [key, value] of Object.entries(pattern)) {
    if (Array.isArray(value)) fields.set(parent + key, value);
    else for (const [path, values] of fieldsOf(value, `${parent}${key}.`)) fields.set(path, values);
  }
  return fields;
}

/** The pattern of events of one type whose dimensions have these values. */
export function patternOf(eventType: string, dimensions: readonly Dimension[], details?: Record<string, unknown>) {
  const under = (key: string) =>
    Object.fromEntries(
      dimensions
        .filter(({ field }) => field.startsWith(`${key}.`))
        .map(({ field, values }) => [field.slice(key.length + 1), values]),
    );
  const metadata = under('metadata');
  const eventDetails = { ...details, ...under('event_details') };
  return {
    event_type: [eventType],
    ...(Object.keys(metadata).length > 0 && { metadata }),
    ...(Object.keys(eventDetails).length > 0 && { event_details: eventDetails }),
  };
}

/** Refuses a path that doesn't begin with a field of an event. */
export function checkField(scope: Construct, what: string, path: string): void {
  if (Token.isUnresolved(path)) return;
  const [first, ...rest] = path.split('.');
  if (FIRST_LEVEL_KEYS.includes(first) && rest.every((part) => part.trim() !== '')) return;
  fail(scope, {
    what,
    got: path,
    expected: `a path of fields, such as "event_details.items", that begins with one of ${FIRST_LEVEL_KEYS.join(', ')}`,
    fix: 'put "event_details." before a field of your event, "metadata." before one of its metadata',
  });
}

/** Refuses a pattern that the service would refuse in the definition of a custom metric. */
export function checkEventPattern(scope: Construct, what: string, pattern: unknown): void {
  checkObject(scope, what, pattern);
  for (const key of Object.keys(pattern)) checkField(scope, `${what} (first-level key)`, key);
  checkFields(scope, what, pattern);
  if ('event_details' in pattern && !('event_type' in pattern)) {
    fail(scope, {
      what,
      got: pattern,
      expected: 'an event_type where there are event_details',
      fix: 'name the type of the event that has these details',
    });
  }
}

/** JSON as it is, unless something is known only at deployment: a field may have the name of an intrinsic function. */
export function renderPattern(scope: Construct, what: string, pattern: object): string {
  const known = hasTokens(pattern) ? undefined : JSON.stringify(pattern);
  checkNumber(scope, `${what} (characters of JSON)`, known?.length ?? lengthAtLeast(Stack.of(scope).resolve(pattern)), {
    max: MAX_CHARACTERS,
    fix: 'shorten the values, or split the metric into several',
  });
  return known ?? Stack.of(scope).toJsonString(pattern);
}

/** The characters of JSON that are certain; what is known only at deployment counts nothing. */
export function lengthAtLeast(resolved: unknown): number {
  const isIntrinsic = (value: unknown) => isObject(value) && /^(Ref|Fn::.*)$/.test(Object.keys(value).join());
  return JSON.stringify(resolved, (_, value) => (isIntrinsic(value) ? '' : value)).length;
}

function checkFields(scope: Construct, what: string, pattern: object, parent = ''): void {
  for (const [key, value] of Object.entries(pattern)) {
    const path = parent + key;
    if (Token.isUnresolved(value)) continue;
    if (Array.isArray(value)) checkValues(scope, `${what} (${path})`, value);
    else {
      checkObject(scope, `${what} (${path})`, value);
      checkFields(scope, what, value, `${path}.`);
    }
  }
}

function checkObject(scope: Construct, what: string, value: unknown): asserts value is object {
  if (isObject(value) && Object.keys(value).length > 0) return;
  fail(scope, {
    what,
    got: value,
    expected: 'an object with fields, or below the first level an array with one value',
    fix: 'pass a pattern such as { event_type: ["my_event"], event_details: { color: ["red"] } }',
  });
}

function checkValues(scope: Construct, what: string, values: unknown[]): void {
  if (values.length !== 1) {
    fail(scope, {
      what,
      got: values,
      expected: 'an array of one value: custom metrics take no more',
      fix: 'define one metric for each value',
    });
  }
  if (Token.isUnresolved(values[0]) || isScalar(values[0]) || isFilter(values[0])) return;
  fail(scope, {
    what,
    got: values[0],
    expected: 'a text, number or boolean, or a filter: prefix, suffix, anything-but, numeric or exists',
    fix: 'pass a filter such as { exists: true } or { numeric: [">=", 400, "<", 500] }',
  });
}

function hasTokens(value: unknown): boolean {
  if (Token.isUnresolved(value)) return true;
  return typeof value === 'object' && value !== null && Object.values(value).some(hasTokens);
}

function isFilter(value: unknown): boolean {
  if (!isObject(value) || Object.keys(value).length !== 1) return false;
  const [[name, argument]] = Object.entries(value);
  switch (name) {
    case 'prefix':
    case 'suffix':
      return typeof argument === 'string';
    case 'exists':
      return typeof argument === 'boolean';
    case 'anything-but':
      return isScalar(argument) || (Array.isArray(argument) && argument.length > 0 && argument.every(isScalar));
    case 'numeric':
      return isNumeric(argument);
    default:
      return false;
  }
}

function isNumeric(argument: unknown): boolean {
  if (!Array.isArray(argument) || (argument.length !== 2 && argument.length !== 4)) return false;
  return argument.every((part, i) => (i % 2 === 0 ? COMPARISONS.includes(part) : Number.isFinite(part)));
}

function isScalar(value: unknown): boolean {
  return value === null || ['string', 'boolean'].includes(typeof value) || Number.isFinite(value);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
