import fc from 'fast-check';
import { json } from '../../../client/core/json';
import { bytes } from '../../../client/core/text';
import { MAX_EVENT_BYTES, sizeOf } from '../../../client/transport/entry';
import { entry } from './entries';

const KB = 1_024;

function details(content: object) {
  const made = entry('a', { details: content });
  const size = sizeOf(made);
  return { size, details: JSON.parse(made.event.details), bytes: bytes(JSON.stringify(made.event)) };
}

test('what is below 6 KB is sent as it is', () => {
  const content = { text: 'x'.repeat(4_000), list: [1, { a: 'ü' }] };
  expect(details(content).details).toEqual(content);
});

test('the longest texts are cut first, with a mark', () => {
  const { details: sent, size } = details({
    message: 'm'.repeat(20_000),
    stack: { trace: 's'.repeat(900) },
    url: '/a',
  });
  expect(sent.stack.trace).toHaveLength(900);
  expect(sent.message).toMatch(/^m{1000,}…$/);
  expect(sent.url).toBe('/a');
  expect(size).toBeLessThanOrEqual(MAX_EVENT_BYTES);
});

test.each(['"', '\\', '€', '😀', '\u0001'])('texts of %j, which take more than they have, fit too', (character) => {
  const { size, details: sent } = details({ transaction: 'Checkout', text: character.repeat(20_000) });
  expect(size).toBeLessThanOrEqual(MAX_EVENT_BYTES);
  expect(sent.transaction).toBe('Checkout');
  expect(sent.text).not.toMatch(/[\ud800-\udbff]…$/);
});

test('an outcome loses whatever the page has said before what it is counted by', () => {
  const data = Object.fromEntries(Array.from({ length: 1_000 }, (_, number) => [`field${number}`, number]));
  const { size, details: sent } = details({ ...data, transaction: 'Checkout', attempt: 'id', reason: 'left' });
  expect(size).toBeLessThanOrEqual(MAX_EVENT_BYTES);
  expect(sent).toMatchObject({ transaction: 'Checkout', attempt: 'id', reason: 'left', dataDropped: 'too long' });
});

test('any details end below 6 KB, in a moment', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 5 })), fc.nat(30 * KB), (content, length) => {
      const { size } = details({ ...content, deep: { deep: ['x'.repeat(length)] } });
      expect(size).toBeLessThanOrEqual(MAX_EVENT_BYTES);
    }),
    { numRuns: 30 },
  );
});

test('sizes are those of UTF-8', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => expect(bytes(text)).toBe(Buffer.byteLength(text))));
});

describe('JSON', () => {
  const holders = {
    Array: Array.prototype,
    String: String.prototype,
    Object: Object.prototype,
    Number: Number.prototype,
  };
  const toJson = 'toJSON';

  test.each(Object.entries(holders))(
    'is JSON where a library gives %s.prototype a toJSON, which it keeps',
    (_, holder) => {
      const own = { configurable: true, enumerable: true, writable: true, value: () => 'broken' };
      Object.defineProperty(holder, toJson, own);
      try {
        expect(json({ list: ['a', 1, { b: 'c' }] })).toBe('{"list":["a",1,{"b":"c"}]}');
        expect(Object.getOwnPropertyDescriptor(holder, toJson)).toEqual(own);
      } finally {
        delete (holder as { toJSON?: unknown }).toJSON;
      }
    },
  );

  test('is that of the browser, whatever the page puts in its place', () => {
    const spy = jest.spyOn(JSON, 'stringify').mockImplementation(() => 'broken');
    expect(json({ a: new Date(0) })).toBe('{"a":"1970-01-01T00:00:00.000Z"}');
    spy.mockRestore();
  });
});
