import { activeUsers } from '../../../../src/events/questions/sql/active-users';
import { featureAdoption } from '../../../../src/events/questions/sql/features';
import { PRESENCE } from '../../../../src/events/questions/sql/model';
import { outcomes } from '../../../../src/events/questions/sql/outcomes';
import { paths } from '../../../../src/events/questions/sql/paths';
import { type RetentionSpec, retention } from '../../../../src/events/questions/sql/retention';
import { sessionsByDay } from '../../../../src/events/questions/sql/visits';
import { DAY, HOUR, MINUTE, type Row } from '../histories';
import { ASKED, asking, event, eventAt, named } from './asking';

const { answer } = asking();
const RETENTION = { ...ASKED, first: PRESENCE, returns: PRESENCE, unit: 'day', length: 3, rolling: false } as const;
const active = (rows: readonly Row[], more = {}) => answer(activeUsers({ ...ASKED, active: PRESENCE, ...more }), rows);
const sessions = (rows: readonly Row[], more = {}) =>
  answer(sessionsByDay({ ...ASKED, gapMs: 30 * MINUTE, ...more }), rows);

describe('a day', () => {
  test.each([
    ['Asia/Tokyo', '2026-11-02', 15],
    ['America/New_York', '2026-11-04', 5],
  ])('begins at midnight in %s', async (timeZone, day, hour) => {
    const midnight = Date.parse(day) + (hour - 24 * Number(hour === 15)) * HOUR;
    const rows = [eventAt('page_view', midnight - 1, { anonymous_id: 'before' }), eventAt('page_view', midnight)];
    const told = (await active(rows, { timeZone })).filter(({ daily }) => daily === 1);
    expect(told.map((row) => row.day)).toEqual([dayBefore(day), day]);
  });

  test('has 25 hours when clocks are set back, and 23 when they are set forward', async () => {
    const zone = { timeZone: 'Europe/Berlin' };
    for (const [midnight, next, hours] of [
      [Date.UTC(2026, 9, 24, 22), '2026-10-26', 25],
      [Date.UTC(2026, 2, 28, 23), '2026-03-30', 23],
    ] as const) {
      const period = { first: dayBefore(next), last: next };
      const rows = [eventAt('page_view', midnight), eventAt('page_view', midnight + hours * HOUR - 1)];
      const later = eventAt('page_view', midnight + hours * HOUR, { anonymous_id: 'b' });
      expect((await active([...rows, later], { ...zone, period })).map(({ daily }) => daily)).toEqual([1, 1]);
      const back = { ...RETENTION, ...zone, period };
      expect((await answer(retention(back), rows)).map(({ persons }) => persons)).toEqual([1]);
      const again = [rows[0], { ...later, anonymous_id: 'a' }];
      expect((await answer(retention(back), again)).map(({ persons }) => persons)).toEqual([1, 1]);
    }
  });

  test('on which nothing happened is a row of zeros; one that is still to come is none', async () => {
    const attempt = { transaction_name: 'Checkout', attempt: 't' };
    const rows = [
      event('transaction_started', 0, attempt),
      event('transaction_started', 2 * DAY, { ...attempt, attempt: 't2', session_id: 's2' }),
    ];
    const days = ['2026-11-01', '2026-11-02', '2026-11-03'];
    const asked = { ...ASKED, transaction: 'Checkout', abandonedAfterMs: HOUR };
    expect((await active(rows)).map(({ day, daily }) => [day, daily])).toEqual([1, 0, 1].map((n, i) => [days[i], n]));
    expect((await sessions(rows)).map((row) => [row.day, row.sessions])).toEqual([1, 0, 1].map((n, i) => [days[i], n]));
    const none = { started: 0, completed: 0, abandoned: 0, in_progress: 0, completion_share: null, median_ms: null };
    expect(await answer(outcomes(asked), rows)).toMatchObject([
      { day: days[0], started: 1, abandoned: 1 },
      { day: days[1], ...none },
      { day: days[2], started: 1, in_progress: 1 },
    ]);
    expect(await active([])).toEqual([]);
  });

  test('of a copy that lies in the next one is the first copy’s, whichever of the two is asked about', async () => {
    const use = event('feature_used', 14 * HOUR, { feature: 'gifts' });
    const copy = {
      ...use,
      event_time: use.event_time + 2 * HOUR,
      received_time: use.received_time + DAY,
      dt: '2026-11-02',
    };
    const uses = async (day: string) =>
      (await answer(featureAdoption({ ...ASKED, period: { first: day, last: day } }), [use, copy])).length;
    expect(await uses('2026-11-01')).toBe(1);
    expect(await uses('2026-11-02')).toBe(0);
    const moved = [
      { ...use, received_time: use.received_time + 2 * DAY },
      { ...copy, received_time: use.received_time },
    ];
    expect(
      (await answer(featureAdoption({ ...ASKED, period: { first: '2026-11-01', last: '2026-11-01' } }), moved)).length,
    ).toBe(0);
  });
});

