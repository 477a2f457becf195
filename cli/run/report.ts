import type { Canary } from '../assembly/canaries';
import { type StepResult, tick } from '../synthetics/synthetics';

export interface Count {
  readonly passed: number;
  readonly failed: number;
  readonly notPlayed: number;
}

export function reportOf({ passed, failed, notPlayed }: Count): string {
  const parts = [`${passed} passed`, ...(failed ? [`${failed} failed`] : [])];
  return [...parts, ...(notPlayed ? [`${notPlayed} could not be played`] : [])].join(', ');
}

export function stepLine(step: StepResult): string {
  return tick(step).replace(/\n/g, '\n    ');
}

export function list(canaries: Canary[]): string {
  if (canaries.length === 0) return 'The app has no canaries.';
  return canaries
    .map(({ path, canaryName, runtime, variables }) => {
      const unknown = Object.entries(variables).flatMap(([name, variable]) =>
        'from' in variable ? [`    ${name}: ${variable.from}`] : [],
      );
      return [`${path}`, `    ${canaryName ?? 'named by the deployment'}, ${runtime}`, ...unknown].join('\n');
    })
    .join('\n');
}

/** What a local run can't tell. */
export function DIFFERENCES(browserVersion: string | undefined, played: Canary[]): string {
  const runtimes = [...new Set(played.map(({ runtime }) => runtime))].join(', ');
  return [
    'What differs from CloudWatch Synthetics:',
    `  - the browser: ${browserVersion ? `Chromium ${browserVersion}` : 'Chromium'} here; ${runtimes} has its own`,
    '  - no limit of memory, the CPU of this machine, and its network: not the VPC, not the Region',
    '  - no metrics, logs, X-Ray traces or visual monitoring; nothing is sent to AWS',
    '  - no Firefox, and no retries',
  ].join('\n');
}
