import type { CanaryRun } from '@aws-sdk/client-synthetics';
import { check, minutesSince, plural, type Surroundings } from '../evidence/check';
import { type Deployed, nameOf, resourcesOfType } from '../evidence/deployed';
import { type Cause, type Finding, missing, ok, type Verdict, waiting } from '../evidence/finding';

/** Of CloudWatch Synthetics: a run lasts 14 minutes at most, and the first one comes when the canary has started. */
const GRACE_MINUTES = 5;
const DEFAULT_INTERVAL_MINUTES = 60;

export async function syntheticUsers(deployed: Deployed, around: Surroundings): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const canary of resourcesOfType(deployed.template, 'AWS::Synthetics::Canary')) {
    findings.push(
      await check('Synthetic users', canary.path, 'runs', () =>
        ofCanary(nameOf(deployed, canary), canary.path, deployed, around),
      ),
    );
  }
  return findings;
}

async function ofCanary(name: string, path: string, { reader }: Deployed, around: Surroundings): Promise<Verdict> {
  const { synthetics } = reader.aws;
  const described = await reader.ask('synthetics:GetCanary', () => synthetics.getCanary({ Name: name }));
  const canary = described?.Canary;
  if (!canary) {
    return missing(`there is no canary ${name}`, [
      { seen: true, why: 'it was deleted by hand', next: 'deploy the stack again' },
    ]);
  }
  const { State = '', StateReason } = canary.Status ?? {};
  const answer = await reader.ask('synthetics:GetCanaryRuns', () => synthetics.getCanaryRuns({ Name: name }));
  const runs = (answer?.CanaryRuns ?? []).filter(({ Status }) => Status?.State !== 'RUNNING');
  const isGoingOn = runs.length < (answer?.CanaryRuns ?? []).length;
  const reason = StateReason ? `: ${StateReason}` : '';
  if (runs.length > 0) return ofRuns(runs, `${State}${reason}`, path, around);
  if (State === 'ERROR') {
    return missing(`it never ran: ${State}${reason}`, [
      {
        seen: true,
        why: StateReason ?? 'CloudWatch Synthetics could not make it',
        next: 'mend that, and deploy again',
      },
    ]);
  }
  if (State === 'STOPPED' || State === 'READY') {
    const how = State === 'READY' ? 'was never started' : 'was stopped before it ever ran';
    return missing(`it ${how}${reason}`, [
      {
        seen: true,
        why: `the canary is ${State}`,
        next: `aws synthetics start-canary --name ${name}; canaries that follow traffic or windows are started by these`,
      },
    ]);
  }
  const started = canary.Timeline?.LastStarted ?? canary.Timeline?.Created;
  const due = intervalOf(canary.Schedule?.Expression) + GRACE_MINUTES;
  const age = minutesSince(started, around.now);
  if (isGoingOn || State !== 'RUNNING' || age < due) {
    return waiting(
      isGoingOn ? 'its first run goes on' : `it has not run yet (${State}), within ${due} minutes it does`,
    );
  }
  return missing(`it never ran, though it was started ${Math.round(age)} minutes ago`, [
    {
      why: "its function can't be started: its role, its network, or the concurrency of the account",
      tell: `the log group /aws/lambda/cwsyn-${name}-… has nothing; the function's metric Throttles tells of concurrency`,
      next: 'see the tab Monitoring of the canary in the console of CloudWatch Synthetics',
    },
  ]);
}

function ofRuns(runs: readonly CanaryRun[], state: string, path: string, { assembly }: Surroundings): Verdict {
  const passed = runs.filter(({ Status }) => Status?.State === 'PASSED');
  const [last] = runs; // the newest comes first
  const lastFailure = runs.find(({ Status }) => Status?.State === 'FAILED');
  const why = lastFailure?.Status?.StateReason ?? 'the run tells no reason';
  const rerun = `npx user-telemetry run ${assembly} ${path.split('/').at(-1)} plays it on this machine`;
  const artifacts = lastFailure?.ArtifactS3Location ? `; screenshots: s3://${lastFailure.ArtifactS3Location}` : '';
  const cause: Cause = { seen: true, why: `its last failure says: ${why}`, next: `${rerun}${artifacts}` };
  if (passed.length === 0) return missing(`it never passed: ${plural(runs.length, 'run')} failed (${state})`, [cause]);
  const detail = runs.length === 1 ? 'its only run passed' : `${passed.length} of the last ${runs.length} runs passed`;
  const isStopped = /^(STOPPED|ERROR)/.test(state) ? `; now ${state}` : '';
  if (last.Status?.State === 'PASSED') return ok(`${detail}${isStopped}`);
  return { ...ok(`${detail}, and the newest failed: ${why}${isStopped}`), causes: [cause] };
}

/** `rate(5 minutes)`; what only cron can say is waited for an hour, unless it says minutes. */
function intervalOf(expression = ''): number {
  const [, count, unit] = /^rate\((\d+) (minute|hour)s?\)$/.exec(expression) ?? [];
  if (count === undefined) return DEFAULT_INTERVAL_MINUTES;
  return Number(count) * (unit === 'hour' ? 60 : 1);
}
