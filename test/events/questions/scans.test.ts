import { Memory } from './duckdb';
import { FUNNELS } from './funnel-cases';
import { OTHERS } from './other-cases';

let memory: Memory;
beforeAll(async () => {
  memory = await Memory.start();
  await memory.put([]);
  // Of an empty table they would leave nothing to scan; and what is scanned twice is to be seen twice.
  await memory.ask("SET disabled_optimizers = 'statistics_propagation,empty_result_pullup,common_subplan'");
});
afterAll(() => memory.end());

/**
 * How often a statement reads the table of events where common tables are put in wherever they are used, as Trino does, and
 * Athena bills what it scans: the scans of the plan that DuckDB makes then.
 *
 * @see https://trino.io/docs/current/sql/select.html#with-clause
 * @see https://aws.amazon.com/athena/pricing/
 */
async function scansOf(sql: string): Promise<number> {
  const inlined = sql.replace(/^(WITH )?(\w+) AS \($/gm, '$1$2 AS NOT MATERIALIZED (');
  const [[, plan]] = await memory.ask(`EXPLAIN (FORMAT json) ${inlined}`);
  return String(plan).match(/"Table": "[^"]*\bevents"/g)?.length ?? 0;
}

/** Besides the events and whom each browser knows: the time of the newest event, when it was received, or the times of releases. */
function alsoTimes(question: string): number {
  if (question.startsWith('outcomes')) return 2;
  return /^(retention|release comparison|sessions|active users)/.test(question) ? 1 : 0;
}

/** Of whom a session or an attempt is, nobody asks. */
const NO_PERSONS = /^(funnel|dropped),.* of (sessions|attempts)/;

test.each([...FUNNELS, ...OTHERS])('$name: the table is read for persons and for events, once each', async (asked) => {
  const persons = NO_PERSONS.test(asked.name) ? 0 : 1;
  expect(await scansOf(asked.statement.sql)).toBe(1 + persons + alsoTimes(asked.name));
});

/** The names of events that are told apart from their copies; undefined where these are all. */
const namesIn = (sql: string) => sql.match(/AS copy\n.*\n.* AND event_name IN \((.*)\)\n/)?.[1];

test.each(OTHERS.filter(({ name }) => /^(outcomes|frustration|active users$)/.test(name)))(
  '$name: of events of other names, no copies are looked for',
  ({ statement }) => expect(namesIn(statement.sql)).toBeDefined(),
);

test('what is used twice is counted twice', async () => {
  expect(
    await scansOf('WITH a AS (\n  SELECT event_id FROM events\n)\nSELECT * FROM a UNION ALL SELECT * FROM a'),
  ).toBe(2);
});
