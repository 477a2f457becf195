/** Small histories whose answers are known by thought: what the oracle could get wrong in the same way as the SQL. */
import { activeUsers } from '../../../src/events/questions/sql/active-users';
import { campaigns } from '../../../src/events/questions/sql/campaigns';
import { funnel } from '../../../src/events/questions/sql/funnel';
import { PRESENCE } from '../../../src/events/questions/sql/model';
import { outcomes } from '../../../src/events/questions/sql/outcomes';
import { links } from '../../../src/events/questions/sql/paths';
import { releaseComparison } from '../../../src/events/questions/sql/release-comparison';
import { retention } from '../../../src/events/questions/sql/retention';
import { sessionsByDay } from '../../../src/events/questions/sql/visits';
import { Memory } from './duckdb';
import { DAY, HOUR, MINUTE, type Row } from './histories';

const ASKED = {
  table: 'events',
  period: { first: '2026-11-01', last: '2026-11-07' },
  timeZone: 'UTC',
  where: [],
  bots: false,
  synthetic: false,
};
const MORNING = Date.UTC(2026, 10, 1, 9);
const named = (label: string) => ({ label, name: label, conditions: [] });
const onPage = (page: string) => ({
  label: page,
  name: 'page_view',
  conditions: [{ column: 'page', operator: 'one of' as const, values: [page] }],
});
const FUNNEL = { ...ASKED, order: 'ordered', unit: 'person', windowMs: HOUR, exclusions: [] } as const;

let memory: Memory;
beforeAll(async () => {
  memory = await Memory.start();
});
afterAll(() => memory.end());

let made = 0;

/** An event of browser `a` in session `s`, so long after nine in the morning of November 1, 2026. */
function event(event_name: string, after: number, more: Partial<Row> = {}): Row {
  const event_time = MORNING + after;
  return {
    ...{ event_id: `e${made++}`, event_name, event_time, received_time: event_time + 500, sender: 'browser' },
    ...{ session_id: 's', anonymous_id: 'a', user_id: null, is_bot: false, is_synthetic: false },
    ...{ dt: new Date(event_time).toISOString().slice(0, 10), ...more },
  };
}

async function answer({ sql, columns }: { sql: string; columns: readonly { name: string }[] }, rows: readonly Row[]) {
  await memory.put(rows);
  const answered = await memory.ask(sql);
  return answered.map((row) => Object.fromEntries(columns.map(({ name }, i) => [name, row[i]])));
}

const units = async (spec: Parameters<typeof funnel>[0], rows: readonly Row[]) =>
  (await answer(funnel(spec), rows)).map((row) => row.units);

test('who left the site to pay, and was reported as gone, has completed when the backend says so in time', async () => {
  const attempt = { attempt: 't', transaction_name: 'Checkout' };
  const rows = [
    event('transaction_started', 0, attempt),
    event('transaction_abandoned', MINUTE, attempt),
    event('transaction_completed', 3 * MINUTE, { ...attempt, sender: 'backend', session_id: null, anonymous_id: null }),
  ];
  const asked = { ...ASKED, transaction: 'Checkout' };
  expect(await answer(outcomes({ ...asked, abandonedAfterMs: HOUR }), rows)).toMatchObject([
    { started: 1, completed: 1, abandoned: 0, median_ms: 3 * MINUTE },
  ]);
  expect(await answer(outcomes({ ...asked, abandonedAfterMs: 2 * MINUTE }), rows)).toMatchObject([
    { started: 1, completed: 0, abandoned: 1 },
  ]);
});

