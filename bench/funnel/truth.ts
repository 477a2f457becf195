import { DuckDBInstance } from '@duckdb/node-api';
import { STEPS, WINDOW_MS } from './statements';

/** How many persons reach each step, by a loop over the events of each. */
export async function truth(folder: string): Promise<number[]> {
  const connection = await (await DuckDBInstance.create()).connect();
  const read = await connection.runAndReadAll(
    `SELECT event_id, event_name, event_time, received_time, anonymous_id, user_id, is_bot FROM read_parquet('${folder}/*/*.parquet')`,
  );
  const seen = new Set<string>();
  const users = new Map<string, Set<string>>();
  const events: { browser: string; user: string | null; step: number; time: number }[] = [];
  for (const [id, name, time, , browser, user, isBot] of read.getRows() as (string | null)[][]) {
    if (user) users.set(browser as string, (users.get(browser as string) ?? new Set()).add(user));
    // Copies differ in when they were received only.
    if (isBot || seen.has(id as string)) continue;
    seen.add(id as string);
    const step = STEPS.indexOf(name as string);
    if (step >= 0) events.push({ browser: browser as string, user, step, time: Number(time) });
  }
  const persons = new Map<string, { step: number; time: number }[]>();
  for (const { browser, user, step, time } of events) {
    const known = users.get(browser);
    const person = user ?? (known?.size === 1 ? [...known][0] : browser);
    persons.set(person, [...(persons.get(person) ?? []), { step, time }]);
  }
  const reached = STEPS.map(() => 0);
  for (const history of persons.values()) {
    history.sort((one, other) => one.time - other.time || one.step - other.step);
    const begun: number[] = [];
    const got = new Set<number>();
    for (const { step, time } of history) {
      const start = step === 0 ? time : begun[step - 1];
      if (start === undefined || time - start > WINDOW_MS) continue;
      begun[step] = Math.max(begun[step] ?? start, start);
      got.add(step);
    }
    for (const step of got) reached[step]++;
  }
  return reached;
}
