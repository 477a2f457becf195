import { execFile } from 'node:child_process';
import { join } from 'node:path';
import type { Finding } from '../../cli/verify/evidence/finding';
import { reportOf } from '../../cli/verify/report';
import { ASSEMBLY, labEnvironment } from './deploy';
import { type Endpoints, ROOT } from './lab';

const TOOL = join(ROOT, 'assets/cli/user-telemetry.js');

/** What `npx user-telemetry verify` finds of what is deployed, as anybody would run it in a pipeline. */
export function verified(endpoints: Endpoints): Promise<readonly Finding[]> {
  const args = [TOOL, 'verify', ASSEMBLY, '--wait', '1m', '--json'];
  const options = { env: labEnvironment(endpoints), maxBuffer: 1 << 24 };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, options, (error, stdout, stderr) => {
      // Status 1 says that something is not there, which the findings name.
      if (error && error.code !== 1) reject(new Error(`verify: ${stderr || error.message}`));
      else resolve(JSON.parse(stdout).findings);
    });
  });
}

export function shownFindings(findings: readonly Finding[]): string {
  return `What has arrived, as npx user-telemetry verify finds it:\n\n${reportOf(findings)}`.replace(/^(?=.)/gm, '  ');
}

/** What the users of the demo have caused, and is not there. Alarms that wait for data are ok. */
export function notArrived(findings: readonly Finding[]): string[] {
  return findings
    .filter(({ state }) => state !== 'ok')
    .map(({ state, path, what, detail }) => `verify finds ${what} of ${path} ${state}: ${detail}`);
}
