import Ajv from 'ajv';
import fc from 'fast-check';
import { flawOf } from '../../../../src/events/pipeline/run/rules/property-check';
import type { CatalogEvent, CatalogProperty } from '../../../../src/formats/events/catalog';
import { jsonSchema } from '../../../../src/formats/events/json-schema';

const NAMES = ['sku', 'price', 'constructor', 'a.b'];
const texts = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 6 }), fc.constantFrom('a', 'b', '1', 'true', '😀😀'));
const numbers = fc.oneof(
  fc.integer(),
  fc.double(),
  fc.constantFrom(0, -0, 2.5, 2 ** 53 - 1, 2 ** 53, 2 ** 63, -(2 ** 53), Infinity, 12.0),
);
const limits = { minimum: fc.option(fc.integer({ min: -9, max: 9 }), { nil: undefined }) };
const base = { required: fc.boolean() };
const property: fc.Arbitrary<CatalogProperty> = fc.oneof(
  fc.record({
    ...base,
    type: fc.constant('string' as const),
    maxLength: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
  }),
  fc.record({
    ...base,
    type: fc.constant('string' as const),
    values: fc.uniqueArray(texts, { minLength: 1, maxLength: 3 }),
  }),
  fc.record({ ...base, ...limits, type: fc.constantFrom('bigint' as const, 'double' as const) }),
  fc.record({ ...base, type: fc.constant('boolean' as const) }),
);
const value = fc.oneof(
  texts,
  numbers,
  fc.boolean(),
  fc.constant(null),
  fc.array(numbers, { maxLength: 2 }),
  fc.constant({}),
);
const some = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.uniqueArray(fc.tuple(fc.constantFrom(...NAMES), arbitrary), { selector: ([name]) => name, maxLength: 4 });

test('the ingest gives the verdict that Ajv gives on the schema which the catalog emits', () => {
  // Without ownProperties Ajv takes what every object inherits, such as constructor, for a property that is there.
  const ajv = new Ajv({ strict: false, ownProperties: true });
  let wrong = 0;
  fc.assert(
    fc.property(some(property), some(value), (declared, told) => {
      const event: CatalogEvent = { properties: Object.fromEntries(declared) };
      const properties = Object.fromEntries(told);
      const validate = ajv.compile(jsonSchema('any', event));
      const isRight = validate(properties);
      if (!isRight) wrong++;
      expect({ declared, told, flaw: flawOf(event, properties) === undefined }).toEqual({
        declared,
        told,
        flaw: isRight,
      });
    }),
    { numRuns: 600 },
  );
  expect(wrong).toBeGreaterThan(100);
});

test.each<[CatalogProperty, unknown, string | undefined]>([
  [{ type: 'bigint' }, 2 ** 53, 'n: got 9007199254740992, expected a whole number below 2^53'],
  [{ type: 'bigint' }, 12.7, 'n: got 12.7, expected a whole number below 2^53'],
  [{ type: 'bigint' }, '12', 'n: got "12", expected a whole number below 2^53'],
  [{ type: 'double' }, '3.5', 'n: got "3.5", expected a number'],
  [{ type: 'double' }, JSON.parse('1e400'), 'n: got Infinity, expected a number'],
  [{ type: 'boolean' }, 'yes', 'n: got "yes", expected true or false'],
  [{ type: 'string' }, 12, 'n: got 12, expected a text'],
  [{ type: 'string', values: ['a', 'b'] }, 'c', 'n: got "c", expected one of a, b'],
  [{ type: 'string' }, null, undefined],
  [{ type: 'string', personal: true, values: ['a'] }, 'Jane', 'n: got a text, expected one of a'],
  [{ type: 'bigint', personal: true }, 35840123.5, 'n: got a number, expected a whole number below 2^53'],
])('%j of %j', (declared, told, detail) => {
  expect(flawOf({ properties: { n: declared } }, { n: told })?.detail).toBe(detail);
});
