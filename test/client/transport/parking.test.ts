import { openParking } from '../../../client/transport/parking';
import { fakeItems } from '../items';
import { entry, nameOf, OUTCOME, TRACE } from './entries';

function setUp(initial: Record<string, string> = {}) {
  const storage = fakeItems(initial);
  const dropped: string[] = [];
  const takeUp = () => openParking(storage, 'o').takeUp((reason) => void dropped.push(reason));
  return { storage, dropped, takeUp, park: openParking(storage, 'o').park };
}

test('what is parked is there once', () => {
  const { park, takeUp, storage } = setUp();
  expect(park.call({ isUsed: false }, [entry('a'), entry('b')])).toEqual([]);
  expect(takeUp().map(nameOf)).toEqual(['a', 'b']);
  expect([takeUp(), storage.length]).toEqual([[], 0]);
});

test('no more than 500 events and 256 KB, the most important ones', () => {
  const { storage, takeUp } = setUp();
  const traces = Array.from({ length: 600 }, (_, number) => entry(`t${number}`, { type: TRACE }));
  const left = openParking(storage, 'o').park([...traces, entry('o', { type: OUTCOME })]);
  expect(left).toHaveLength(101);
  expect(takeUp().map(nameOf)).toContain('o');
  const large = traces.map((one) => ({ ...one, event: { ...one.event, details: `{"a":"${'x'.repeat(4_000)}"}` } }));
  openParking(storage, 'o').park(large);
  expect(storage.getItem('o')?.length).toBeLessThan(256 * 1024);
  expect(takeUp().length).toBeGreaterThan(50);
});

test('where the page has left little room, the most important ones find it', () => {
  const { storage, takeUp } = setUp();
  const { setItem } = storage;
  storage.setItem = function (name, value) {
    if (value.length > 20_000) throw new Error('QuotaExceededError');
    setItem.call(this, name, value);
  };
  const text = 'x'.repeat(4_000);
  const traces = Array.from({ length: 30 }, (_, number) => entry(`t${number}`, { type: TRACE, details: { text } }));
  const left = openParking(storage, 'o').park([...traces, entry('o', { type: OUTCOME })]);
  const found = takeUp();
  expect(nameOf(found[0])).toBe('o');
  expect(found.length + left.length).toBe(31);
});

test('what is old is counted and does not return', () => {
  const { storage, dropped, takeUp } = setUp();
  const dayBefore = Date.now() / 1000 - 86_500;
  openParking(storage, 'o').park([entry('old', { timestamp: dayBefore }), entry('new')]);
  expect([takeUp().map(nameOf), dropped, storage.length]).toEqual([['new'], ['expired'], 0]);
});

const sound = entry('a');
const withEvent = (more: object) => ({ ...sound, event: { ...sound.event, ...more } });

test.each([
  ['no event', {}],
  ['null', null],
  ['a text', 'a'],
  ['no user', { ...sound, user: undefined }],
  ['a user that is no UUID', { ...sound, user: { id: 'jane' } }],
  ['a session that is none', { ...sound, sessionId: 7 }],
  ['an id that is none', withEvent({ id: '1' })],
  ['a type that the service refuses', withEvent({ type: 'a b' })],
  ['no time', withEvent({ timestamp: 'now' })],
  ['details that are no JSON', withEvent({ details: '{' })],
  ['metadata that is none', withEvent({ metadata: '"text"' })],
  ['more than can be sent', withEvent({ metadata: JSON.stringify({ a: 'x'.repeat(100_000) }) })],
])('%s in the storage is dropped alone, and counted', (_, damaged) => {
  const { takeUp, dropped, storage } = setUp({ o: JSON.stringify([damaged, sound]) });
  expect([takeUp().map(nameOf), dropped, storage.length]).toEqual([['a'], ['unreadable'], 0]);
});

test.each(['', '{', 'null', '7', '{"length":3}', '[[[]]'])('the storage may hold %j', (text) => {
  expect(setUp({ o: text }).takeUp()).toEqual([]);
});
