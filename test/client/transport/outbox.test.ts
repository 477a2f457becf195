import { type Delivery, type Entry, Outbox } from '../../../client/transport/outbox';
import { fakeItems } from '../items';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

function entry(id: string, more: Partial<Entry> = {}): Entry {
  const event = { id, timestamp: 1, type: 'x', metadata: '{}', details: '{}' };
  return { event, sessionId: 's', user: { id: 'u' }, ...more };
}

function setUp(storage = fakeItems()) {
  const sent: string[][] = [];
  const beacons: string[][] = [];
  const service = { status: 200, takesBeacons: true };
  const ids = (entries: readonly Entry[]) => entries.map(({ event }) => event.id);
  const delivery: Delivery = {
    async send(entries) {
      sent.push(ids(entries));
      if (service.status === 0) throw new Error('unreachable');
      return service.status;
    },
    beacon(entries) {
      beacons.push(ids(entries));
      return service.takesBeacons;
    },
  };
  const outbox = new Outbox(delivery, storage, 'outbox', false);
  return { outbox, sent, beacons, service, storage };
}

const wait = (seconds: number) => jest.advanceTimersByTimeAsync(seconds * 1000);

test('events are sent together, 5 seconds after the first', async () => {
  const { outbox, sent } = setUp();
  outbox.add(entry('a'));
  await wait(4.9);
  outbox.add(entry('b'));
  expect(sent).toEqual([]);
  await wait(0.1);
  expect(sent).toEqual([['a', 'b']]);
});

test('nothing is sent until it is released', async () => {
  const { sent } = setUp();
  const held = new Outbox({ send: async () => sent.push(['x']), beacon: () => true }, undefined, 'o');
  held.add(entry('a'));
  await wait(60);
  expect(sent).toEqual([]);
  held.release();
  await wait(5);
  expect(sent).toEqual([['x']]);
});

test.each([403, 404, 429, 500, 503, 0])('an answer of %i is tried again, ever later', async (status) => {
  const { outbox, sent, service } = setUp();
  service.status = status;
  outbox.add(entry('a'));
  await wait(5);
  const times: number[] = [];
  for (let second = 1; second <= 1_000; second++) {
    const before = sent.length;
    await wait(1);
    if (sent.length > before) times.push(second);
  }
  expect(times).toEqual([5, 15, 35, 75, 155, 315, 615, 915]);
  service.status = 200;
  await wait(300);
  const attempts = sent.length;
  await wait(3_600);
  expect(sent).toHaveLength(attempts);
  expect(new Set(sent.map(String))).toEqual(new Set(['a']));
});

test.each([400, 413])('an answer of %i is not: the request itself was wrong', async (status) => {
  const { outbox, sent, service } = setUp();
  service.status = status;
  outbox.add(entry('a'));
  await wait(600);
  expect(sent).toEqual([['a']]);
});

test('at most 1,000 events wait, the oldest', async () => {
  const { outbox, sent } = setUp();
  for (let number = 0; number < 1_200; number++) outbox.add(entry(`${number}`));
  await wait(5);
  expect(sent.flat()).toEqual(Array.from({ length: 1_000 }, (_, number) => `${number}`));
  expect(Math.max(...sent.map(({ length }) => length))).toBe(100);
});

test('a request holds one session and one user, and not more than a beacon can', async () => {
  const { outbox, sent } = setUp();
  const long = { ...entry('d').event, details: 'x'.repeat(15_000) };
  outbox.add(entry('a'));
  outbox.add(entry('b', { sessionId: 't' }));
  outbox.add(entry('c', { sessionId: 't', user: { id: 'v' } }));
  outbox.add(entry('d', { event: long }));
  outbox.add(entry('e', { event: { ...long, id: 'e' } }));
  await wait(5);
  expect(sent).toEqual([['a'], ['b'], ['c'], ['d'], ['e']]);
});

test('events wait until it is known whose they are', async () => {
  const { outbox, sent } = setUp();
  const user: { id?: string } = {};
  outbox.add(entry('a', { user }));
  await wait(10);
  expect(sent).toEqual([]);
  user.id = 'u';
  await wait(5);
  expect(sent).toEqual([['a']]);
});

describe('a page that may be gone at once', () => {
  test('sends the rest by beacon, with the last of what still changed', () => {
    const { outbox, beacons } = setUp();
    outbox.add(entry('a'));
    outbox.addCandidate(entry('old'));
    outbox.addCandidate(entry('new'));
    outbox.leave();
    outbox.leave();
    expect(beacons).toEqual([['a', 'new']]);
  });

  test('sends by request what the browser does not take', async () => {
    const { outbox, sent, service } = setUp();
    service.takesBeacons = false;
    outbox.add(entry('a'));
    outbox.leave();
    await wait(0);
    expect(sent).toEqual([['a']]);
  });

  test('leaves to the next page of the tab what the service does not take', async () => {
    const { outbox, sent, beacons, service, storage } = setUp();
    service.status = 500;
    outbox.add(entry('a'));
    await wait(5);
    outbox.leave();
    outbox.add(entry('b'));
    outbox.leave();
    expect(beacons).toEqual([]);
    const next = setUp(storage);
    next.outbox.resume();
    await wait(5);
    expect([sent, next.sent]).toEqual([[['a']], [['a', 'b']]]);
    expect(storage.length).toBe(0);
  });

  test('takes it up again itself if it comes back', async () => {
    const { outbox, sent, service } = setUp();
    service.status = 500;
    outbox.add(entry('a'));
    await wait(5);
    outbox.leave();
    service.status = 200;
    outbox.resume();
    await wait(5);
    expect(sent).toEqual([['a'], ['a']]);
  });

  test('sends by beacon after all if it cannot store', async () => {
    const { outbox, beacons, service, storage } = setUp();
    service.status = 500;
    outbox.add(entry('a'));
    await wait(5);
    storage.full = true;
    outbox.leave();
    expect(beacons).toEqual([['a']]);
  });
});

test('what is cleared is not sent', async () => {
  const { outbox, sent, beacons } = setUp();
  outbox.add(entry('a'));
  outbox.addCandidate(entry('b'));
  outbox.clear();
  await wait(60);
  outbox.leave();
  expect([...sent, ...beacons]).toEqual([]);
});
