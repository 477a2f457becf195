import { forwarding, ours, requests, Sink } from '../ingest/load';
import { besideFirst, table } from '../table';

const BATCHES = 4_000;
/** Of our client: about as many as it gathers in some seconds. */
const SIZE = 20;
const RUNS = 7;

const HANDLERS = { ours, 'only forwards': forwarding };

/** How many events a core takes in, beside a handler that checks nothing: processor time, without what Firehose's API takes. */
export async function ingestRow(): Promise<string> {
  const posted = requests(BATCHES, SIZE);
  const names = Object.keys(HANDLERS) as (keyof typeof HANDLERS)[];
  const least = new Map<string, number>();
  const bytes = new Map<string, number>();
  // In turns; the first round warms them up.
  for (let run = 0; run <= RUNS; run++) {
    for (const name of names) {
      const sink = new Sink();
      const handle = HANDLERS[name](sink);
      const before = process.cpuUsage();
      for (const request of posted) {
        const { statusCode } = (await handle(request)) as { statusCode: number };
        if (statusCode !== 200) throw new Error(`${name}: ${statusCode}`);
      }
      const { user, system } = process.cpuUsage(before);
      const seconds = (user + system) / 1e6;
      if (run > 0) least.set(name, Math.min(least.get(name) ?? Infinity, seconds));
      bytes.set(name, sink.bytes);
    }
  }
  const events = BATCHES * SIZE;
  const of = (value: (name: string) => number, digits = 1) => besideFirst(names.map(value), digits);
  return `## Taking events in\nBatches of ${SIZE} events; the least of ${RUNS} runs\n\n${table(
    ['', ...names],
    [
      ['events a second and core', ...of((name) => events / (least.get(name) as number), 0)],
      ['processor time of an event, µs', ...of((name) => ((least.get(name) as number) * 1e6) / events)],
      ['bytes of an event to Firehose', ...of((name) => (bytes.get(name) as number) / events, 0)],
    ],
  )}`;
}

if (require.main === module) void ingestRow().then(console.log);
