import type { Canary, CanaryRun } from '@aws-sdk/client-synthetics';
import { counted } from '../../common/counted';
import { check, minutesSince, type Surroundings } from '../evidence/check';
import { type Deployed, type Found, nameOf, resourcesOfType } from '../evidence/deployed';
import { type Cause, type Finding, missing, ok, type Verdict, waiting } from '../evidence/finding';
import { dueAfter, isOnce } from './canary-schedule';

/** Of CloudWatch Synthetics: the first run comes when the canary has started, and a run is listed a little late. */
const GRACE_MINUTES = 5;

export async function syntheticUsers(deployed: Deployed, around: Surroundings): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const canary of resourcesOfType(deployed.template, 'AWS::Synthetics::Canary')) {
    findings.push(
      await check('Synthetic users', canary.path, 'runs', () =>
        ofCanary(nameOf(deployed, canary), canary, deployed, around),
      ),
    );
  }
  return findings;
}

async function ofCanary(name: string, found: Found, deployed: Deployed, around: Surroundings): Promise<Verdict> {
  const { reader } = deployed;
  const { synthetics } = reader.aws;
  const described = await reader.ask('synthetics:GetCanary', () => synthetics.getCanary({ Name: name }));
  const canary = described?.Canary;
  if (!canary) {
    return missing(`there is no canary ${name}`, [
      { seen: true, why: 'it was deleted by hand', next: 'deploy the stack again' },
    ]);
  }
  const answer = await reader.ask('synthetics:GetCanaryRuns', () => synthetics.getCanaryRuns({ Name: name }));
  const all = [...(answer?.CanaryRuns ?? [])].sort((a, b) => startOf(b) - startOf(a));
  const changedAt = changeOf(canary, found, deployed);
  const runs = all.filter((run) => startOf(run) >= changedAt);
  const seen = {
    name,
    canary,
    runs,
    hadRun: all.length > runs.length,
    changedAt,
    isByTraffic: isByTraffic(deployed, found),
  };
  const state = `${canary.Status?.State ?? ''}${canary.Status?.StateReason ? `: ${canary.Status.StateReason}` : ''}`;
  const ended = runs.filter(({ Status }) => Status?.State !== 'RUNNING');
  if (ended.length === 0) return ofNone({ ...seen, state }, around);
  const recent = ended.filter((run) => startOf(run) >= reader.window.start.getTime());
  // A canary that is seldom due has none in the window: its last one counts.
  const judged = ofRuns(recent.length > 0 ? recent : ended.slice(0, 1), state, found.path, around);
  return judged.state === 'ok' ? (ofPause({ ...seen, state }, judged, around) ?? judged) : judged;
}

interface Seen {
  readonly name: string;
  readonly canary: Canary;
  /** Those since the last change, the newest first. */
  readonly runs: readonly CanaryRun[];
  /** Whether there are runs of before. */
  readonly hadRun: boolean;
  readonly changedAt: number;
  /** Whether a function of the stack starts and stops it. */
  readonly isByTraffic: boolean;
  /** With its reason. */
  readonly state: string;
}

function startOf({ Timeline }: CanaryRun): number {
  return Timeline?.Started?.getTime() ?? 0;
}

/**
 * When what it plays was changed last. That the service's own `LastModified` stands still while a canary runs is not
 * documented: it is never later than when CloudFormation was done with the canary.
 */
function changeOf({ Timeline }: Canary, { logicalId }: Found, { changes }: Deployed): number {
  const times = [Timeline?.LastModified, changes.get(logicalId)].flatMap((date) => date?.getTime() ?? []);
  return times.length > 0 ? Math.min(...times) : 0;
}

function isByTraffic({ template }: Deployed, { logicalId, properties }: Found): boolean {
  return resourcesOfType(template, 'AWS::Lambda::Function').some(({ properties: { Environment } }) => {
    const { TRAFFIC } = ((Environment ?? {}) as { Variables?: Record<string, unknown> }).Variables ?? {};
    const text = JSON.stringify(TRAFFIC ?? '');
    return text.includes(`"${logicalId}"`) || (typeof properties.Name === 'string' && text.includes(properties.Name));
  });
}

