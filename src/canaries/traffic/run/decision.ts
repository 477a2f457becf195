/** When an extra canary runs, and when it rests. Times are in milliseconds. */
export interface TrafficPolicy {
  /** Below this many sessions in the lookback real users are too few to notice an outage. */
  readonly quietBelow: number;
  /** From this many sessions on they are enough. In between, things stay as they are. */
  readonly busyFrom: number;
  /** How long the canary runs at least once the reconciler has started it. */
  readonly dwell: number;
  /** How long a canary that was changed is left alone: CloudFormation starts it by itself, and fails if it runs. */
  readonly settling: number;
}

/** What is known at a tick. */
export interface Observation {
  readonly now: number;
  /** Sessions in the lookback; undefined where there are no data, be it that nobody came or that nobody could say. */
  readonly sessions?: number;
  /** The state of the canary, as the service names it. */
  readonly state: string;
  /** When the canary was changed. */
  readonly lastModified?: number;
  /** When the reconciler last started the canary. */
  readonly lastStart?: number;
}

export type TrafficAction = 'start' | 'stop' | 'none';

/** Why. The words are for the log. */
export type TrafficReason =
  | 'no data'
  | 'quiet'
  | 'between the thresholds'
  | 'busy'
  | 'within the dwell time'
  | 'just changed'
  | 'in transition'
  | 'not operable';

export interface Decision {
  readonly action: TrafficAction;
  readonly reason: TrafficReason;
}

type Wish = 'run' | 'rest' | 'keep';

/**
 * Decides from what is there, not from what has changed: so whatever a deployment, a person or a fault has done to the
 * canary is put right at the next tick. Every doubt is decided for running, since an extra run costs a fraction of a
 * cent. Starting is never delayed; stopping waits for the dwell time, so that it doesn't flap.
 */
export function decide(observation: Observation, policy: TrafficPolicy): Decision {
  const { state, now, lastModified, lastStart } = observation;
  const { wish, reason } = wishOf(observation.sessions, policy);
  const startable = state === 'READY' || state === 'STOPPED';
  const action = wish === 'run' && startable ? 'start' : wish === 'rest' && state === 'RUNNING' ? 'stop' : 'none';
  if (state === 'ERROR' || state === 'DELETING') return { action: 'none', reason: 'not operable' };
  if (!startable && state !== 'RUNNING') return { action: 'none', reason: 'in transition' };
  if (action !== 'none' && isWithin(policy.settling, lastModified, now))
    return { action: 'none', reason: 'just changed' };
  if (action === 'stop' && isWithin(policy.dwell, lastStart, now)) {
    return { action: 'none', reason: 'within the dwell time' };
  }
  return { action, reason };
}

function wishOf(sessions: number | undefined, policy: TrafficPolicy): { wish: Wish; reason: TrafficReason } {
  if (sessions === undefined) return { wish: 'run', reason: 'no data' };
  if (sessions < policy.quietBelow) return { wish: 'run', reason: 'quiet' };
  if (sessions < policy.busyFrom) return { wish: 'keep', reason: 'between the thresholds' };
  return { wish: 'rest', reason: 'busy' };
}

/** A moment that clocks put a little into the future counts as just now; one far ahead is a wrong clock's, not ours. */
function isWithin(span: number, moment: number | undefined, now: number): boolean {
  return moment !== undefined && Math.abs(now - moment) < span;
}
