import type { Call, UserTelemetry } from '../page/user-telemetry';
import { safely } from './safely';
import { outside } from './zone';

export type Methods = Omit<UserTelemetry, 'push'>;

export const METHODS = [
  'start',
  'complete',
  'abandon',
  'feature',
  'event',
  'error',
  'consent',
  'identify',
  'credentials',
] as const satisfies readonly (keyof Methods)[];

/** Whether this window already has the client: a page that loads the script twice keeps the first. */
export function isLoaded(existing: unknown): boolean {
  const { start, identify } = (existing ?? {}) as Partial<UserTelemetry>;
  return typeof start === 'function' && typeof identify === 'function';
}

/** Wraps the methods so that no fault of ours reaches the page, and makes up for the calls that were queued. */
export function createApi(methods: Partial<Methods>, queue: unknown): UserTelemetry {
  const push = (...calls: Call[]) => calls.forEach(run);
  const api = { push } as UserTelemetry;
  for (const name of METHODS) api[name] = (...args: unknown[]) => run([name, ...args]);

  function run(call: Call): void {
    safely(() => {
      if (!Array.isArray(call)) return;
      const [name, ...args] = call;
      if (!(METHODS as readonly string[]).includes(name)) return;
      const method = methods[name as keyof Methods] as ((...args: unknown[]) => void) | undefined;
      outside(() => method?.(...args));
    });
  }
  if (Array.isArray(queue)) {
    queue.forEach(run);
    safely(() => {
      queue.push = push as never; // for scripts that keep the queue
    });
  }
  return api;
}
