import { featureAdoption } from '../../../../src/events/questions/sql/features';
import { frustration } from '../../../../src/events/questions/sql/frustration';
import { type FunnelSpec, funnel } from '../../../../src/events/questions/sql/funnel';
import { outcomes } from '../../../../src/events/questions/sql/outcomes';
import { type PathsSpec, paths } from '../../../../src/events/questions/sql/paths';
import { releaseComparison } from '../../../../src/events/questions/sql/release-comparison';
import { sessionsByDay } from '../../../../src/events/questions/sql/visits';
import { DAY, HOUR, MINUTE } from '../histories';
import { ASKED, asking, event, FUNNEL, named, onPage } from './asking';

const { answer, units } = asking();
const by = (anonymous_id: string) => ({ anonymous_id, session_id: anonymous_id });

test('a feature is used again on another day; its share is of those who were there', async () => {
  const rows = [
    ...[0, MINUTE].map((at) => event('feature_used', at, { feature: 'gifts', ...by('twice on a day') })),
    ...[0, DAY].map((at) => event('feature_used', at, { feature: 'gifts', ...by('on two days') })),
    event('page_view', 0, by('never')),
    event('plan.renewed', 0, { ...by('not there'), session_id: null, sender: 'backend' }),
  ];
  expect(await answer(featureAdoption(ASKED), rows)).toEqual([
    { feature: 'gifts', persons: 2, share_of_active: 2 / 3, uses: 4, persons_again: 1, share_again: 1 / 2 },
  ]);
});

test('elements without a click in vain are not told; views are those of their page', async () => {
  const click = (element: string, kind: string | null, who = 'a') =>
    event('click', 0, { page: '/', element, element_role: 'button', frustration: kind, ...by(who) });
  const rows = [
    ...[click('pay', 'dead'), click('pay', 'rage', 'b'), click('pay', null, 'c'), click('help', null)],
    ...['/', '/', '/', '/', '/other'].map((page) => event('page_view', 0, { page, ...by('c') })),
  ];
  expect(await answer(frustration(ASKED), rows)).toMatchObject([
    { element: 'pay', clicks: 3, dead: 1, rage: 1, error: 0, persons: 2, page_views: 4, per_100_page_views: 50 },
  ]);
});

test('clicks of half of the sessions are compared with what these saw, also those who did not click', async () => {
  const views = ['a', 'b', 'c', 'd'].flatMap((who) =>
    [0, 1].map((at) => event('page_view', at, { page: '/', ...by(who) })),
  );
  const engaged = ['a', 'b'].map((who) => event('page_engagement', MINUTE, { page: '/', ...by(who) }));
  const click = event('click', 2, {
    page: '/',
    element: 'pay',
    element_role: 'button',
    frustration: 'dead',
    ...by('a'),
  });
  expect(await answer(frustration(ASKED), [...views, ...engaged, click])).toMatchObject([
    { clicks: 1, dead: 1, persons: 1, page_views: 4, per_100_page_views: 25 },
  ]);
});

test('paths from a page begin with the first view of it, those to a page end with the last', async () => {
  const rows = ['/', '/cart', '/help', '/cart', '/thanks'].map((page, i) => event('page_view', i * MINUTE, { page }));
  const ask = async (at: 'from' | 'to') => {
    const anchor: PathsSpec['anchor'] = { at, match: onPage('/cart') };
    const spec = { ...ASKED, anchor, clicks: false, length: 3, top: 5, gapMs: HOUR };
    return (await answer(paths(spec), rows)).map(({ step_1, step_2, step_3 }) => [step_1, step_2, step_3]);
  };
  expect(await ask('from')).toEqual([['/cart', '/help', '/cart']]);
  expect(await ask('to')).toEqual([['/cart', '/help', '/cart']]);
  rows.splice(1, 1);
  expect(await ask('from')).toEqual([['/cart', '/thanks', null]]);
  expect(await ask('to')).toEqual([['/', '/help', '/cart']]);
  rows.push(event('page_view', 9 * MINUTE, { page: '/help' }), event('page_view', 10 * MINUTE, { page: '/cart' }));
  expect(await ask('from')).toEqual([['/cart', '/thanks', '/help']]);
  expect(await ask('to')).toEqual([['/thanks', '/help', '/cart']]);
});

test('of a release only whole hours are compared, so that none is cut by it or by the end', async () => {
  const view = (hours: number, release: string, who = 'a') =>
    event('page_view', hours * HOUR, { page: '/', release, ...by(who) });
  const rows = [view(0, '1.0'), view(0.9, '1.0'), view(1.5, '2.0'), view(2.4, '2.0', 'b'), view(2.6, '2.0', 'c')];
  const told = await answer(releaseComparison({ ...ASKED, release: '2.0' }), rows);
  // Half an hour at the beginning and a tenth at the end are part of no hour.
  expect(told.find(({ kind }) => kind === 'page')).toMatchObject({ count_before: 1, count_after: 2, users_after: 2 });
});

test('an attempt is in progress until its time is over, by when the newest event was received', async () => {
  const asked = { ...ASKED, transaction: 'Checkout', abandonedAfterMs: HOUR };
  const begun = event('transaction_started', 0, { transaction_name: 'Checkout', attempt: 't' });
  const later = (after: number) => event('page_view', 0, { received_time: begun.event_time + after });
  expect(await answer(outcomes(asked), [begun, later(HOUR)])).toMatchObject([
    { in_progress: 1, completion_share: null },
  ]);
  expect(await answer(outcomes(asked), [begun, later(HOUR + 1)])).toMatchObject([
    { abandoned: 1, completion_share: 0 },
  ]);
  const done = (after: number) => event('transaction_completed', after, { transaction_name: 'Checkout', attempt: 't' });
  expect(await answer(outcomes(asked), [begun, done(HOUR)])).toMatchObject([{ completed: 1, median_ms: HOUR }]);
  expect(await answer(outcomes(asked), [begun, done(HOUR + 1)])).toMatchObject([{ abandoned: 1, median_ms: null }]);
});

test('a session that is silent for a whole day is still the one that began before', async () => {
  const rows = [event('page_view', 14 * HOUR), event('page_view', 40 * HOUR)]; // 23:00, and 01:00 two days later
  const on = (day: string) => answer(sessionsByDay({ ...ASKED, gapMs: HOUR, period: { first: day, last: day } }), rows);
  expect(await on('2026-11-01')).toMatchObject([{ sessions: 1, page_views: 2, median_ms: 26 * HOUR }]);
  expect(await on('2026-11-03')).toMatchObject([{ sessions: 0 }]);
});

test('steps of one millisecond come in their order, whatever the ids of the events', async () => {
  const spec: FunnelSpec = { ...FUNNEL, steps: [named('page_view'), named('cart.added'), named('purchase')] };
  for (const ids of [
    ['1', '2', '3'],
    ['3', '2', '1'],
    ['2', '3', '1'],
  ]) {
    const rows = spec.steps.map(({ name = '' }, i) => event(name, 0, { event_id: ids[i] }));
    expect(await units(spec, rows)).toEqual([1, 1, 1]);
    expect(await answer(funnel(spec), rows)).toMatchObject([{}, { median_ms: 0 }, { median_ms: 0 }]);
  }
});
