import type { RejectionReason } from '../../../../formats/events/batch';
import type { CatalogEvent, CatalogProperty } from '../../../../formats/events/catalog';
import type { ColumnType } from '../../../../formats/events/fields';

interface Flaw {
  readonly reason: RejectionReason;
  readonly detail: string;
}

/**
 * What is wrong with the properties of a declared event: the verdict of the JSON Schema that the catalog emits.
 *
 * What has no value is `null` or left out. Nothing is converted: what a column would not hold exactly is refused here,
 * because the reader of Amazon Data Firehose turns it into null or something else without a word.
 */
export function flawOf(event: CatalogEvent, properties: Readonly<Record<string, unknown>>): Flaw | undefined {
  for (const [name, declared] of Object.entries(event.properties)) {
    const value = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (value === undefined || value === null) {
      if (declared.required) return { reason: 'missing_property', detail: `${name}: expected ${expected(declared)}` };
    } else if (!isRight(declared, value)) {
      return { reason: 'wrong_type', detail: `${name}: got ${shown(value)}, expected ${expected(declared)}` };
    }
  }
  return undefined;
}

function isRight({ type, values, maxLength, minimum, maximum }: CatalogProperty, value: unknown): boolean {
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

function expected({ type, values, maxLength, minimum, maximum }: CatalogProperty): string {
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

export function shown(value: unknown): string {
  return (JSON.stringify(value) ?? String(value)).slice(0, 100);
}
