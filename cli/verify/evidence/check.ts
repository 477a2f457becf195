import { CannotRun, messageOf } from '../../common/cannot-run';
import type { Deployed } from './deployed';
import { type Finding, type Layer, unknown, type Verdict } from './finding';

export interface Surroundings {
  readonly now: Date;
  /** The page that users open; none if it was not given. */
  readonly url?: string;
  readonly fetch: typeof fetch;
  /** As a person reads it: `1 h`. */
  readonly span: string;
  /** The folder of the assembly, for commands that are told. */
  readonly assembly: string;
}

/** What can't be looked at is a finding of its own, whatever is in the way: the other rows tell all the same. */
export async function check(layer: Layer, path: string, what: string, look: () => Promise<Verdict>): Promise<Finding> {
  try {
    return { layer, path, what, ...(await look()) };
  } catch (error) {
    if (error instanceof CannotRun) throw error;
    return { layer, path, what, ...unknown(`cannot tell: ${messageOf(error)}`) };
  }
}

export function minutesSince(date: Date | undefined, now: Date): number {
  return date ? (now.getTime() - date.getTime()) / 60_000 : Number.POSITIVE_INFINITY;
}

/** Whether the stack is so new that telemetry may be on its way. */
export function isFresh({ changedAt }: Deployed, { now }: Surroundings, minutes: number): boolean {
  return minutesSince(changedAt, now) < minutes;
}
