import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Journey } from '../../src/canaries';
import { play, synthesize } from './journeys/deployed';
import { startReplica } from './journeys/replicas';

// What others have recorded is not in the repository, see journeys/recordings/README.md.
const FOLDER = resolve(__dirname, '../../.cache/recordings');
const recordings = existsSync(FOLDER) ? readdirSync(FOLDER).filter((name) => name.endsWith('.json')) : [];

if (recordings.length === 0) test.todo(`recordings made by others are played if they lie in ${FOLDER}`);
for (const name of recordings) {
  test(`${name}, which others have recorded, is imported and played on a replica`, async () => {
    const file = join(FOLDER, name);
    const { title } = JSON.parse(readFileSync(file, 'utf8'));
    const { origin, close } = await startReplica(title);
    try {
      const journey = Journey.fromRecording(file, { origin, keepTypedValues: true });
      const { canaries } = synthesize(() => [{ name, journey }]);
      const { status, reason, steps } = await play([...canaries.values()][0]);
      expect({ status, reason }).toEqual({ status: 'PASSED', reason: undefined });
      expect(steps.length).toBeGreaterThan(0);
    } finally {
      close();
    }
  });
}
