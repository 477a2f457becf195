import type { Delivery } from '../../../client/transport/delivery';
import type { Entry } from '../../../client/transport/entry';
import { createOutbox, type Outbox } from '../../../client/transport/outbox';
import { CLIENT_DROPPED_EVENT } from '../../../src/formats/browser-events';
import { fakeItems } from '../items';
import { entry, nameOf, OUTCOME, TRACE, UUID, VIEW } from './entries';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

/** `broken`: the connection, after the service had the request; `none`: there is no service. */
type Answer = number | 'broken' | 'none' | 'hang';

function setUp(storage: ReturnType<typeof fakeItems> | undefined = fakeItems()) {
  const sent: string[][] = [];
  const beacons: string[][] = [];
  const dropped: object[] = [];
  const service = {
    status: 200 as Answer,
    /** Answers by name of the first event, before the status of all. */
    answer: (_names: string[]): Answer | undefined => undefined,
    takesBeacons: true as boolean | 'throws' | Promise<boolean>,
    offline: false,
    intercepted: false,
    probes: 0,
  };
  const names = (entries: readonly Entry[]) => entries.map(nameOf);
  const delivery: Delivery = {
    get offline() {
      return service.offline;
    },
    get intercepted() {
      return service.intercepted;
    },
    async send(entries) {
      sent.push(names(entries));
      const answer = service.answer(names(entries)) ?? service.status;
      if (answer === 'hang') {
        await new Promise((done) => setTimeout(done, 180_000));
        throw Object.assign(new Error(), { name: 'AbortError' });
      }
      if (typeof answer === 'string') throw new TypeError('Failed to fetch');
      return answer;
    },
    beacon(entries) {
      if (service.takesBeacons === 'throws') throw new Error('no beacons');
      beacons.push(names(entries));
      return service.takesBeacons;
    },
    async reaches() {
      service.probes++;
      return service.status !== 'none';
    },
  };
  const outbox: Outbox = createOutbox(delivery, storage, 'outbox', (counts) => {
    dropped.push(counts);
    outbox.add(entry(`lost ${dropped.length}`, { type: CLIENT_DROPPED_EVENT }));
    return true;
  });
  outbox.release();
  return { outbox, sent, beacons, dropped, service, storage };
}

const wait = (seconds: number) => jest.advanceTimersByTimeAsync(seconds * 1000);
const HOUR = 3_600;

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
  const sent: unknown[] = [];
  const delivery = { send: async () => sent.push(1) && 200, beacon: () => true } as unknown as Delivery;
  const held = createOutbox(delivery, undefined, 'o', () => true);
  held.add(entry('a'));
  await wait(60);
  expect(sent).toEqual([]);
  held.release();
  await wait(5);
  expect(sent).toHaveLength(1);
});

test.each([0, 403, 404, 408, 429, 500, 502, 503, 'none', 'broken'] as const)(
  'an answer of %s is tried again, ever later',
  async (status) => {
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
    await wait(HOUR);
    expect(sent).toHaveLength(attempts);
    expect(new Set(sent.map(String))).toEqual(new Set(['a']));
  },
);

