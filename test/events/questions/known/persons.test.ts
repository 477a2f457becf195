import { activeUsers } from '../../../../src/events/questions/sql/active-users';
import { sessionsByDay } from '../../../../src/events/questions/sql/visits';
import { DAY, HOUR, MINUTE, type Row } from '../histories';
import { ASKED, asking, event, FUNNEL, named } from './asking';

const { answer, units } = asking();
const WAY = { ...FUNNEL, steps: [named('page_view'), named('purchase')] };
const VIEWS = { name: 'page_view', conditions: [] };
const daily = async (rows: readonly Row[], more = {}) =>
  (await answer(activeUsers({ ...ASKED, active: VIEWS, ...more }), rows)).map((row) => row.daily);

describe('a person', () => {
  test('is the user whom the browser knows later, on whichever device', async () => {
    const rows = [
      event('page_view', 0, { anonymous_id: 'phone' }),
      event('purchase', MINUTE, { anonymous_id: 'laptop', user_id: 'u' }),
      event('page_view', 3 * DAY, { anonymous_id: 'phone', user_id: 'u' }),
    ];
    expect(await units(WAY, rows)).toEqual([1, 1]);
    expect(await units(WAY, rows.slice(0, 2))).toEqual([1, 0]); // nothing says whose phone it is
  });

  test('is known by the days that are read only', async () => {
    const rows = (later: number) => [
      event('page_view', 0, { anonymous_id: 'phone' }),
      event('purchase', MINUTE, { anonymous_id: 'laptop', user_id: 'u' }),
      event('page_view', later, { anonymous_id: 'phone', user_id: 'u' }),
    ];
    const day = { ...WAY, period: { first: '2026-11-01', last: '2026-11-01' } };
    expect(await units(day, rows(2 * DAY))).toEqual([1, 1]); // a day for the window, and one for copies
    expect(await units(day, rows(3 * DAY))).toEqual([1, 0]);
  });

  test('is not the other one who uses the same browser; what nobody has logged in for is the browser alone', async () => {
    const rows = [
      event('page_view', 0),
      event('purchase', 1, { user_id: 'u1' }),
      event('page_view', 2, { user_id: 'u1' }),
      event('purchase', 3, { user_id: 'u2' }),
    ];
    expect(await units(WAY, rows)).toEqual([2, 0]);
    expect(await daily(rows)).toEqual([2]);
    expect(await units(WAY, rows.slice(0, 2))).toEqual([1, 1]);
  });

  test('has changed with the user, within a session too', async () => {
    const rows = [
      event('page_view', 0, { user_id: 'u1' }),
      event('page_view', 1, { user_id: 'u2' }),
      event('purchase', 2, { user_id: 'u2' }),
    ];
    expect(await units(WAY, rows)).toEqual([2, 1]);
    expect(await answer(sessionsByDay({ ...ASKED, gapMs: HOUR }), rows)).toMatchObject([{ sessions: 1 }]);
  });

  test('is nobody without a name: no empty text is one', async () => {
    const nobody = { anonymous_id: '', session_id: '', user_id: '' };
    expect(await units(WAY, [event('page_view', 0, nobody), event('purchase', 1, nobody)])).toEqual([0, 0]);
  });
  test('who refuses cookies and logs in within a session is one', async () => {
    const refused = { anonymous_id: null };
    const rows = [
      event('page_view', 0, refused),
      event('purchase', MINUTE, { ...refused, user_id: 'u' }),
      event('page_view', 0, { ...refused, session_id: 'other' }),
    ];
    expect(await units(WAY, rows)).toEqual([2, 1]);
  });
});

