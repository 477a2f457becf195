import * as fc from 'fast-check';
import { Memory } from './duckdb';
import type { Case } from './funnel-cases';
import { histories } from './histories';

/** Tests each statement over random histories: DuckDB has to count what plain loops do. A suite calls it once. */
export function testCountedAlike(cases: readonly Case[]): void {
  let memory: Memory;
  beforeAll(async () => {
    memory = await Memory.start();
  });
  afterAll(() => memory.end());

  test.each(cases)(
    '$name: as the loops count it',
    async ({ statement, oracle }) => {
      await fc.assert(
        fc.asyncProperty(histories, async (rows) => {
          await memory.put(rows);
          expect(await memory.ask(statement.sql)).toEqual(oracle(rows));
        }),
        { numRuns: 25 },
      );
    },
    120_000,
  );
}