describe('what transactions are counted by', () => {
  test.each([0, 401, 403, 404, 408, 429, 503, 'none'] as const)(
    'is sent again where an answer of %s tells that it was not taken',
    async (status) => {
      const { outbox, sent, dropped, service } = setUp();
      service.status = status;
      outbox.add(entry('a', { type: OUTCOME }));
      await wait(5);
      service.status = 200;
      await wait(HOUR);
      expect([sent, dropped]).toEqual([[['a'], ['a']], []]);
    },
  );

  test.each([500, 502, 504, 520, 'broken', 'hang'] as const)(
    'is not sent again where it may have been taken, as with %s; the next page learns that',
    async (status) => {
      const { outbox, sent, dropped, service } = setUp();
      service.answer = ([first]) => (first === 'a' ? status : undefined);
      outbox.add(entry('a', { type: OUTCOME }));
      await wait(HOUR);
      expect([sent, dropped]).toEqual([[['a'], ['lost 1']], [{ unanswered: 1 }]]);
    },
  );

  test('goes with others that are sent again without it', async () => {
    const { outbox, sent, service } = setUp();
    service.status = 500;
    outbox.add(entry('a'));
    outbox.add(entry('b', { type: OUTCOME }));
    outbox.add(entry('c'));
    await wait(6);
    service.status = 200;
    await wait(6);
    expect(sent[0]).toEqual(['a', 'b', 'c']);
    expect(sent[1]).toEqual(['a', 'c']);
  });

  test('goes first', async () => {
    const { outbox, sent } = setUp();
    for (let number = 0; number < 150; number++) outbox.add(entry(`t${number}`, { type: TRACE }));
    outbox.add(entry('custom'));
    outbox.add(entry('view', { type: VIEW }));
    outbox.add(entry('outcome', { type: OUTCOME }));
    await wait(5);
    expect(sent[0].slice(-4)).toEqual(['t96', 'custom', 'view', 'outcome']);
    expect(sent.flat()).toHaveLength(153);
  });

  test('is not what a full outbox drops', async () => {
    const { outbox, sent, dropped } = setUp();
    for (let number = 0; number < 1_100; number++) outbox.add(entry(`t${number}`, { type: TRACE }));
    for (let number = 0; number < 50; number++) outbox.add(entry(`o${number}`, { type: OUTCOME }));
    await wait(5);
    expect(sent.flat().filter((name) => name.startsWith('o'))).toHaveLength(50);
    // What tells of the losses took the room of another one.
    expect(sent.flat().filter((name) => name.startsWith('t'))).toHaveLength(949);
    expect(dropped).toEqual([{ queueFull: 150 }]);
    await wait(5);
    expect(dropped).toEqual([{ queueFull: 150 }, { queueFull: 1 }]);
    await wait(HOUR);
    expect(dropped).toHaveLength(2);
  });
});

test('a request that hangs holds up the next one for 10 seconds, and three of them all', async () => {
  const { outbox, sent, service } = setUp();
  service.status = 'hang';
  for (let number = 0; number < 20; number++) {
    outbox.add(entry(`${number}`));
    await wait(5);
  }
  expect(sent).toHaveLength(3);
  expect(new Set(sent.flat()).size).toBe(sent.flat().length);
  service.status = 200;
  await wait(HOUR);
  expect(new Set(sent.flat()).size).toBe(20);
});

test('an answer that comes late is an answer', async () => {
  const send = jest.fn(() => new Promise<number>((done) => setTimeout(() => done(200), 100_000)));
  const delivery = { send, beacon: () => true } as unknown as Delivery;
  const outbox = createOutbox(delivery, undefined, 'o', () => true);
  outbox.release();
  outbox.add(entry('a'));
  outbox.add(entry('b', { type: OUTCOME }));
  await wait(HOUR);
  expect(send).toHaveBeenCalledTimes(1);
});

describe('a batch that the service finds wrong', () => {
  const isWrong = (wrong: string[]) => (names: string[]) =>
    names.some((name) => wrong.includes(name)) ? 400 : undefined;
  const hundred = Array.from({ length: 100 }, (_, number) => `${number}`);

  test.each([400, 413])('is sent in halves until the wrong event is alone, which is dropped: %i', async (status) => {
    const { outbox, sent, dropped, service } = setUp();
    service.answer = (names) => (names.includes('42') ? status : undefined);
    for (const name of hundred) outbox.add(entry(name));
    await wait(5);
    const taken = sent.filter((names) => !names.includes('42')).flat();
    expect(taken.filter((name) => name !== 'lost 1').sort()).toEqual(hundred.filter((name) => name !== '42').sort());
    expect(sent.length).toBeLessThan(20);
    await wait(10);
    expect(dropped).toEqual([{ refused: 1 }]);
    expect(sent.flat().at(-1)).toBe('lost 1');
  });

  test('costs no other event, however many are wrong', async () => {
    const { outbox, sent, dropped, service } = setUp();
    const wrong = ['3', '4', '77'];
    service.answer = isWrong(wrong);
    for (const name of hundred) outbox.add(entry(name));
    await wait(HOUR);
    const taken = sent.filter((names) => !names.some((name) => wrong.includes(name))).flat();
    expect(taken.filter((name) => !name.startsWith('lost'))).toHaveLength(97);
    expect(dropped).toEqual([{ refused: 3 }]);
  });

  test('is no storm where the service refuses everything', async () => {
    const { outbox, sent, dropped, service } = setUp();
    service.status = 400;
    for (const name of hundred) outbox.add(entry(name));
    await wait(60);
    expect(sent.length).toBeLessThan(16);
    await wait(HOUR);
    expect(sent.length).toBeLessThan(30);
    service.status = 200;
    await wait(HOUR);
    const lost = dropped.reduce<number>((sum, counts) => sum + ((counts as { refused?: number }).refused ?? 0), 0);
    expect(lost).toBeLessThan(20);
    expect(new Set(sent.flat().filter((name) => !name.startsWith('lost'))).size).toBe(100);
  });

  test('that is what tells of losses ends there', async () => {
    const { outbox, sent, dropped, service } = setUp();
    service.status = 400;
    outbox.add(entry('a'));
    await wait(HOUR);
    expect([sent, dropped]).toEqual([[['a'], ['lost 1']], [{ refused: 1 }]]);
  });
});

