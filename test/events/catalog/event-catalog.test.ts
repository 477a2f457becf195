import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import { EventCatalog, type EventDefinition, EventPipeline, EventProperty } from '../../../src/events';

const stack = () => new Stack(new App(), 'Shop');
const declare = (events: { [name: string]: EventDefinition }) => new EventCatalog(stack(), 'Catalog', { events });

test('events that share a name for a property share its column', () => {
  expect(() =>
    declare({
      added: { properties: { sku: EventProperty.text() } },
      removed: { properties: { sku: EventProperty.text({ required: true }) } },
    }),
  ).not.toThrow();
});

test('takes every event as long as none is declared', () => {
  expect(new EventCatalog(stack(), 'None')._document().unknownEvents).toBe(true);
  expect(declare({ added: {} })._document().unknownEvents).toBe(false);
  expect(new EventCatalog(stack(), 'Open', { unknownEvents: true, events: { a: {} } })._document().unknownEvents).toBe(
    true,
  );
});

test('what a pipeline has taken can’t be added to', () => {
  const scope = stack();
  const catalog = new EventCatalog(scope, 'Catalog');
  catalog.addEvent('added');
  new EventPipeline(scope, 'Events', { catalog });
  expect(() => catalog.addEvent('removed')).toThrow(
    '[Shop/Catalog] event removed: got "declared after Shop/Events, which has its table and its checks by then"',
  );
});

test.each<[string, { [name: string]: EventDefinition }, string]>([
  ['a name with a space', { 'cart added': {} }, 'event cart added: got "cart added", expected a letter'],
  ['a long name', { ['a'.repeat(65)]: {} }, 'expected a letter, then up to 63'],
  ['what clients report themselves', { page_view: {} }, 'expected a name that clients do not report by themselves'],
  ['names that differ in case', { added: {}, Added: {} }, 'event Added: got "declared beside added"'],
  [
    'two properties of one column',
    { added: { properties: { cartId: EventProperty.text(), cart_id: EventProperty.text() } } },
    'event added, property cart_id: got "column p_cart_id, as cartId has"',
  ],
  [
    'two names of one column in two events',
    {
      added: { properties: { cartId: EventProperty.text() } },
      removed: { properties: { 'cart.id': EventProperty.text() } },
    },
    'event removed, property cart.id: got "cart.id", expected cartId, as cartId of added, whose column it shares',
  ],
  [
    'two types of one column',
    { added: { properties: { n: EventProperty.integer() } }, removed: { properties: { n: EventProperty.number() } } },
    'event removed, property n: got "double", expected bigint, as n of added',
  ],
  [
    'what is personal in one event only',
    {
      added: { properties: { n: EventProperty.text() } },
      removed: { properties: { n: EventProperty.text({ personal: true }) } },
    },
    'event removed, property n: got "personal", expected not personal, as n of added',
  ],
  ['no value', { a: { properties: { n: EventProperty.oneOf([]) } } }, 'property n (values): got "0 items"'],
  ['a value twice', { a: { properties: { n: EventProperty.oneOf(['x', 'x']) } } }, 'property n (values): got "x"'],
  ['no length', { a: { properties: { n: EventProperty.text({ maxLength: 0 }) } } }, 'property n (maxLength): got 0'],
  [
    'a range that is none',
    { a: { properties: { n: EventProperty.number({ minimum: 2, maximum: 1 }) } } },
    'property n (maximum): got 1, expected a number of at least 2',
  ],
])('refuses %s', (_case, events, message) => {
  expect(() => declare(events)).toThrow(message);
});

test.each<[string, (token: CfnParameter) => EventDefinition, string]>([
  ['a description', ({ valueAsString }) => ({ description: valueAsString }), 'event a (description)'],
  ['an owner', ({ valueAsString }) => ({ owner: valueAsString }), 'event a (owner)'],
  [
    'the owner of a property',
    ({ valueAsString: owner }) => ({ properties: { b: EventProperty.text({ owner }) } }),
    'event a, property b (owner)',
  ],
  [
    'a limit',
    ({ valueAsNumber: maximum }) => ({ properties: { b: EventProperty.number({ maximum }) } }),
    'event a, property b (maximum)',
  ],
  [
    'a length',
    ({ valueAsNumber: maxLength }) => ({ properties: { b: EventProperty.text({ maxLength }) } }),
    'event a, property b (maxLength)',
  ],
])('refuses %s that is known only at deployment: the ingest and the documentation are files', (_case, define, what) => {
  const scope = stack();
  const token = new CfnParameter(scope, 'Late', { type: 'Number' });
  const text = new CfnParameter(scope, 'Text');
  const late = { valueAsNumber: token.valueAsNumber, valueAsString: text.valueAsString } as CfnParameter;
  expect(() => new EventCatalog(scope, 'Catalog', { events: { a: define(late) } })).toThrow(`${what}: got "a token"`);
});

test('refuses a name that is known only at deployment', () => {
  const scope = stack();
  const name = new CfnParameter(scope, 'Name').valueAsString;
  expect(() => new EventCatalog(scope, 'Catalog', { events: { [name]: {} } })).toThrow('expected a text that is known');
});
