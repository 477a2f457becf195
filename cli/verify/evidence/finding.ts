/** What `verify` says of one piece of telemetry. */

export const LAYERS = [
  'Deployment',
  'Real users',
  'Behavior',
  'Synthetic users',
  'Backends',
  'Events',
  'Alarms',
  'Dashboards',
] as const;
export type Layer = (typeof LAYERS)[number];

/** `waiting` may still come by itself; `unknown` could not be looked at. */
export type State = 'ok' | 'waiting' | 'missing' | 'unknown';

/** Why something may be missing. What is seen is said as a fact; all else says how to tell. */
export interface Cause {
  readonly why: string;
  /** Whether it was seen, and not only is what it mostly is. */
  readonly seen?: boolean;
  /** How to tell whether it is this; for what was not seen. */
  readonly tell?: string;
  /** What to do then. */
  readonly next: string;
}

export interface Finding {
  readonly layer: Layer;
  /** Where it is in the app, such as `Shop/Telemetry/Buy`. */
  readonly path: string;
  /** What of it, such as `sessions`. */
  readonly what: string;
  readonly state: State;
  readonly detail: string;
  /** Those that were seen first, then what is most likely. */
  readonly causes?: readonly Cause[];
}

/** What a check says of its piece. */
export type Verdict = Pick<Finding, 'state' | 'detail' | 'causes'>;

export const ok = (detail: string): Verdict => ({ state: 'ok', detail });
export const missing = (detail: string, causes: readonly Cause[]): Verdict => ({ state: 'missing', detail, causes });
export const waiting = (detail: string, causes: readonly Cause[] = []): Verdict => ({
  state: 'waiting',
  detail,
  causes,
});
export const unknown = (detail: string): Verdict => ({ state: 'unknown', detail });
