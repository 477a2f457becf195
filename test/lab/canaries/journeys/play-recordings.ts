/**
 * Imports recordings of others and plays them, each against a replica of the site that it acts on:
 *
 *   node --import tsx test/lab/canaries/journeys/play-recordings.ts .cache/recordings/*.json
 *
 * They are not in this repository, see recordings/README.md.
 */
import { readFileSync } from 'node:fs';
import { Lazy } from 'aws-cdk-lib';
import { Journey } from '../../../../src/canaries';
import { play, synthesize } from './deployed';
import { startReplica } from './replicas';

async function main(files: string[]): Promise<number> {
  let failed = 0;
  for (const file of files) {
    const { title } = JSON.parse(readFileSync(file, 'utf8'));
    const { origin, close } = await startReplica(title);
    try {
      const there = Lazy.string({ produce: () => origin }); // no canary's site is on its own machine
      const journey = Journey.fromRecording(file, { origin: there, keepTypedValues: true });
      const { canaries } = synthesize(() => [{ name: 'recording', journey }]);
      const { status, reason, steps } = await play([...canaries.values()][0]);
      console.log(`${status}  ${title}: ${steps.length} steps${reason ? `, ${reason}` : ''}`);
      if (status !== 'PASSED') failed++;
    } finally {
      close();
    }
  }
  console.log(`${files.length - failed} passed, ${failed} failed`);
  return failed === 0 && files.length > 0 ? 0 : 1;
}

main(process.argv.slice(2)).then(
  (status) => process.exit(status),
  (error) => {
    console.error(error);
    process.exit(2);
  },
);
