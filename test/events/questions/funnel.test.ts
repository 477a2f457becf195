import * as fc from 'fast-check';
import { Memory } from './duckdb';
import { FUNNELS } from './funnel-cases';
import { histories } from './histories';

let memory: Memory;
beforeAll(async () => {
  memory = await Memory.start();
});
afterAll(() => memory.end());

test.each(FUNNELS)(
  '$name: as the loops count it',
  async ({ statement, oracle }) => {
    await fc.assert(
      fc.asyncProperty(histories, async (rows) => {
        await memory.put(rows);
        expect(await memory.ask(statement.sql)).toEqual(oracle(rows));
      }),
      { numRuns: 25, seed: 11 },
    );
  },
  120_000,
);
