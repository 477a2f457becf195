/** Compares the library with its peers and prints tables. `--runs N` (default 9): runs of each measured process. */
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { alarmQualityRow } from './rows/alarm-quality';
import { clientSizeRow } from './rows/client-size';
import { clientWalkRow } from './rows/client-walk';
import { collectorLoadRow } from './rows/collector-load';
import { funnelRow } from './rows/funnel';
import { ingestRow } from './rows/ingest';
import { instancesRow } from './rows/instances';
import { interactionsRow } from './rows/interactions';
import { journeyRow } from './rows/journey';
import { pageLoadRow } from './rows/page-load';
import { requireRow } from './rows/require';
import { sizeRow } from './rows/size';
import { timeToDetectRow } from './rows/time-to-detect';
import { prepareWorkspace } from './workspace';

const { values } = parseArgs({ options: { runs: { type: 'string', default: '9' } } });
const runs = Number(values.runs);
if (!Number.isInteger(runs) || runs < 1) throw new Error(`--runs: got ${values.runs}, expected a whole number from 1`);

async function main(): Promise<void> {
  const workspace = prepareWorkspace();
  console.log(`node ${process.version}, ${cpus()[0]?.model ?? 'unknown processor'}, medians of ${runs} runs`);
  console.log('In brackets: how many times ours; above 1, the peer takes more.\n');
  const rows = [
    () => sizeRow(workspace),
    () => requireRow(workspace, runs),
    () => instancesRow(workspace, runs),
    () => clientSizeRow(workspace),
    () => pageLoadRow(workspace),
    () => clientWalkRow(workspace),
    () => interactionsRow(workspace),
    () => timeToDetectRow(),
    () => alarmQualityRow(),
    () => journeyRow(),
    () => collectorLoadRow(),
    () => funnelRow(),
    () => ingestRow(),
  ];
  for (const row of rows) console.log(`${await row()}\n`);
}

void main();
