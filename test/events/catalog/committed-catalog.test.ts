import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { EventCatalog, type EventDefinition, EventProperty } from '../../../src/events';

type Events = { [name: string]: EventDefinition };

const folder = mkdtempSync(join(tmpdir(), 'catalog-'));
afterAll(() => rmSync(folder, { recursive: true }));
let count = 0;

/** What synth says of the second catalog where the first was committed. */
function synth(file: string, events: Events, told?: string, unknownEvents?: boolean): void {
  const app = new App({ context: told === undefined ? {} : { 'cdk-user-telemetry:catalog': told } });
  new EventCatalog(new Stack(app, 'Shop'), 'Catalog', { events, unknownEvents, committedFile: file });
  app.synth();
}

function committed(events: Events): string {
  const file = join(folder, `${count++}.json`);
  synth(file, events, 'update');
  return file;
}

const added = (properties: EventDefinition['properties'], more: Events = {}): Events => ({
  'cart.added': { description: 'In the cart', properties },
  ...more,
});
const BEFORE = added({
  sku: EventProperty.text({ required: true, maxLength: 20 }),
  quantity: EventProperty.integer({ minimum: 1 }),
  method: EventProperty.oneOf(['card', 'invoice']),
});

test('a catalog as it was committed is fine', () => {
  const file = committed(BEFORE);
  expect(() => synth(file, BEFORE)).not.toThrow();
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
    events: { 'cart.added': { description: 'In the cart' } },
    columns: { p_method: 'string', p_quantity: 'bigint', p_sku: 'string' },
  });
});

test('what is new has to be committed, or its removal would not be found', () => {
  const file = committed(BEFORE);
  const after = { ...BEFORE, 'cart.removed': {} };
  expect(() => synth(file, after)).toThrow('event cart.removed is new');
  expect(() => synth(file, after)).toThrow('cdk synth -c cdk-user-telemetry:catalog=update and commit the file');
  expect(() => synth(file, after, 'update')).not.toThrow();
  expect(() => synth(file, after)).not.toThrow();
});

const { sku, quantity, method } = BEFORE['cart.added'].properties ?? {};
test.each<[string, Events, string]>([
  ['a removed event', {}, 'event cart.added is gone'],
  ['a renamed event', { 'cart.add': BEFORE['cart.added'] }, 'event cart.added is gone, or renamed to cart.add'],
  [
    'a renamed property',
    added({ sku, method, amount: quantity }),
    'event cart.added, property quantity is gone, or renamed to amount',
  ],
  ['a removed property', added({ sku, method }), 'event cart.added, property quantity is gone'],
  [
    'a property that has become required',
    added({ sku, method, quantity: EventProperty.integer({ minimum: 1, required: true }) }),
    'has become required',
  ],
  [
    'a new property that is required',
    added({ sku, quantity, method, size: EventProperty.text({ required: true }) }),
    'property size is new and required',
  ],
  [
    'fewer values',
    added({ sku, quantity, method: EventProperty.oneOf(['card']) }),
    'property method takes no more: invoice',
  ],
  [
    'values for any text',
    added({ sku: EventProperty.oneOf(['a'], { required: true }), quantity, method }),
    'property sku takes no more: any other text',
  ],
  [
    'shorter texts',
    added({ sku: EventProperty.text({ required: true, maxLength: 10 }), quantity, method }),
    'takes shorter texts only',
  ],
  ['a higher minimum', added({ sku, quantity: EventProperty.integer({ minimum: 2 }), method }), 'has a higher minimum'],
  [
    'what has become personal',
    added({ sku: EventProperty.text({ required: true, maxLength: 20, personal: true }), quantity, method }),
    'has become personal',
  ],
])('%s is found, and accepted where one says that it breaks', (_case, after, message) => {
  const file = committed(BEFORE);
  expect(() => synth(file, after)).toThrow(message);
  expect(() => synth(file, after, 'update')).toThrow(message);
  expect(() => synth(file, after, 'break')).not.toThrow();
  expect(() => synth(file, after)).not.toThrow();
});

test.each<[string, Events]>([
  ['more values', added({ sku, quantity, method: EventProperty.oneOf(['card', 'invoice', 'cash']) })],
  ['longer texts', added({ sku: EventProperty.text({ required: true }), quantity, method })],
  ['a property more', added({ sku, quantity, method, size: EventProperty.text() })],
  ['another owner', { 'cart.added': { ...BEFORE['cart.added'], owner: 'shop' } }],
])('%s breaks nothing', (_case, after) => {
  const file = committed(BEFORE);
  expect(() => synth(file, after)).toThrow('committedFile');
  expect(() => synth(file, after, 'update')).not.toThrow();
});

describe('whether events are taken that are not declared', () => {
  test('is agreed on: to take them no more breaks senders', () => {
    const file = join(folder, `${count++}.json`);
    synth(file, BEFORE, 'update', true);
    expect(() => synth(file, BEFORE)).toThrow('events that are not declared are taken no more');
    expect(() => synth(file, BEFORE, 'update')).toThrow('events that are not declared are taken no more');
    expect(() => synth(file, BEFORE, 'break')).not.toThrow();
    expect(() => synth(file, BEFORE)).not.toThrow();
  });

  test('to take them, too, breaks nothing, and is committed', () => {
    const file = committed(BEFORE);
    expect(() => synth(file, BEFORE, undefined, true)).toThrow('events that are not declared are taken, too');
    expect(() => synth(file, BEFORE, 'update', true)).not.toThrow();
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ unknownEvents: true });
  });

  test('a file that says nothing of it agrees with either', () => {
    const file = committed(BEFORE);
    const { unknownEvents, ...others } = JSON.parse(readFileSync(file, 'utf8'));
    expect(unknownEvents).toBe(false);
    writeFileSync(file, JSON.stringify(others));
    for (const taken of [true, false]) expect(() => synth(file, BEFORE, undefined, taken)).not.toThrow();
  });
});

describe('a change of a column that old files bear not', () => {
  const changed = added({ sku, quantity: EventProperty.number({ minimum: 1 }), method });
  const message = "column p_quantity is bigint in files, and can't become double: name the property anew";

  test('is refused whatever one says', () => {
    const file = committed(BEFORE);
    for (const told of [undefined, 'update', 'break']) expect(() => synth(file, changed, told)).toThrow(message);
  });

  test('is refused also where the property was gone in between', () => {
    const file = committed(BEFORE);
    synth(file, {}, 'break');
    expect(() => synth(file, changed, 'break')).toThrow(message);
  });
});

test('a file that is none is told', () => {
  const file = join(folder, 'broken.json');
  writeFileSync(file, '{');
  expect(() => synth(file, BEFORE)).toThrow(`committedFile ${file}: got`);
});
