import { Memory } from '../duckdb';
import { CASES, chosen, comparable } from './cases';
import { shop } from './shop';
import { traffic } from './traffic';
import { Truth } from './truth';

/** A few people of the shop whose whole year all engines are asked about by `scripts/test queries`. */
const persons = shop(400);
let memory: Memory;
beforeAll(async () => {
  memory = await Memory.start();
  await memory.put(await traffic(persons));
}, 120_000);
afterAll(() => memory.end());

test.each(CASES)(
  '$name: what people of the shop did in a year',
  async (each) => {
    const rows = await memory.ask(each.statement.sql);
    expect(comparable(chosen(rows, each))).toEqual(comparable(each.truth(new Truth(persons))));
  },
  120_000,
);
