/** Small histories whose answers are known by thought: what the oracle could get wrong in the same way as the SQL. */
import type { FunnelSpec } from '../../../../src/events/questions/sql/funnel';
import { funnel } from '../../../../src/events/questions/sql/funnel';
import type { Condition, Statement } from '../../../../src/events/questions/sql/model';
import { Memory } from '../duckdb';
import { HOUR, type Row } from '../histories';

export const ASKED = {
  table: 'events',
  period: { first: '2026-11-01', last: '2026-11-07' },
  timeZone: 'UTC',
  where: [] as Condition[],
  bots: false,
  synthetic: false,
};
/** Nine in the morning of the first day. */
export const MORNING = Date.UTC(2026, 10, 1, 9);
export const named = (label: string) => ({ label, name: label, conditions: [] as Condition[] });
export const onPage = (page: string) => ({
  label: page,
  name: 'page_view',
  conditions: [{ column: 'page', operator: 'one of' as const, values: [page] }],
});
export const FUNNEL = { ...ASKED, order: 'ordered', unit: 'person', windowMs: HOUR, exclusions: [] } as const;

let made = 0;

/** An event of browser `a` in session `s`, at a time. */
export function eventAt(event_name: string, event_time: number, more: Partial<Row> = {}): Row {
  return {
    ...{ event_id: `e${made++}`, event_name, event_time, received_time: event_time + 500, sender: 'browser' },
    ...{ session_id: 's', anonymous_id: 'a', user_id: null, is_bot: false, is_synthetic: false },
    ...{ dt: new Date(event_time).toISOString().slice(0, 10), ...more },
  };
}

/** The same, so long after nine in the morning of November 1, 2026. */
export const event = (name: string, after: number, more: Partial<Row> = {}) => eventAt(name, MORNING + after, more);

type Asking = {
  /** The rows of an answer, by the names of its columns. */
  readonly answer: (statement: Statement, rows: readonly Row[]) => Promise<{ [column: string]: unknown }[]>;
  /** How many come to each step. */
  readonly units: (spec: FunnelSpec, rows: readonly Row[]) => Promise<unknown[]>;
};

/** A suite calls it once. */
export function asking(): Asking {
  let memory: Memory;
  beforeAll(async () => {
    memory = await Memory.start();
  });
  afterAll(() => memory.end());
  const answer: Asking['answer'] = async ({ sql, columns }, rows) => {
    await memory.put(rows);
    const answered = await memory.ask(sql);
    return answered.map((row) => Object.fromEntries(columns.map(({ name }, i) => [name, row[i]])));
  };
  return { answer, units: async (spec, rows) => (await answer(funnel(spec), rows)).map((row) => row.units) };
}