test('what is above 6 KB and can not be cut is dropped alone', async () => {
  const { outbox, sent, dropped } = setUp();
  const huge = entry('huge');
  outbox.add({ ...huge, event: { ...huge.event, metadata: JSON.stringify({ a: 'x'.repeat(7_000) }) } });
  outbox.add(entry('small'));
  await wait(HOUR);
  expect([sent, dropped]).toEqual([[['small'], ['lost 1']], [{ tooLarge: 1 }]]);
});

test('a request holds one session and one user, and 15 KB', async () => {
  const { outbox, sent } = setUp();
  const [other, third] = ['1', '2'].map((digit) => UUID.replace(/^0/, digit));
  outbox.add(entry('a'));
  outbox.add(entry('b', { sessionId: other }));
  outbox.add(entry('c', { sessionId: other, user: { id: third } }));
  outbox.add(entry('d'));
  await wait(5);
  expect(sent).toEqual([['a', 'd'], ['b'], ['c']]);
  for (let number = 0; number < 8; number++) outbox.add(entry(`${number}`, { details: { text: 'é'.repeat(2_000) } }));
  await wait(5);
  expect(sent.slice(3).map(({ length }) => length)).toEqual([3, 3, 2]);
});

test('events wait until it is known whose they are, and hold up no other', async () => {
  const { outbox, sent } = setUp();
  const user: { id?: string } = {};
  outbox.add(entry('a', { user }));
  outbox.add(entry('b'));
  await wait(10);
  expect(sent).toEqual([['b']]);
  user.id = UUID;
  await wait(5);
  expect(sent).toEqual([['b'], ['a']]);
});

test('what is little leaves in its order, and what is much the most important first', () => {
  const { outbox, beacons } = setUp();
  const jane = { id: UUID.replace(/^0/, '1') };
  const add = (details: object) => {
    outbox.add(entry('view', { type: VIEW, details }));
    outbox.add(entry('outcome', { type: OUTCOME, user: jane }));
    outbox.leave();
  };
  add({});
  expect(beacons).toEqual([['view'], ['outcome']]);
  outbox.resume();
  for (let number = 0; number < 4; number++)
    outbox.add(entry('trace', { type: TRACE, details: { a: 'x'.repeat(4_000) } }));
  add({});
  expect(beacons[2]).toEqual(['outcome']);
});

describe('a browser that says it is offline', () => {
  test('is not asked to send, and all is sent once it is back', async () => {
    const { outbox, sent, service } = setUp();
    service.offline = true;
    outbox.add(entry('a', { type: OUTCOME }));
    await wait(200);
    expect(sent).toEqual([]);
    service.offline = false;
    outbox.resume();
    await wait(5);
    expect(sent).toEqual([['a']]);
  });

  test('is asked after a few minutes all the same', async () => {
    const { outbox, sent, service } = setUp();
    service.offline = true;
    outbox.add(entry('a'));
    await wait(1_000);
    expect(sent).toEqual([['a']]);
  });

  test('leaves it to the next page', async () => {
    const { outbox, beacons, service, storage } = setUp();
    service.offline = true;
    outbox.add(entry('a'));
    outbox.leave();
    const next = setUp(storage);
    next.outbox.resume();
    await wait(5);
    expect([beacons, next.sent]).toEqual([[], [['a']]]);
  });
});

