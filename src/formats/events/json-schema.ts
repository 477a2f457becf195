import type { CatalogEvent, CatalogProperty } from './catalog';
import type { ColumnType } from './fields';

const TYPES = { string: 'string', bigint: 'integer', double: 'number', boolean: 'boolean' } satisfies Record<
  ColumnType,
  string
>;

/**
 * The properties of an event as JSON Schema: what other tools check by gives the verdict of the ingest.
 *
 * What has no value may be `null`. There is no list of alternatives in it and no `additionalProperties`: an option of
 * validators that removes what is additional can strip nothing.
 *
 * @see https://json-schema.org/draft-07
 */
export function jsonSchema(name: string, { description, properties }: CatalogEvent): object {
  const entries = Object.entries(properties);
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: name,
    description,
    type: 'object',
    properties: Object.fromEntries(entries.map(([property, declared]) => [property, schemaOf(declared)])),
    required: entries.filter(([, { required }]) => required).map(([property]) => property),
  };
}

function schemaOf({ type, required, values, maxLength, minimum, maximum, description }: CatalogProperty): object {
  const whole = type === 'bigint';
  return {
    description,
    type: required ? TYPES[type] : [TYPES[type], 'null'],
    enum: values && (required ? values : [...values, null]),
    maxLength,
    // JSON carries larger ones, which are read as others.
    minimum: whole ? Math.max(minimum ?? -Infinity, Number.MIN_SAFE_INTEGER) : minimum,
    maximum: whole ? Math.min(maximum ?? Infinity, Number.MAX_SAFE_INTEGER) : maximum,
  };
}
