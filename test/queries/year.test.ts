import { funnel } from '../../src/events/questions/sql/funnel';
import { ASKED } from '../events/questions/funnel-cases';
import { COLUMNS } from '../events/questions/histories';
import { Engines } from './engines';
import { shopYear, WINDOW, YEAR } from './year';

let engines: Engines;
beforeAll(async () => {
  engines = await Engines.start();
});
afterAll(() => engines?.end());

test('the funnel of a year is what the shoppers did', async () => {
  const { rows, truth } = shopYear(5000);
  const columns = COLUMNS.map(({ column }) => [column, null]);
  await engines.table(
    'events',
    COLUMNS,
    rows.map((row) => ({ ...Object.fromEntries(columns), ...row })),
  );
  const step = (name: string) => ({ label: name, name, conditions: [] });
  const { sql } = funnel({
    ...{ ...ASKED, period: YEAR, order: 'ordered', unit: 'person', windowMs: WINDOW, exclusions: [] },
    steps: [step('page_view'), step('cart.added'), step('purchase')],
  });
  const { columns: names, rows: steps } = await engines.agree(sql);
  expect(steps.map((values) => values[names.indexOf('units')])).toEqual([...truth.reached]);
});
