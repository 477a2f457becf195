import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { shopAlarms } from '../alarms/app';
import { plainAlarms } from '../alarms/plain';
import { type Judged, report } from '../alarms/report';
import { World } from '../alarms/world/world';
import { live } from '../alarms/year';

const SIZES = [200, 20_000, 2_000_000];
const SEED = 1;
const PAGE = join(__dirname, '../../docs/alarm-quality.md');
const [BEGIN, END] = ['<!-- bench/rows/alarm-quality.ts writes from here -->', '<!-- to here -->'];

/** A year of incidents for three sizes of a site, told by our default alarms and by plain ones; also written into docs/. */
export async function alarmQualityRow(seed = SEED): Promise<string> {
  const resources = { ours: shopAlarms(), plain: plainAlarms() };
  const sizes = SIZES.map((sessionsPerDay): Judged => {
    const world = new World({ seed, sessionsPerDay, days: 365, incidentsOfEachKind: 36 });
    return { sessionsPerDay, ours: live(world, resources.ours), plain: live(world, resources.plain) };
  });
  const tables = report(sizes);
  if (seed === SEED) write(tables);
  return `## A year of alarms\n\n${tables}`;
}

function write(tables: string): void {
  const page = readFileSync(PAGE, 'utf8');
  const [before, rest] = page.split(BEGIN);
  const after = rest?.split(END)[1];
  if (after === undefined) throw new Error(`${PAGE} lacks the lines between which tables are written`);
  writeFileSync(PAGE, `${before}${BEGIN}\n\n${tables}\n\n${END}${after}`);
}

/** `--seed N`: another year, which is only printed. */
if (require.main === module) {
  const { values } = parseArgs({ options: { seed: { type: 'string', default: String(SEED) } } });
  void alarmQualityRow(Number(values.seed)).then(console.log);
}
