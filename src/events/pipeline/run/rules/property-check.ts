import type { RejectionReason } from '../../../../formats/events/batch';
import type { CatalogEvent, CatalogProperty } from '../../../../formats/events/catalog';
import type { ColumnType, Field } from '../../../../formats/events/fields';
import { redactedMail } from './redaction';

interface Flaw {
  readonly reason: RejectionReason;
  readonly detail: string;
}

/**
 * What is wrong with the properties of a declared event: the verdict of the JSON Schema that the catalog emits.
 *
 * What has no value is `null` or left out. Nothing is converted: what a column would not hold exactly is refused here,
 * because the reader of Amazon Data Firehose turns it into null or something else without a word. What is personal is not
 * quoted, and not demanded of an event that is sent again where it was `withheld`.
 */
export function flawOf(
  event: CatalogEvent,
  properties: Readonly<Record<string, unknown>>,
  withheld: readonly string[] = [],
): Flaw | undefined {
  for (const [name, declared] of Object.entries(event.properties)) {
    const value = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (value === undefined || value === null) {
      if (!declared.required || (declared.personal && withheld.includes(name))) continue;
      return { reason: 'missing_property', detail: `${name}: expected ${expected(declared)}` };
    } else if (!isRight(declared, value)) {
      const got = declared.personal ? kindOf(value) : shown(value);
      return { reason: 'wrong_type', detail: `${name}: got ${got}, expected ${expected(declared)}` };
    }
  }
  return undefined;
}

type Limits = CatalogProperty | Field;

/** Whether a column holds a value exactly, and the value is within the limits of what it is about. */
export function isRight(limits: Limits, value: unknown): value is string | number | boolean {
  const { type, values, maxLength, minimum, maximum } = limits as CatalogProperty;
  if (!fits(type, value)) return false;
  if (typeof value === 'string') {
    // JSON Schema counts characters as RFC 8259 does: code points, not the units of JavaScript.
    return (values?.includes(value) ?? true) && (maxLength === undefined || [...value].length <= maxLength);
  }
  if (typeof value !== 'number') return true;
  return (minimum === undefined || value >= minimum) && (maximum === undefined || value <= maximum);
}

/** Whether a column holds a value exactly. */
export function fits(type: ColumnType, value: unknown): value is string | number | boolean {
  switch (type) {
    case 'bigint':
      return Number.isSafeInteger(value); // beyond, JSON has already been read as another number
    case 'double':
      return Number.isFinite(value); // 1e400 has been read as infinite, and would be written as null
    default:
      return typeof value === type;
  }
}

export function expected(of: Limits): string {
  const { type, values, maxLength, minimum, maximum } = of as CatalogProperty;
  if (values) return `one of ${values.join(', ')}`;
  const limits = [
    maxLength === undefined ? '' : ` of at most ${maxLength} characters`,
    minimum === undefined ? '' : ` of at least ${minimum}`,
    maximum === undefined ? '' : ` of at most ${maximum}`,
  ];
  return TYPES[type] + limits.join('');
}

export const TYPES: { readonly [type in ColumnType]: string } = {
  string: 'a text',
  bigint: 'a whole number below 2^53',
  double: 'a number',
  boolean: 'true or false',
};

/** A value for a message: anything may be in an object. */
export function shown(value: unknown): string {
  if (typeof value === 'object' && value !== null) return kindOf(value);
  return redactedMail(typeof value === 'string' ? JSON.stringify(value.slice(0, 200)) : String(value)).slice(0, 100);
}

/** What stands in place of an object may be JSON of one, and what is personal is not told. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value === 'string' ? 'text' : typeof value}`;
}