describe('a backend that names the session alone', () => {
  const backend = { sender: 'backend', anonymous_id: null };
  const visit = (more: Partial<Row> = {}) => [event('page_view', 0, more), event('purchase', MINUTE, backend)];
  const paid = event('order.paid', 2 * MINUTE, { ...backend, user_id: 'u' });
  const all = { name: undefined, conditions: [] };
  const persons = async (rows: readonly Row[]) => (await daily(rows, { active: all }))[0];

  test('tells of the browser of the session, before anybody logs in and after', async () => {
    expect(await units(WAY, visit())).toEqual([1, 1]);
    expect(await persons(visit())).toBe(1);
    expect(await units(WAY, [...visit(), paid])).toEqual([1, 1]);
    expect(await persons([...visit(), paid])).toBe(1);
  });

  test('tells who the browser is, in its other sessions and on other devices too', async () => {
    const other = event('page_view', -HOUR, { session_id: 'before' });
    const phone = event('page_view', -2 * HOUR, { session_id: 'phone', anonymous_id: 'phone', user_id: 'u' });
    expect(await persons([...visit(), paid, other, phone])).toBe(1);
  });

  test('is of the user whom the browser knows by another session', async () => {
    const before = event('page_view', -HOUR, { session_id: 'before', user_id: 'u' });
    expect(await units(WAY, [before, ...visit()])).toEqual([1, 1]);
  });

  test('is of the browser where several users share it', async () => {
    const shared = ['u1', 'u2'].map((user_id) => event('page_view', HOUR, { session_id: user_id, user_id }));
    expect(await units(WAY, [...visit(), ...shared])).toEqual([3, 1]);
  });

  test('is of the user of the session, or of the session, where that has no one browser', async () => {
    const second = event('page_view', 1, { anonymous_id: 'b' });
    expect(await units(WAY, [...visit(), second])).toEqual([2, 0]);
    expect(await persons([...visit(), second])).toBe(3);
    expect(await persons([...visit(), second, paid])).toBe(3); // u made both: a and b are still themselves
    expect(await units(WAY, visit({ anonymous_id: null }))).toEqual([1, 1]);
  });
});

describe('bots and canaries', () => {
  const rows = [
    event('page_view', 0, { anonymous_id: 'person', is_bot: null, is_synthetic: null }),
    event('page_view', 0, { anonymous_id: 'bot', is_bot: true }),
    event('page_view', 0, { anonymous_id: 'canary', is_synthetic: true }),
  ];

  test.each([
    [{}, 1],
    [{ bots: true }, 2],
    [{ synthetic: true }, 2],
    [{ bots: true, synthetic: true }, 3],
  ])('are counted where it is asked for: %j', async (more, expected) => {
    expect(await daily(rows, more)).toEqual([expected]);
  });
});

describe('copies', () => {
  test('of an event are the one that was received first, whatever it says', async () => {
    const view = event('page_view', 0);
    const copy = { ...view, received_time: view.received_time + 1 };
    for (const rows of [
      [view, { ...copy, is_bot: true }],
      [{ ...copy, is_bot: true }, view],
    ]) {
      expect(await daily(rows)).toEqual([1]);
    }
    expect(await daily([{ ...view, is_bot: true }, copy])).toEqual([0]);
  });

  test('are one page view, on one day, also where the second came a day later and lies there', async () => {
    const view = event('page_view', 0);
    const later = { received_time: view.received_time + DAY, event_time: view.event_time + DAY, dt: '2026-11-02' };
    const rows = [view, { ...view, ...later }];
    for (const each of [rows, [...rows].reverse()]) {
      expect(await answer(sessionsByDay({ ...ASKED, gapMs: HOUR }), each)).toMatchObject([
        { day: '2026-11-01', sessions: 1, page_views: 1 },
        { day: '2026-11-02', sessions: 0, page_views: 0 },
      ]);
    }
    // Who asks for the second day only is told the same.
    const second = { ...ASKED, period: { first: '2026-11-02', last: '2026-11-02' } };
    expect(await daily(rows, second)).toEqual([0]);
  });

  test('are no further step, and no further visit', async () => {
    const view = event('page_view', 0);
    const steps = [named('page_view'), named('page_view')];
    const copy = { ...view, event_time: view.event_time + 1, received_time: view.received_time + 10 };
    expect(await units({ ...WAY, steps }, [view, copy])).toEqual([1, 0]);
  });
});
