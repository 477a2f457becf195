import * as fc from 'fast-check';
import { FUNNELS } from '../events/questions/funnel-cases';
import { COLUMNS, histories, type Row } from '../events/questions/histories';
import { OTHERS } from '../events/questions/other-cases';
import { Engines } from './engines';

const CASES = [...FUNNELS, ...OTHERS];
/** Histories are asked about together, each of people of its own: 10,000 take an engine 20 times as many statements as there are. */
const BATCHES = Number(process.env.BATCHES ?? 20);
const TOGETHER = 500;

let engines: Engines;
beforeAll(async () => {
  engines = await Engines.start();
});
afterAll(() => engines?.end());

test('arguments of which one is NULL', async () => {
  const answers = await engines.each("SELECT concat('a', CAST(NULL AS varchar)), least(1, CAST(NULL AS integer))");
  expect(answers).toMatchObject([{ rows: [[null, null]] }, { rows: [['a', 1]] }, { rows: [['a', 1]] }]);
});

test(`every question, of ${BATCHES * TOGETHER} histories: all engines count what the loops count`, async () => {
  for (let seed = 1; seed <= BATCHES; seed++) {
    const worlds = fc.sample(histories, { numRuns: TOGETHER, seed });
    const rows = worlds.flatMap((world, i) => world.map((row) => renamed(row, i)));
    await engines.table('events', COLUMNS, rows);
    for (const { name, statement, oracle } of CASES) {
      const { rows: answer } = await engines.agree(statement.sql);
      expect({ seed, name, answer: rounded(answer) }).toEqual({ seed, name, answer: rounded(oracle(rows)) });
    }
  }
}, 7_200_000);

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
