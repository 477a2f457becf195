import { cellsOf } from '../losses/cells';
import { FAULTS } from '../losses/faults';
import { expectNoOtherLoss } from '../losses/known-losses';
import { measure } from '../losses/measure';
import { JAVASCRIPT } from '../losses/sdks';
import { HTTP } from '../losses/ways';

/** A few of what `scripts/test losses` tries with four SDKs in three ways. */
const FEW = [
  'equal sets of two meters',
  'collector hung 8 s',
  'collector killed',
  'task replaced',
  'application out of memory',
];

test.each(
  cellsOf(
    [JAVASCRIPT],
    [HTTP],
    FAULTS.filter(({ name }) => FEW.includes(name)),
  ),
)('$fault.name', async (cell) => expectNoOtherLoss(cell, await measure(cell)));
