import { funnel } from '../../../../src/events/questions/sql/funnel';
import type { Condition } from '../../../../src/events/questions/sql/model';
import { sessionsByDay } from '../../../../src/events/questions/sql/visits';
import { HOUR } from '../histories';
import { ASKED, asking, event, FUNNEL, named } from './asking';

const { answer, units } = asking();

describe('medians and nine tenths', () => {
  /** How long sessions were; the least that half, and nine tenths, did not exceed. */
  test.each([
    [[7], 7, 7],
    [[1, 9], 1, 9],
    [[1, 2, 9], 2, 9],
    [[1, 2, 3, 4], 2, 4],
    [[5, 5, 5, 6], 5, 6],
    [[1, 2, 3, 4, 5, 6, 7, 8, 9, 100], 5, 9],
    [[1, 2, 3, 4, 5, 6, 7, 8, 9, 100, 101], 6, 100],
  ])('of %j are %s and %s', async (lengths, median_ms, p90_ms) => {
    const rows = lengths.flatMap((length, i) =>
      [0, length].map((at) => event('page_view', at, { session_id: `s${i}`, anonymous_id: `a${i}` })),
    );
    const told = { sessions: lengths.length, median_ms, p90_ms };
    expect(await answer(sessionsByDay({ ...ASKED, gapMs: HOUR }), rows)).toMatchObject([told]);
    const ways = lengths.flatMap((length, i) => [
      event('page_view', 0, { anonymous_id: `a${i}` }),
      event('purchase', length, { anonymous_id: `a${i}` }),
    ]);
    const spec = { ...FUNNEL, steps: [named('page_view'), named('purchase')] };
    expect((await answer(funnel(spec), ways))[1]).toMatchObject({ units: lengths.length, median_ms, p90_ms });
  });
});

describe('a condition', () => {
  const PAGES = ['/orders/:id', '/orders/:id/items', '/ORDERS/:id', '/orders/12', '', null];
  const NUMBERS = [9, 10, 10.5, -1, 0, null];

  async function holdFor(column: string, values: readonly unknown[], condition: Omit<Condition, 'column'>) {
    const rows = values.map((value, i) => event('purchase', i, { [column]: value as string, anonymous_id: `a${i}` }));
    const held: unknown[] = [];
    for (const [i, row] of rows.entries()) {
      const spec = { ...FUNNEL, where: [{ column, ...condition }], steps: [named('purchase'), named('page_view')] };
      if ((await units(spec, [row]))[0] === 1) held.push(values[i]);
    }
    return held;
  }

  test.each<[string, Omit<Condition, 'column'>, unknown[]]>([
    ['a page as it is reported, and no address', { operator: 'one of', values: ['/orders/:id'] }, ['/orders/:id']],
    ['a beginning', { operator: 'begins with', values: ['/orders/:id'] }, ['/orders/:id', '/orders/:id/items']],
    ['a beginning that has what patterns have', { operator: 'begins with', values: ['/orders/%'] }, []],
    ['one of several', { operator: 'one of', values: ['/orders/12', '/ORDERS/:id'] }, ['/ORDERS/:id', '/orders/12']],
  ])('of text: %s, in its case; what has none fulfills none', async (_what, condition, expected) => {
    expect(await holdFor('page', PAGES, condition)).toEqual(expected);
  });

  test.each<[string, Omit<Condition, 'column'>, unknown[]]>([
    ['at least', { operator: 'at least', values: [10] }, [10, 10.5]],
    ['at most', { operator: 'at most', values: [10] }, [9, 10, -1, 0]],
    ['a fraction', { operator: 'at least', values: [10.25] }, [10.5]],
    ['zero', { operator: 'one of', values: [0] }, [0]],
  ])('of a number: %s, as numbers; what has none fulfills none', async (_what, condition, expected) => {
    expect(await holdFor('scroll_depth', NUMBERS, condition)).toEqual(expected);
  });

  test('of text counts characters, whatever their bytes', async () => {
    const emoji = ['👍🏽 great', '👎', "it's"];
    expect(await holdFor('element', emoji, { operator: 'begins with', values: ['👍'] })).toEqual(['👍🏽 great']);
    expect(await holdFor('element', emoji, { operator: 'begins with', values: ["it'"] })).toEqual(["it's"]);
  });

  test('of a flag: what was not said is neither', async () => {
    const flags = [true, false, null];
    expect(await holdFor('is_synthetic', flags.slice(1), { operator: 'one of', values: [false] })).toEqual([false]);
  });
});
