import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where the processes of jest keep what their suites share. */
export default function setup(): void {
  process.env.LAB_SHARED = mkdtempSync(join(tmpdir(), 'lab-shared-'));
}
