import { parseArgs } from 'node:util';
import { eventsOf } from '../funnel/data';
import { clickhouse, duckdb, type Run, THREADS } from '../funnel/engines';
import { LEFT_JOINS, OURS, WINDOW_FUNNEL, WINDOW_FUNNEL_SAME } from '../funnel/statements';
import { truth } from '../funnel/truth';
import { beside, table } from '../table';

/** `--events 10,100` measures so many millions instead, which take minutes and gigabytes. */
const MILLIONS = [1];
/** Fewer where each takes long, and varies less. */
const runsOf = (events: number) => (events > 1e6 ? 2 : 5);

const WAYS: Record<string, (folder: string, runs: number) => Promise<Run[]>> = {
  'ours, DuckDB': (folder, runs) => duckdb(folder, OURS, runs),
  'windowFunnel as it is': async (folder, runs) => clickhouse(folder, WINDOW_FUNNEL, runs),
  '… of the same persons': async (folder, runs) => clickhouse(folder, WINDOW_FUNNEL_SAME, runs),
  'left joins, DuckDB': (folder, runs) => duckdb(folder, LEFT_JOINS, runs),
};

/** A funnel of three steps within an hour over files of Parquet: processor time, and who is counted wrongly. */
export async function funnelRow(millions: readonly number[] = MILLIONS): Promise<string> {
  const counts = millions.map((each) => each * 1e6);
  const seconds = new Map<string, number[]>();
  const units = new Map<string, readonly number[]>();
  for (const count of counts) {
    const folder = await eventsOf(count);
    for (const [name, run] of Object.entries(WAYS)) {
      if (count > 1e6) console.error(`${count / 1e6} M events: ${name}`);
      const runs = await run(folder, runsOf(count));
      seconds.set(name, [...(seconds.get(name) ?? []), Math.min(...runs.map(({ cpuSeconds }) => cpuSeconds))]);
      if (count === counts[0]) units.set(name, runs[0].units);
    }
  }
  const right = await truth(await eventsOf(counts[0]));
  const names = Object.keys(WAYS);
  const of = (name: string, index: number) => (seconds.get(name) as number[])[index];
  const rows = [
    ...counts.map((count, index) => [
      `${count / 1e6} M events: CPU, s`,
      ...names.map((name, place) =>
        place === 0 ? of(name, index).toFixed(2) : beside(of(name, index), of(names[0], index), 2),
      ),
    ]),
    ...counts
      .slice(1)
      .map((count, index) => [
        `times the events ${count / counts[index]}: times the CPU`,
        ...names.map((name) => (of(name, index + 1) / of(name, index)).toFixed(1)),
      ]),
    ...right.map((expected, step) => [
      `persons at step ${step + 1} (${expected})`,
      ...names.map((name) => {
        const wrong = (units.get(name) as number[])[step] - expected;
        return wrong === 0 ? 'right' : `${wrong > 0 ? '+' : ''}${wrong}`;
      }),
    ]),
  ];
  return `## A funnel over Parquet\n${THREADS} threads, the least of ${counts.map(runsOf).join(' and ')} runs\n\n${table(['', ...names], rows)}`;
}

if (require.main === module) {
  const { values } = parseArgs({ options: { events: { type: 'string', default: MILLIONS.join(',') } } });
  void funnelRow(values.events.split(',').map(Number)).then(console.log);
}
