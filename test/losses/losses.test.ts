import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Cell, cellsOf, tables } from './cells';
import { expectNoOtherLoss } from './known-losses';
import { measure, type Outcome } from './measure';
import { SDKS } from './sdks';

const RESULTS = join(__dirname, '../../.cache/results');
const measured = new Map<Cell, Outcome>();
const cells = cellsOf(SDKS);

afterAll(() => {
  const rows = cells.flatMap((cell) => {
    const outcome = measured.get(cell);
    return outcome ? [{ ...cell, outcome }] : [];
  });
  mkdirSync(RESULTS, { recursive: true });
  writeFileSync(join(RESULTS, 'losses.md'), `${tables(rows)}\n`);
});

for (const cell of cells) {
  test.concurrent(`${cell.fault.name}: ${cell.sdk.name}, ${cell.way.name}`, async () => {
    const outcome = await measure(cell);
    measured.set(cell, outcome);
    expectNoOtherLoss(cell, outcome);
  });
}