describe('what a backend tells of a person without a session', () => {
  const sent = (after: number) =>
    event('order.shipped', after, { sender: 'backend', session_id: null, anonymous_id: null, user_id: 'u' });
  const visit = [event('page_view', 0, { user_id: 'u' }), event('page_view', MINUTE, { user_id: 'u' })];

  test('is no session', async () => {
    const rows = [...visit, sent(0), sent(2 * HOUR), sent(4 * HOUR)];
    expect(await answer(sessionsByDay({ ...ASKED, gapMs: 30 * MINUTE }), rows)).toMatchObject([
      { sessions: 1, persons: 1, page_views: 2, median_ms: MINUTE },
    ]);
  });

  test('makes nobody active, nor come back, unless it is asked for', async () => {
    const rows = [...visit, sent(2 * DAY)];
    const daily = async (active: typeof PRESENCE) =>
      (await answer(activeUsers({ ...ASKED, active }), rows)).map((row) => row.daily);
    expect(await daily(PRESENCE)).toEqual([1, 0, 0, 0, 0, 0, 0]);
    expect(await daily(named('order.shipped'))).toEqual([0, 0, 1, 0, 0, 0, 0]);
    const asked = { ...ASKED, first: PRESENCE, returns: PRESENCE, unit: 'day', length: 2, rolling: false } as const;
    expect((await answer(retention(asked), rows)).map(({ persons }) => persons)).toEqual([1, 0, 0]);
  });
});

test('who refuses cookies and logs in within a session is one person', async () => {
  const refused = { anonymous_id: null };
  const rows = [
    event('page_view', 0, refused),
    event('purchase', MINUTE, { ...refused, user_id: 'u' }),
    event('page_view', 0, { ...refused, session_id: 'other' }),
  ];
  expect(await units({ ...FUNNEL, steps: [named('page_view'), named('purchase')] }, rows)).toEqual([2, 1]);
});

test('nobody who came back is a zero up to the newest event of whatever kind', async () => {
  const rows = [event('purchase', 0), event('page_view', 3 * DAY, { anonymous_id: 'b' })];
  const asked = {
    first: named('purchase'),
    returns: named('purchase'),
    unit: 'day',
    length: 6,
    rolling: false,
  } as const;
  expect(await answer(retention({ ...ASKED, ...asked }), rows)).toMatchObject(
    [0, 1, 2, 3].map((later) => ({ cohort: '2026-11-01', later, persons: later === 0 ? 1 : 0 })),
  );
});

describe('steps of one millisecond', () => {
  const steps = [named('page_view'), onPage('/cart')];
  const both = [event('page_view', 0, { page: '/' }), event('page_view', 0, { page: '/cart' })];

  test.each(['ordered', 'strict'] as const)('%s: in whatever order files have them', async (order) => {
    for (const rows of [both, [...both].reverse()])
      expect(await units({ ...FUNNEL, order, steps }, rows)).toEqual([1, 1]);
    expect(await units({ ...FUNNEL, order, steps }, [both[1]])).toEqual([1, 0]); // one event is not two steps
  });

  test('A, B, A with the last two at once', async () => {
    const rows = [event('page_view', 0), event('click', 10), event('page_view', 10)];
    const spec = { ...FUNNEL, steps: [named('page_view'), named('click'), named('page_view')] };
    for (const each of [rows, [...rows].reverse()]) expect(await units(spec, each)).toEqual([1, 1, 1]);
  });

  test('what is no step beside one does not break a strict funnel; before it, it does', async () => {
    const spec = { ...FUNNEL, order: 'strict', steps: [named('page_view'), named('purchase')] } as const;
    const way = [event('page_view', 0), event('purchase', 10)];
    expect(await units(spec, [...way, event('request', 0), event('request', 10)])).toEqual([1, 1]);
    expect(await units(spec, [...way, event('request', 9)])).toEqual([1, 0]);
  });
});

test('of two pages one right after another, if pages are all that is looked at', async () => {
  const rows = [
    event('page_view', 0, { page: '/' }),
    event('click', 5000, { page: '/' }),
    event('page_engagement', 5001, { page: '/' }),
    event('page_view', 5002, { page: '/cart' }),
  ];
  const spec = { ...FUNNEL, order: 'strict', steps: [onPage('/'), onPage('/cart')] } as const;
  const where = [{ column: 'event_name', operator: 'one of' as const, values: ['page_view'] }];
  expect(await units(spec, rows)).toEqual([1, 0]);
  expect(await units({ ...spec, where }, rows)).toEqual([1, 1]);
});

