import { dropped, type FunnelSpec, funnel } from '../../../../src/events/questions/sql/funnel';
import { DAY, HOUR, MINUTE, type Row } from '../histories';
import { asking, event, eventAt, FUNNEL, named, onPage } from './asking';

const { answer, units } = asking();
const WAY = { ...FUNNEL, steps: [named('page_view'), named('cart.added'), named('purchase')] };

test('a window ends with the millisecond that it names, and so does that of a step', async () => {
  const way = (cart: number, purchase: number) => [
    event('page_view', 0),
    event('cart.added', cart),
    event('purchase', purchase),
  ];
  expect(await units(WAY, way(MINUTE, HOUR))).toEqual([1, 1, 1]);
  expect(await units(WAY, way(MINUTE, HOUR + 1))).toEqual([1, 1, 0]);
  const quick = { ...WAY, steps: [WAY.steps[0], WAY.steps[1], { ...WAY.steps[2], withinMs: MINUTE }] };
  expect(await units(quick, way(2 * MINUTE, 3 * MINUTE))).toEqual([1, 1, 1]);
  expect(await units(quick, way(2 * MINUTE, 3 * MINUTE + 1))).toEqual([1, 1, 0]);
});

test('the window begins with the latest start that leads there, not with the first one', async () => {
  const rows = [
    event('page_view', 0),
    event('page_view', 50 * MINUTE),
    event('cart.added', 55 * MINUTE),
    event('purchase', 80 * MINUTE),
  ];
  expect(await answer(funnel(WAY), rows)).toMatchObject([
    { units: 1, dropped: 0, median_ms: null },
    { units: 1, dropped: 0, median_ms: 5 * MINUTE },
    { units: 1, dropped: null, median_ms: 30 * MINUTE, p90_ms: 30 * MINUTE },
  ]);
});

test('the first step has to be within the period, at its very ends too; the others may be after it', async () => {
  const spec = { ...WAY, steps: [named('page_view'), named('purchase')], timeZone: 'Asia/Tokyo' };
  const began = Date.UTC(2026, 9, 31, 15); // midnight there
  const ended = began + 7 * DAY;
  const way = (at: number) => [eventAt('page_view', at), eventAt('purchase', at + HOUR)];
  expect(await units(spec, way(began - 1))).toEqual([0, 0]);
  expect(await units(spec, way(began))).toEqual([1, 1]);
  expect(await units(spec, way(ended - 1))).toEqual([1, 1]);
  expect(await units(spec, way(ended))).toEqual([0, 0]);
  const long = { ...spec, windowMs: 3 * DAY };
  expect(await units(long, [eventAt('page_view', ended - 1), eventAt('purchase', ended + 3 * DAY - 1)])).toEqual([
    1, 1,
  ]);
});

test('a session is another than a person', async () => {
  const rows = [event('page_view', 0), event('cart.added', 1), event('purchase', 2, { session_id: 'later' })];
  expect(await units(WAY, rows)).toEqual([1, 1, 1]);
  expect(await units({ ...WAY, unit: 'session' }, rows)).toEqual([1, 1, 0]);
});

describe('what is excluded', () => {
  const spec = { ...WAY, exclusions: [{ name: 'error', conditions: [], from: 2, to: 3 }] };
  const way = [event('page_view', 0), event('cart.added', 10), event('purchase', 20)];

  test('ends a run between the steps that it names, and not at their very milliseconds', async () => {
    expect(await units(spec, [...way, event('error', 15)])).toEqual([1, 1, 0]);
    expect(await units(spec, [...way, event('error', 5)])).toEqual([1, 1, 1]);
    expect(await units(spec, [...way, event('error', 10), event('error', 20)])).toEqual([1, 1, 1]);
  });

  test('ends that run only: who begins again has succeeded', async () => {
    const again = [event('cart.added', 30), event('purchase', 40)];
    expect(await units(spec, [...way, event('error', 15), ...again])).toEqual([1, 1, 1]);
  });
});

test('in any order an event that is two of the steps takes both; the window is between any two', async () => {
  const steps = [named('page_view'), onPage('/cart'), named('purchase')];
  const spec = { ...FUNNEL, order: 'any', steps } as const;
  const cart = { page: '/cart' };
  expect(await units(spec, [event('page_view', 0, cart)])).toEqual([1, 1, 0]);
  expect(await units(spec, [event('purchase', 0), event('page_view', HOUR, cart)])).toEqual([1, 1, 1]);
  expect(await units(spec, [event('purchase', 0), event('page_view', HOUR + 1, cart)])).toEqual([1, 1, 0]);
});

test('in any order the first of the events has to be within the period; the others may be after it', async () => {
  const spec = { ...FUNNEL, order: 'any', windowMs: 2 * DAY, steps: [named('page_view'), named('purchase')] } as const;
  const ended = Date.UTC(2026, 10, 8);
  const began = Date.UTC(2026, 10, 1);
  const way = (first: number, second: number) => [eventAt('purchase', first), eventAt('page_view', second)];
  expect(await units(spec, way(ended - 1, ended + 2 * DAY - 1))).toEqual([1, 1]);
  expect(await units(spec, way(ended - 1, ended + 2 * DAY))).toEqual([1, 0]);
  expect(await units(spec, way(ended, ended + 1))).toEqual([0, 0]);
  expect(await units(spec, way(began - 1, began))).toEqual([1, 0]);
  // The same step again, after the period, does not put an end to what began within it.
  const again = [...way(ended - 10, ended + 20), eventAt('purchase', ended + 10)];
  expect(await answer(funnel(spec), again)).toMatchObject([{ units: 1 }, { units: 1, median_ms: 30 }]);
});

test('a breakdown is the value at the step that it names, of the run that counts', async () => {
  const rows = [
    event('page_view', -2 * HOUR, { p_plan: 'tried' }), // leads nowhere
    event('page_view', 0, { p_plan: 'free' }),
    event('cart.added', MINUTE, { p_plan: 'trial' }),
    event('purchase', 2 * MINUTE, { p_plan: 'pro' }),
    event('page_view', 0, { anonymous_id: 'b' }),
  ];
  const by = async (at: NonNullable<FunnelSpec['breakdown']>['at']) =>
    (await answer(funnel({ ...WAY, breakdown: { column: 'p_plan', at } }), rows))
      .filter(({ step }) => step === 1)
      .map(({ breakdown }) => breakdown);
  expect(await by('first')).toEqual(['(none)', 'free']);
  expect(await by('last')).toEqual(['(none)', 'pro']);
  expect(await by(2)).toEqual(['(none)', 'trial']);
  expect(await by(3)).toEqual(['(none)', 'pro']);
});

test('who dropped out is told with the last step, and when it was reached first', async () => {
  const by = (anonymous_id: string) => (row: Row) => ({ ...row, anonymous_id });
  const rows = [
    ...[event('page_view', 0), event('cart.added', 10), event('cart.added', 20)].map(by('carted')),
    ...[event('page_view', 0)].map(by('looked')),
    ...[event('page_view', 0), event('cart.added', 10), event('purchase', 20)].map(by('paid')),
    ...[event('purchase', 20)].map(by('never began')),
  ];
  expect(await answer(dropped(WAY), rows)).toEqual([
    { person: 'carted', step: 2, step_name: 'cart.added', reached_time: rows[1].event_time },
    { person: 'looked', step: 1, step_name: 'page_view', reached_time: rows[0].event_time },
  ]);
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
