import { type Decision, decide, type TrafficPolicy } from './decision';

/** What metrics say. */
export interface TrafficData {
  /** Sessions in the lookback, undefined where there are no data. */
  readonly sessions?: number;
  /** When the reconciler last started the canary, as far back as the dwell time. */
  readonly lastStart?: number;
}

export interface CanaryData {
  readonly state: string;
  readonly lastModified?: number;
}

/** The services, as far as the reconciler needs them. */
export interface TrafficServices {
  readonly now: () => number;
  readonly traffic: () => Promise<TrafficData>;
  readonly canary: () => Promise<CanaryData>;
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/**
 * What outlives a tick in the memory of the function, which is fresher than metrics and lost at times.
 */
export interface TrafficMemory {
  lastStart?: number;
}

/** A tick, told for the log and the metrics. */
export interface Tick extends Partial<Decision> {
  readonly state?: string;
  readonly sessions?: number;
  /** Whether somebody else is changing the canary, so that it has to wait for the next tick. */
  readonly conflict: boolean;
  /** What went wrong. */
  readonly errors: string[];
  /** Whether trying again within the tick may help. */
  readonly retry: boolean;
}

/** One tick: look, decide, act. It never throws. */
export async function reconcile(
  services: TrafficServices,
  policy: TrafficPolicy,
  memory: TrafficMemory,
): Promise<Tick> {
  const errors: string[] = [];
  const traffic: TrafficData = await services.traffic().catch((error) => {
    errors.push(messageOf(error)); // no data means that the canary runs
    return {};
  });
  let canary: CanaryData;
  try {
    canary = await services.canary();
  } catch (error) {
    return { sessions: traffic.sessions, conflict: false, errors: [...errors, messageOf(error)], retry: true };
  }
  const now = services.now();
  const lastStart = Math.max(memory.lastStart ?? -Infinity, traffic.lastStart ?? -Infinity);
  const decision = decide({ now, ...traffic, ...canary, lastStart }, policy);
  if (decision.reason === 'not operable') errors.push(`the canary is in the state ${canary.state}`);
  const tick = { ...decision, state: canary.state, sessions: traffic.sessions };
  try {
    if (decision.action === 'start') {
      await services.start();
      memory.lastStart = now;
    }
    if (decision.action === 'stop') await services.stop();
  } catch (error) {
    const conflict = error instanceof Error && error.name === 'ConflictException';
    if (!conflict) errors.push(messageOf(error));
    return { ...tick, action: 'none', conflict, errors, retry: !conflict };
  }
  return { ...tick, conflict: false, errors, retry: false };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