describe('a page that may be gone at once', () => {
  test('sends the rest by beacon, once', () => {
    const { outbox, beacons } = setUp();
    outbox.add(entry('a'));
    outbox.leave();
    outbox.leave();
    expect(beacons).toEqual([['a']]);
  });

  test('sends outcomes first, and leaves to the next page what is too much', async () => {
    const { outbox, beacons, sent, storage } = setUp();
    for (let number = 0; number < 150; number++) {
      outbox.add(entry(`${number}`, { type: TRACE, details: { text: 'x'.repeat(700) } }));
    }
    outbox.add(entry('outcome', { type: OUTCOME }));
    outbox.leave(true);
    expect(beacons[0].at(-1)).toBe('outcome');
    const next = setUp(storage);
    next.outbox.resume();
    await wait(20);
    const arrived = [...beacons, ...next.sent].flat();
    // Half of what browsers take is the page's own.
    expect([beacons.length, sent]).toEqual([2, []]);
    expect(arrived).toHaveLength(151);
    expect(new Set(arrived).size).toBe(151);
  });

  test.each([false, 'throws'] as const)('sends by request where beacons are no use: %s', async (takesBeacons) => {
    const { outbox, sent, service } = setUp();
    service.takesBeacons = takesBeacons;
    outbox.add(entry('a'));
    outbox.leave();
    await wait(0);
    expect(sent).toEqual([['a']]);
  });

  test('asks for no more than browsers take by request', async () => {
    const { outbox, sent, service, storage } = setUp();
    service.takesBeacons = false;
    service.status = 'hang';
    for (let number = 0; number < 150; number++) outbox.add(entry(`${number}`, { details: { text: 'x'.repeat(700) } }));
    outbox.leave();
    expect(sent.length).toBe(2);
    const next = setUp(storage);
    next.outbox.resume();
    await wait(20);
    const arrived = [...sent, ...next.sent].flat();
    expect([arrived.length, new Set(arrived).size]).toEqual([150, 150]);
  });

  test('keeps for the next page what the browser refuses as a request too', async () => {
    const { outbox, service, storage } = setUp();
    service.takesBeacons = false;
    service.status = 'none';
    outbox.add(entry('a', { type: OUTCOME }));
    outbox.leave();
    await wait(0);
    const next = setUp(storage);
    next.outbox.resume();
    await wait(5);
    expect(next.sent).toEqual([['a']]);
  });

  test('leaves it to the next page where a service worker may lose it, unless there is none', async () => {
    const { outbox, beacons, service, storage } = setUp();
    service.intercepted = true;
    outbox.add(entry('a'));
    outbox.leave(true);
    outbox.add(entry('b'));
    outbox.leave(false);
    expect(beacons).toEqual([['b']]);
    const next = setUp(storage);
    next.outbox.resume();
    await wait(5);
    expect(next.sent).toEqual([['a']]);
  });

  test('leaves to the next page what the service does not take', async () => {
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
    expect(storage?.length).toBe(0);
  });

  test('does not leave to the next page what is under way', async () => {
    const { outbox, service, storage } = setUp();
    service.status = 'hang';
    outbox.add(entry('a', { type: OUTCOME }));
    outbox.add(entry('b'));
    await wait(5);
    service.status = 503;
    outbox.leave();
    expect(storage?.length).toBe(0);
  });

  test('tries again while it is hidden, and keeps for the next page what fails', async () => {
    const { outbox, sent, service, storage } = setUp();
    service.status = 503;
    outbox.add(entry('a'));
    await wait(5);
    outbox.leave();
    await wait(5);
    expect(sent).toEqual([['a'], ['a']]);
    expect(storage?.length).toBe(1);
    service.status = 200;
    await wait(HOUR);
    expect([sent.length, storage?.length]).toEqual([3, 0]);
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
    if (storage) storage.full = true;
    outbox.leave();
    expect(beacons).toEqual([['a']]);
  });

  test.each([true, false])('waits for the signature of a beacon, which the browser takes or not: %s', async (takes) => {
    const { outbox, beacons, service, storage } = setUp();
    service.takesBeacons = Promise.resolve(takes);
    outbox.add(entry('a'));
    outbox.leave();
    await wait(0);
    expect([beacons, storage?.length]).toEqual([[['a']], takes ? 0 : 1]);
  });
});

test('what is cleared is not sent, and does not come back', async () => {
  const { outbox, sent, beacons, service } = setUp();
  service.status = 503;
  outbox.add(entry('z'));
  await wait(4.9);
  service.answer = () => 'hang';
  await wait(1);
  outbox.add(entry('a'));
  outbox.clear();
  await wait(HOUR);
  outbox.leave();
  expect([...sent, ...beacons]).toEqual([['z']]);
});