describe('a session over midnight', () => {
  const midnight = 15 * HOUR;
  const rows = [
    event('page_view', midnight - MINUTE, { page: '/' }),
    event('page_view', midnight + MINUTE, { page: '/cart' }),
  ];

  test('is of the day on which it began, with all that it had', async () => {
    expect(await sessions(rows)).toMatchObject([
      { day: '2026-11-01', sessions: 1, page_views: 2, bounce_share: 0, median_ms: 2 * MINUTE },
      { day: '2026-11-02', sessions: 0 },
    ]);
    const day = (first: string) => ({ period: { first, last: first } });
    expect(await sessions(rows, day('2026-11-01'))).toMatchObject([{ sessions: 1, page_views: 2 }]);
    expect(await sessions(rows, day('2026-11-02'))).toMatchObject([{ sessions: 0, page_views: 0 }]);
  });

  test('is one path, of the day on which it began', async () => {
    const asked = { ...ASKED, clicks: false, length: 2, top: 5, gapMs: HOUR };
    const on = (day: string) => answer(paths({ ...asked, period: { first: day, last: day } }), rows);
    expect(await on('2026-11-01')).toMatchObject([{ step_1: '/', step_2: '/cart', sessions: 1 }]);
    expect(await on('2026-11-02')).toEqual([]);
  });

  test('makes its person active on both days', async () => {
    expect((await active(rows)).map(({ daily }) => daily)).toEqual([1, 1]);
  });
});

test('without an id a session ends with a silence that is longer than the gap', async () => {
  const none = { session_id: null };
  const rows = (gap: number) => [event('page_view', 0, none), event('page_view', gap, none)];
  expect(await sessions(rows(30 * MINUTE))).toMatchObject([{ sessions: 1 }]);
  expect(await sessions(rows(30 * MINUTE + 1))).toMatchObject([{ sessions: 2 }]);
});

test('7 and 30 days end with the day, which is one of them', async () => {
  const rows = [event('page_view', -29 * DAY), event('page_view', 2 * DAY, { anonymous_id: 'b' })];
  expect(await active(rows)).toMatchObject([
    { daily: 0, weekly: 0, monthly: 1 },
    { daily: 0, weekly: 0, monthly: 0 },
    { daily: 1, weekly: 1, monthly: 1, stickiness: 1 },
  ]);
  const week = [event('page_view', 0), event('request', 7 * DAY - 1, { session_id: null, sender: 'backend' })];
  expect((await active(week)).map(({ weekly }) => weekly)).toEqual([1, 1, 1, 1, 1, 1, 1]);
});

