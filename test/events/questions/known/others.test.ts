import { activeUsers } from '../../../../src/events/questions/sql/active-users';
import { campaigns } from '../../../../src/events/questions/sql/campaigns';
import { PRESENCE } from '../../../../src/events/questions/sql/model';
import { outcomes } from '../../../../src/events/questions/sql/outcomes';
import { links } from '../../../../src/events/questions/sql/paths';
import { releaseComparison } from '../../../../src/events/questions/sql/release-comparison';
import { retention } from '../../../../src/events/questions/sql/retention';
import { sessionsByDay } from '../../../../src/events/questions/sql/visits';
import { DAY, HOUR, MINUTE, type Row } from '../histories';
import { ASKED, asking, event, MORNING, named } from './asking';

const { answer } = asking();

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
    expect(await daily(PRESENCE)).toEqual([1, 0, 0]);
    expect(await daily(named('order.shipped'))).toEqual([0, 0, 1]);
    const asked = { ...ASKED, first: PRESENCE, returns: PRESENCE, unit: 'day', length: 2, rolling: false } as const;
    expect((await answer(retention(asked), rows)).map(({ persons }) => persons)).toEqual([1, 0, 0]);
  });
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

test('what somebody made up is no longer than a day, and makes no sum overflow', async () => {
  const rows = [2 ** 53 - 1, -(2 ** 53 - 1)].flatMap((engaged_ms, i) =>
    Array.from({ length: 1_100 }, () => event('page_engagement', i, { engaged_ms })),
  );
  const engaged = { engaged_ms: 1_100 * DAY };
  expect(await answer(sessionsByDay({ ...ASKED, gapMs: HOUR }), rows)).toMatchObject([engaged]);
  expect(await answer(campaigns({ ...ASKED, touch: 'last', lookbackDays: 2 }), rows)).toMatchObject([engaged]);
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

  test('an attempt that a browser and a backend tell of is completed once', async () => {
    const order = { attempt: 'o1', transaction_name: 'Checkout' };
    const backend = { sender: 'backend', anonymous_id: null };
    const rows = [
      event('page_view', 0, { utm_source: 'mail' }),
      event('transaction_completed', MINUTE, order),
      event('transaction_completed', MINUTE + 300, { ...order, ...backend }),
    ];
    expect(await completed(rows)).toEqual([['mail', '(none)', 1]]);
    const others = [
      event('transaction_completed', HOUR, { ...order, transaction_name: 'Payment' }),
      event('transaction_completed', HOUR, { ...order, attempt: 'o2' }),
      ...['', null].map((attempt) => event('transaction_completed', HOUR, { ...order, attempt })),
    ];
    expect(await completed([...rows, ...others])).toEqual([['mail', '(none)', 5]]);
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

describe('a job of the backend that tells of everybody at night', () => {
  const nightly = (day: number) =>
    ['a', 'b', 'c'].map((user_id) =>
      event('plan.renewed', day * DAY, { user_id, sender: 'backend', session_id: null, anonymous_id: null }),
    );
  const visit = (user_id: string, after: number, release: string) =>
    event('page_view', after, { user_id, anonymous_id: user_id, session_id: `${user_id}${after}`, page: '/', release });

  test('brings no campaign persons, but for those who completed something', async () => {
    const rows = [
      event('page_view', 0, { user_id: 'a', anonymous_id: 'a', utm_source: 'mail' }),
      ...nightly(1),
      event('transaction_completed', DAY, { user_id: 'b', sender: 'backend', session_id: null, anonymous_id: null }),
    ];
    expect(await answer(campaigns({ ...ASKED, touch: 'last', lookbackDays: 2 }), rows)).toMatchObject([
      { utm_source: '(none)', persons: 1, sessions: 0, completed: 1, persons_completed: 1 },
      { utm_source: 'mail', persons: 1, sessions: 1, completed: 0 },
    ]);
  });

  test('makes no hours in which users were there', async () => {
    const rows = [visit('a', 0, '1.0'), ...nightly(0.5), visit('a', DAY, '2.0'), visit('a', DAY + HOUR - 1, '2.0')];
    const told = await answer(releaseComparison({ ...ASKED, release: '2.0' }), rows);
    expect(told.find(({ kind }) => kind === 'page')).toMatchObject({
      ...{ count_before: 1, count_after: 2, per_user_hour_before: 1, per_user_hour_after: 2 },
    });
    expect(told.find(({ name }) => name === 'plan.renewed')).toMatchObject({ users_before: 3, count_before: 3 });
  });
});
