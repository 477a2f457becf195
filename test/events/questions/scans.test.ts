import { Memory } from './duckdb';
import { FUNNELS } from './funnel-cases';
import { DAY, PERIOD } from './histories';
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

/** Between which days each scan of a statement is, by the text of what it asks of the partition column. */
const daysIn = (sql: string) =>
  [...sql.matchAll(/FROM "events"[^()]*?WHERE dt >= '([\d-]+)' AND dt <= '([\d-]+)'/g)].map(([, first, last]) => [
    first,
    last,
  ]);

/** How many days before and after the period, and one more on each side, a question reads. */
function beyond(question: string): [before: number, after: number] {
  if (/^(sessions|pages|paths|moves)/.test(question)) return [1, 1];
  if (question.startsWith('active users')) return [29, 0];
  if (question.startsWith('campaigns')) return [3, 0];
  if (question.startsWith('outcomes')) return [0, 1];
  if (/over days/.test(question)) return [0, 3];
  if (/^(funnel|dropped), strict$/.test(question)) return [0, 2];
  return [0, /^(funnel|dropped)/.test(question) ? 1 : 0];
}

const dayOf = (day: string, days: number) => new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10);

test.each([...FUNNELS, ...OTHERS])('$name: no more days are read than can tell something', async (asked) => {
  const found = daysIn(asked.statement.sql);
  expect(found).toHaveLength(await scansOf(asked.statement.sql));
  const [before, after] = beyond(asked.name);
  const widest = [dayOf(PERIOD.first, -1 - before), dayOf(PERIOD.last, 1 + after)];
  for (const [first, last] of found) {
    expect(first >= widest[0]).toBe(true);
    expect(last <= widest[1]).toBe(true);
  }
  expect(found).toContainEqual(widest);
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