describe('retention', () => {
  const ask = async (spec: Partial<RetentionSpec>, rows: readonly Row[]) =>
    (await answer(retention({ ...RETENTION, ...spec }), rows)).map(({ cohort, later, persons, complete }) => [
      ...[cohort, later, persons, complete],
    ]);

  test('says of what goes on that it is not complete, and nothing of what has not begun', async () => {
    const rows = [event('page_view', 0), event('page_view', DAY), event('page_view', 2 * DAY, { anonymous_id: 'b' })];
    expect(await ask({}, rows)).toEqual([
      ['2026-11-01', 0, 1, true],
      ['2026-11-01', 1, 1, true],
      ['2026-11-01', 2, 0, false],
      ['2026-11-03', 0, 1, false],
    ]);
  });

  test('of weeks: from Monday on; the one in which the period ends is not complete, whatever comes after', async () => {
    const period = { first: '2026-10-26', last: '2026-11-11' }; // from a Monday to a Wednesday
    const rows = [
      eventAt('page_view', Date.UTC(2026, 9, 26)),
      eventAt('page_view', Date.UTC(2026, 10, 1, 23, 59), { anonymous_id: 'b' }), // Sunday
      eventAt('page_view', Date.UTC(2026, 10, 2)),
      eventAt('page_view', Date.UTC(2026, 10, 9)), // before the end of the first, after that of the second
    ];
    expect(await ask({ unit: 'week', period }, rows)).toEqual([
      ['2026-10-26', 0, 2, true],
      ['2026-10-26', 1, 1, true],
      ['2026-10-26', 2, 1, false],
    ]);
    const whole = { first: '2026-10-26', last: '2026-11-08' };
    expect((await ask({ unit: 'week', period: whole }, rows)).map(([, , , complete]) => complete)).toEqual([
      true,
      true,
    ]);
  });

  test('of months: over the end of a year', async () => {
    const period = { first: '2025-11-01', last: '2026-02-28' };
    const rows = [
      eventAt('page_view', Date.UTC(2025, 11, 31, 23, 59)),
      eventAt('page_view', Date.UTC(2026, 0, 1)),
      eventAt('page_view', Date.UTC(2026, 2, 1), { anonymous_id: 'b' }),
    ];
    expect(await ask({ unit: 'month', period }, rows)).toEqual([
      ['2025-12', 0, 1, true],
      ['2025-12', 1, 1, true],
      ['2025-12', 2, 0, true],
    ]);
  });

  test('rolling: who comes later is there in between', async () => {
    const rows = [event('page_view', 0), event('page_view', 2 * DAY)];
    const persons = async (rolling: boolean) => (await ask({ rolling }, rows)).map(([, , persons]) => persons);
    expect(await persons(false)).toEqual([1, 0, 1]);
    expect(await persons(true)).toEqual([1, 1, 1]);
  });

  test('rolling: is complete of units that nobody can still be counted in', async () => {
    const rows = [
      event('page_view', 0),
      event('page_view', 0, { anonymous_id: 'b' }),
      ...['a', 'b'].map((anonymous_id) => event('page_view', DAY, { anonymous_id })),
      event('page_view', 2 * DAY),
      event('purchase', 3 * DAY, { anonymous_id: 'c' }),
    ];
    const rolling = { rolling: true, first: named('page_view'), returns: named('page_view') };
    const told = await ask(rolling, rows);
    expect(told.map(([, , persons, complete]) => [persons, complete])).toEqual([
      [2, true],
      [2, true],
      [1, false], // b may come again
      [0, false],
    ]);
    const later = event('page_view', 4 * DAY, { anonymous_id: 'b' });
    expect((await ask(rolling, [...rows, later])).map(([, , persons]) => persons)).toEqual([2, 2, 2, 1]);
    // While the day goes on others may come to the cohort.
    expect(await ask(rolling, rows.slice(0, 2))).toEqual([['2026-11-01', 0, 2, false]]);
  });

  test('is of what makes one to follow, and of what shows that one is back', async () => {
    const rows = [event('purchase', 0), event('page_view', DAY), event('purchase', 2 * DAY)];
    const spec = { first: named('purchase'), returns: named('page_view') };
    expect((await ask(spec, rows)).map(([, , persons]) => persons)).toEqual([1, 1, 0]);
  });
});

function dayBefore(day: string): string {
  return new Date(Date.parse(day) - DAY).toISOString().slice(0, 10);
}
