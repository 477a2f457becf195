import fc from 'fast-check';
import type { Delivery } from '../../../client/transport/delivery';
import type { Entry } from '../../../client/transport/entry';
import { createOutbox, type Outbox } from '../../../client/transport/outbox';
import { fakeItems } from '../items';
import { entry, nameOf, OUTCOME, TRACE, VIEW } from './entries';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

/** What a service does with a request, and what the client gets to know of it. */
interface Behavior {
  readonly stores: boolean;
  readonly status?: number;
  /** Seconds. */
  readonly after?: number;
  /** Whether the client can't know what came of it. */
  readonly isAmbiguous?: boolean;
}

const CLEAR: Behavior[] = [
  { stores: true, status: 200 },
  { stores: true, status: 200, after: 60 },
  { stores: false, status: 403 },
  { stores: false, status: 429 },
  { stores: false, status: 503 },
  { stores: false }, // unreachable
];
const AMBIGUOUS: Behavior[] = [500, 502, 504].flatMap((status) =>
  [true, false].map((stores) => ({ stores, status, isAmbiguous: true })),
);

type Action = 'outcome' | 'view' | 'trace' | 'leave' | 'stay' | 'return' | 'next page' | 'wait';
const actions = fc.array(
  fc.constantFrom<Action>('outcome', 'outcome', 'view', 'trace', 'leave', 'stay', 'return', 'next page', 'wait'),
  { maxLength: 40 },
);

/** Plays it, and lets the service work in the end. Beacons are taken, as nobody learns what comes of them. */
async function play(behaviors: readonly Behavior[], acts: readonly Action[]) {
  const storage = fakeItems();
  const stored: string[] = [];
  const created: string[] = [];
  const unsure = new Set<string>();
  const left = [...behaviors];
  const delivery: Delivery = {
    offline: false,
    intercepted: acts.length % 2 === 1,
    async send(entries: readonly Entry[]) {
      const { stores, status, after, isAmbiguous } = left.shift() ?? CLEAR[0];
      if (stores) stored.push(...entries.map(nameOf));
      if (isAmbiguous) for (const one of entries) unsure.add(nameOf(one));
      if (after) await new Promise((done) => setTimeout(done, after * 1_000));
      if (status === undefined) throw new TypeError('Failed to fetch');
      return status;
    },
    beacon(entries) {
      stored.push(...entries.map(nameOf));
      return true;
    },
    reaches: async () => false,
  };
  const open = (): Outbox => {
    const outbox = createOutbox(delivery, storage, 'outbox', () => true);
    outbox.release();
    outbox.resume();
    return outbox;
  };
  let outbox = open();
  for (const act of acts) {
    if (act === 'leave') outbox.leave();
    else if (act === 'stay') outbox.leave(true);
    else if (act === 'return') outbox.resume();
    else if (act === 'wait') await jest.advanceTimersByTimeAsync(7_000);
    else if (act === 'next page') {
      outbox.leave(true);
      // What the page before had under way goes on, but the page itself does nothing any more.
      await jest.advanceTimersByTimeAsync(400_000);
      outbox.leave(true);
      outbox = open();
    } else {
      const name = `${act[0]}${created.length}`;
      created.push(name);
      outbox.add(entry(name, { type: { outcome: OUTCOME, view: VIEW, trace: TRACE }[act] }));
    }
  }
  outbox.resume();
  await jest.advanceTimersByTimeAsync(7_200_000);
  return { created, unsure, times: (name: string) => stored.filter((other) => other === name).length };
}

test('each event is counted exactly once, whatever comes between, if the answers tell what came of it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...CLEAR), { maxLength: 12 }), actions, async (behaviors, acts) => {
      const { created, times } = await play(behaviors, acts);
      expect(created.map((name) => [name, times(name)])).toEqual(created.map((name) => [name, 1]));
    }),
    { numRuns: 60 },
  );
});

test('no outcome is counted twice whatever is answered, and only those are lost of which nobody knows', async () => {
  const any = fc.array(fc.constantFrom(...CLEAR, ...AMBIGUOUS), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(any, actions, async (behaviors, acts) => {
      const { created, unsure, times } = await play(behaviors, acts);
      for (const name of created) {
        if (name.startsWith('o')) expect(times(name)).toBeLessThanOrEqual(1);
        if (!name.startsWith('o') || !unsure.has(name)) expect(times(name)).toBeGreaterThanOrEqual(1);
      }
    }),
    { numRuns: 60 },
  );
});
