/** Histories as bad as they come: copies, ties, clocks, several devices, bots, borders of days, months and summer time. */
import * as fc from 'fast-check';
import { type Field, SENT_FIELDS, STATED_FIELDS } from '../../../src/formats/events/fields';

export interface Row {
  readonly event_id: string;
  readonly event_name: string;
  readonly event_time: number;
  readonly received_time: number;
  readonly session_id: string | null;
  readonly anonymous_id: string | null;
  readonly user_id: string | null;
  readonly is_bot: boolean | null;
  readonly is_synthetic: boolean | null;
  readonly dt: string;
  readonly [column: string]: string | number | boolean | null;
}

export const COLUMNS: Field[] = [
  ...Object.values(STATED_FIELDS),
  ...Object.values(SENT_FIELDS),
  { column: 'p_plan', type: 'string', comment: '' },
];

/** The night in which clocks of Europe are set back; the period of the questions lies around it. */
export const NIGHT = Date.UTC(2026, 9, 25, 0, 30);
export const PERIOD = { first: '2026-10-22', last: '2026-11-01' };
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const NAMES = [
  'page_view',
  'page_view',
  'page_view',
  'click',
  'cart.added',
  'purchase',
  'feature_used',
  'request',
  'transaction_started',
  'transaction_started',
  'transaction_completed',
  'transaction_abandoned',
  'page_engagement',
];

const time = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 0, max: 8 }).map((minutes) => NIGHT + minutes * 10 * MINUTE) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 3 }).map((ms) => NIGHT + 20 * MINUTE + ms) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.integer({ min: -5, max: 9 }), fc.constantFrom(-1, 0, 1, HOUR, -HOUR, 12 * HOUR))
      .map(([days, ms]) => Date.UTC(2026, 9, 25 + days) + ms),
  },
);

const some = <T>(...values: T[]) => fc.constantFrom(null, ...values, ...values);

const event = fc.record({
  name: fc.constantFrom(...NAMES),
  time,
  latency: fc.constantFrom(0, 5, 2000, 2 * DAY),
  who: fc.constantFrom(
    { anonymous_id: 'a1', user_id: null },
    { anonymous_id: 'a1', user_id: null },
    { anonymous_id: 'a1', user_id: 'u1' },
    { anonymous_id: 'a2', user_id: null },
    { anonymous_id: 'a2', user_id: 'u1' },
    { anonymous_id: 'a3', user_id: 'u2' },
    { anonymous_id: 'a3', user_id: 'u3' },
    { anonymous_id: 'a3', user_id: null },
    { anonymous_id: 'a4', user_id: '' },
    { anonymous_id: null, user_id: 'u4' },
    { anonymous_id: null, user_id: null },
    { anonymous_id: '', user_id: null },
  ),
  session_id: some('s1', 's2', ''),
  sender: fc.constantFrom(null, 'browser', 'browser', 'backend'),
  is_bot: fc.constantFrom(null, false, false, false, false, true),
  is_synthetic: fc.constantFrom(null, false, false, false, false, true),
  page: some('/', '/cart', "/it's/:id", ''),
  element: some('add', 'pay', ''),
  element_role: some('button', 'link'),
  frustration: some('dead', 'rage', 'error'),
  engaged_ms: some(0, 1500, -1, 2 ** 53 - 1),
  utm_source: fc.constantFrom(null, null, null, '', 'mail', 'ads'),
  referrer: fc.constantFrom(null, null, null, 'example.com'),
  transaction_name: fc.constantFrom('Checkout', 'Checkout', 'SignUp', null),
  attempt: fc.constantFrom(null, null, 't1', 't2'),
  feature: some('gifts', 'search'),
  endpoint: some('GET /a', 'POST /b'),
  release: some('1.0', '2.0'),
  p_plan: some('free', 'pro'),
  copies: fc.array(fc.record({ late: fc.constantFrom(1, 3000, DAY, 2 * DAY), moved: fc.constantFrom(0, 0, 7, HOUR) }), {
    maxLength: 2,
  }),
});

/** Rows as they lie in the table, in any order. */
export const histories = fc
  .array(event, { maxLength: 28 })
  .map((events) =>
    events.flatMap(({ name, time, latency, who, copies, ...columns }, index) => {
      const row = (event_time: number, received_time: number): Row => ({
        event_id: `e${(index * 7) % 31}-${index}`, // in another order than times
        event_name: name,
        event_time,
        received_time,
        ...who,
        ...columns,
        dt: new Date(event_time).toISOString().slice(0, 10),
      });
      const first = row(time, time + latency);
      return [first, ...copies.map(({ late, moved }) => row(time + moved, time + latency + late))];
    }),
  )
  .chain((rows) => fc.shuffledSubarray(rows, { minLength: rows.length }));