describe('campaigns', () => {
  const asked = { ...ASKED, touch: 'last', lookbackDays: 2 } as const;
  const completed = async (rows: readonly Row[]) =>
    (await answer(campaigns(asked), rows)).map((row) => [row.utm_source, row.referrer, row.completed]);

  test('whoever comes back from paying was sent by the campaign, not by the bank', async () => {
    const rows = [
      event('session_start', 0),
      event('page_view', 0, { utm_source: 'mail', referrer: 'news.example' }),
      event('page_view', MINUTE, { referrer: 'bank.example' }),
      event('transaction_completed', 2 * MINUTE),
    ];
    expect(await completed(rows)).toEqual([['mail', 'news.example', 1]]);
  });

  test('a referrer counts where another session begins', async () => {
    const rows = [
      event('page_view', 0, { utm_source: 'mail' }),
      event('session_start', HOUR, { session_id: 's2' }),
      event('page_view', HOUR + 1, { session_id: 's2', referrer: 'search.example' }),
      event('transaction_completed', HOUR + 2, { session_id: 's2' }),
    ];
    expect((await completed(rows)).filter((row) => row[2])).toEqual([['(none)', 'search.example', 1]]);
  });

  test('one before the days that are looked back is none', async () => {
    const touch = (days: number) => event('page_view', -days * DAY, { utm_source: 'mail', session_id: 'old' });
    const done = event('transaction_completed', HOUR);
    expect(await completed([touch(2), done])).toEqual([['mail', '(none)', 1]]);
    expect(await completed([touch(3), done])).toEqual([['(none)', '(none)', 1]]);
  });
});

describe('a release after which people do the same thing more often', () => {
  const person = (day: number, hour: number, release: string, who: number) =>
    event('page_view', day * DAY + hour * HOUR, {
      ...{ page: '/reports', release, anonymous_id: `p${who}`, session_id: `${day}-${hour}-${who}` },
    });
  const all = (days: number[], hours: number[], release: string) =>
    days.flatMap((day) => hours.flatMap((hour) => [0, 1, 2, 3, 4].map((who) => person(day, hour, release, who))));
  const rows = [...all([0, 1, 2], [0], '1.0'), ...all([3, 4, 5], [0, 4, 8], '2.0')];
  const reports = async (more: object, those = rows) =>
    (await answer(releaseComparison({ ...ASKED, release: '2.0', ...more }), those)).find(({ kind }) => kind === 'page');

  test('shows it by day, although each hour of use is like before', async () => {
    const found = await reports({});
    expect(found).toMatchObject({ name: '/reports', per_user_hour_before: 1, per_user_hour_after: 1 });
    expect(found?.per_day_before).toBeCloseTo(5, 5); // 15 in 72 hours
    expect(Number(found?.change)).toBeGreaterThan(1.5);
  });

  test('begins when it was released, whatever a test sent before', async () => {
    const test = event('page_view', HOUR, { page: '/reports', release: '2.0', anonymous_id: 'tester' });
    const since = MORNING + 3 * DAY;
    expect(await reports({}, [...rows, test])).toMatchObject({ count_before: 5 });
    expect(await reports({ since }, [...rows, test])).toMatchObject({ count_before: 16 });
  });
});

test('moves are read once, however long paths are', async () => {
  const rows = ['/', '/a', '/b'].map((page, i) => event('page_view', i * MINUTE, { page }));
  const spec = { ...ASKED, clicks: false, length: 5, top: 5, gapMs: HOUR };
  expect(await answer(links(spec), rows)).toEqual([
    { step: 1, source: '/', target: '/a', sessions: 1 },
    { step: 2, source: '/a', target: '/b', sessions: 1 },
  ]);
  expect(links({ ...spec, length: 20 }).sql.match(/FROM walked\b/g)).toHaveLength(1);
});
