import * as fc from 'fast-check';
import { FUNNELS } from '../events/questions/funnel-cases';
import { COLUMNS, histories, type Row } from '../events/questions/histories';
import { OTHERS } from '../events/questions/other-cases';
import { Engines } from './engines';

const CASES = [...FUNNELS, ...OTHERS];
/** Histories are asked about together, each of people of its own: 10,000 take an engine five times as many statements as there are. */
const TOGETHER = 2000;
const SEEDS = [1, 2, 3, 4, 5];
/** What looks at all people at once, so that histories have to be asked about one by one, too. */
const OF_ALL = CASES.filter(({ name }) => /^(retention|outcomes|release|active|sessions)/.test(name));
const ALONE = 25;

let engines: Engines;
beforeAll(async () => {
  engines = await Engines.start();
});
afterAll(() => engines?.end());

async function countedAlike(rows: readonly Row[], cases: typeof CASES, what: object): Promise<void> {
  await engines.table('events', COLUMNS, rows);
  for (const { name, statement, oracle } of cases) {
    const { rows: answer } = await engines.agree(statement.sql);
    expect({ ...what, name, answer: rounded(answer) }).toEqual({ ...what, name, answer: rounded(oracle(rows)) });
  }
}

test.each(SEEDS)(
  `every question, of ${TOGETHER} histories, seed %s: all engines count what the loops count`,
  async (seed) => {
    const worlds = fc.sample(histories, { numRuns: TOGETHER, seed });
    await countedAlike(
      worlds.flatMap((world, i) => world.map((row) => renamed(row, i))),
      CASES,
      { seed },
    );
  },
  3_600_000,
);

test(`what looks at all people, of ${ALONE} histories one by one`, async () => {
  const worlds = fc.sample(histories, { numRuns: ALONE, seed: 6 });
  for (const [at, rows] of worlds.entries()) await countedAlike(rows, OF_ALL, { at });
}, 3_600_000);

function renamed(row: Row, world: number): Row {
  const own = (id: string | null) => (id ? `${id}-${world}` : id);
  const { event_id, session_id, anonymous_id, user_id, attempt } = row;
  return {
    ...row,
    event_id: `${event_id}-${world}`,
    session_id: own(session_id),
    anonymous_id: own(anonymous_id),
    user_id: own(user_id),
    attempt: own(attempt as string | null),
  };
}

function rounded(rows: readonly unknown[][]): unknown[][] {
  return rows.map((row) =>
    row.map((value) => (typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(14)) : value)),
  );
}
