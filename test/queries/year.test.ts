import { COLUMNS } from '../events/questions/histories';
import { CASES, chosen, comparable } from '../events/questions/year/cases';
import { shop } from '../events/questions/year/shop';
import { traffic } from '../events/questions/year/traffic';
import { Truth } from '../events/questions/year/truth';
import { Engines } from './engines';

const persons = shop(3000);
const truth = new Truth(persons);
let engines: Engines;
beforeAll(async () => {
  engines = await Engines.start();
  const columns = Object.fromEntries(COLUMNS.map(({ column }) => [column, null]));
  const rows = (await traffic(persons)).map((row) => ({ ...columns, ...row }));
  await engines.table('events', COLUMNS, rows);
}, 600_000);
afterAll(() => engines?.end());

test.each(CASES)('$name: of a year, what people of the shop did', async (each) => {
  const { rows } = await engines.agree(each.statement.sql);
  expect(comparable(chosen(rows, each))).toEqual(comparable(each.truth(truth)));
});