function ofNone({ name, canary, runs, hadRun, changedAt, isByTraffic: byTraffic, state }: Seen, { now }: Surroundings) {
  const { State = '', StateReason } = canary.Status ?? {};
  const since = hadRun ? ' since its last change' : '';
  const reason = StateReason ? `: ${StateReason}` : '';
  if (State === 'ERROR') {
    return missing(`it never ran${since}: ${state}`, [
      {
        seen: true,
        why: StateReason ?? 'CloudWatch Synthetics could not make it',
        next: 'mend that, and deploy again',
      },
    ]);
  }
  if (State === 'STOPPED' && byTraffic) {
    return waiting(`it has not run yet${since}: it is started while there is little traffic`);
  }
  if (State === 'STOPPED' || State === 'READY') {
    const how = State === 'READY' ? 'was never started' : `was stopped before it ever ran${since}`;
    return missing(`it ${how}${reason}`, [{ seen: true, why: `the canary is ${State}`, next: startOfCanary(name) }]);
  }
  if (runs.length > 0) return waiting(`its first run${since} goes on`);
  const started = new Date(
    Math.max(changedAt, (canary.Timeline?.LastStarted ?? canary.Timeline?.Created)?.getTime() ?? 0),
  );
  const due = dueAfter(canary.Schedule?.Expression ?? '', started);
  if (State !== 'RUNNING' || due === undefined || minutesSince(due, now) < GRACE_MINUTES) {
    return waiting(`it has not run yet${since} (${State})${due ? `: it is due at ${timeOf(due)}` : ''}`);
  }
  return missing(`it never ran${since}, though it was started ${Math.round(minutesSince(started, now))} minutes ago`, [
    cannotStart(name),
  ]);
}

/** Why runs that were well tell nothing of today: it is due, or won't run any more. */
function ofPause({ name, canary, runs, isByTraffic: byTraffic, state }: Seen, judged: Verdict, { now }: Surroundings) {
  const { State = '' } = canary.Status ?? {};
  const { Expression = '', DurationInSeconds = 0 } = canary.Schedule ?? {};
  const isDone = isOnce(Expression) || Number(DurationInSeconds) > 0;
  if (State === 'STOPPED' && byTraffic)
    return { ...judged, detail: `${judged.detail}; stopped while there is traffic` };
  if (State === 'STOPPED' && isDone) return { ...judged, detail: `${judged.detail}, and it is done` };
  if (/^(STOPPED|STOPPING|ERROR)$/.test(State)) {
    const next = State === 'ERROR' ? 'mend what its state says, and deploy again' : startOfCanary(name);
    return missing(`${judged.detail}, but now it is ${state}`, [{ seen: true, why: `the canary is ${State}`, next }]);
  }
  const last = new Date(startOf(runs[0]));
  const due = isDone ? undefined : dueAfter(Expression, last);
  if (State !== 'RUNNING' || due === undefined || minutesSince(due, now) < GRACE_MINUTES) return undefined;
  const late = `it was due at ${timeOf(due)}, and ran last at ${timeOf(last)}`;
  return missing(late, [cannotStart(name)]);
}

function startOfCanary(name: string): string {
  return `aws synthetics start-canary --name ${name}`;
}

function cannotStart(name: string): Cause {
  return {
    why: "its function can't be started: its role, its network, or the concurrency of the account",
    tell: `the log group /aws/lambda/cwsyn-${name}-… has nothing; the function's metric Throttles tells of concurrency`,
    next: 'see the tab Monitoring of the canary in the console of CloudWatch Synthetics',
  };
}

function ofRuns(runs: readonly CanaryRun[], state: string, path: string, { assembly }: Surroundings): Verdict {
  const passed = runs.filter(({ Status }) => Status?.State === 'PASSED');
  const [last] = runs; // the newest comes first
  const lastFailure = runs.find(({ Status }) => Status?.State === 'FAILED');
  const why = lastFailure?.Status?.StateReason ?? 'the run tells no reason';
  const rerun = `npx user-telemetry run ${assembly} ${path.split('/').at(-1)} plays it on this machine`;
  const artifacts = lastFailure?.ArtifactS3Location ? `; screenshots: s3://${lastFailure.ArtifactS3Location}` : '';
  const cause: Cause = { seen: true, why: `its last failure says: ${why}`, next: `${rerun}${artifacts}` };
  if (passed.length === 0) return missing(`it never passed: ${counted(runs.length, 'run')} failed (${state})`, [cause]);
  const detail = runs.length === 1 ? 'its only run passed' : `${passed.length} of the last ${runs.length} runs passed`;
  if (last.Status?.State === 'PASSED') return ok(detail);
  return { ...ok(`${detail}, and the newest failed: ${why}`), causes: [cause] };
}

/** `08:30 UTC` */
function timeOf(date: Date): string {
  return `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
