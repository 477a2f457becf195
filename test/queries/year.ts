import type { Row } from '../events/questions/histories';

const DAY = 86_400_000;
const MINUTE = 60_000;
const FIRST = Date.UTC(2025, 10, 1);
/** It lies in the past, as projected partitions end tomorrow. */
export const YEAR = { first: '2025-11-01', last: '2026-10-31' };
/** Within which a purchase has to follow the first page. */
export const WINDOW = 60 * MINUTE;

/** What was made, and so what any count of it has to be. */
export interface Truth {
  /** People who saw a page, added to the cart after it, and bought after that, within the window. */
  readonly reached: readonly [number, number, number];
}

/** A year of sessions in a shop, the same for the same seed. Each person is there once, so that the truth is a sum. */
export function shopYear(people: number, seed = 1): { rows: Row[]; truth: Truth } {
  const random = randomOf(seed);
  const chance = (share: number) => random() < share;
  const rows: Row[] = [];
  const reached: [number, number, number] = [0, 0, 0];
  for (let person = 0; person < people; person++) {
    const begin = FIRST + Math.floor(random() * 365) * DAY + Math.floor(random() * (DAY - 3 * WINDOW));
    const machine = chance(0.1) ? 'is_bot' : chance(0.1) ? 'is_synthetic' : undefined;
    const twoDevices = chance(0.2);
    const restarts = chance(0.2);
    const stops = Math.floor(random() * 3); // after the page, after the cart, or not
    const late = stops === 2 && chance(0.2);
    const skew = chance(0.1) ? 90_000 : 0;
    let step = 0;
    const event = (name: string, at: number) => {
      const device = twoDevices && step > 0 ? 'b' : 'a';
      const time = begin + at;
      const row = {
        ...{ event_id: `${person}-${step}`, event_name: name, event_time: time, clock_skew_ms: skew },
        ...{ received_time: time + 1000 + Math.floor(random() * 5000) },
        ...{ session_id: `${person}-${restarts ? step : device}`, anonymous_id: `${person}-${device}` },
        ...{
          user_id: twoDevices ? `u${person}` : null,
          is_bot: machine === 'is_bot',
          is_synthetic: machine === 'is_synthetic',
        },
        ...{ page: name === 'page_view' ? '/' : null, dt: new Date(time).toISOString().slice(0, 10) },
      };
      rows.push(row);
      // A retry after an answer that nobody heard; the copy is received up to a day later.
      if (chance(0.2)) rows.push({ ...row, received_time: row.received_time + Math.floor(random() * DAY) });
      step++;
    };
    event('page_view', 0);
    if (stops > 0) event('cart.added', 5 * MINUTE);
    if (stops > 1) event('purchase', late ? WINDOW + MINUTE : WINDOW);
    // Before everything else, and so no part of it.
    if (chance(0.1)) event('purchase', -MINUTE);
    if (machine) continue;
    reached[0]++;
    if (stops > 0) reached[1]++;
    if (stops > 1 && !late) reached[2]++;
  }
  for (let at = rows.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1)); // files know no order
    [rows[at], rows[other]] = [rows[other], rows[at]];
  }
  return { rows, truth: { reached } };
}

/** Numbers from 0 to 1: a linear congruential generator, of which the upper bits are taken. */
function randomOf(seed: number): () => number {
  let state = BigInt(seed);
  return () => {
    state = BigInt.asUintN(64, state * 6364136223846793005n + 1442695040888963407n);
    return Number(state >> 11n) / 2 ** 53;
  };
}
