import { safely } from './safely';
import { outside } from './zone';

/** `['start', 'Checkout', { items: 2 }]`: a call as a page may write it before the script has loaded. */
export type Call = readonly [method: string, ...args: unknown[]];

/** What pages find at `window.userTelemetry`. None of it ever throws. */
export interface UserTelemetryApi {
  /** Begins a transaction. */
  start(name: string, data?: object): void;
  /** Ends a transaction with success. */
  complete(name: string, data?: object): void;
  /** Ends a transaction without. */
  abandon(name: string, data?: object): void;
  /** Tells that a feature was used. */
  feature(name: string, data?: object): void;
  /** Tells anything else. */
  event(name: string, data?: object): void;
  /** Tells an error that the page, or its framework, has caught; once, whoever else finds it. */
  error(error: unknown, data?: object): void;
  /** The user's choice: only with `true` anything is stored or sent from now on. */
  consent(granted: boolean): void;
  /** From now on the session is that of a user, under a pseudonym; without an ID it is anonymous again. */
  identify(userId?: string): void;
  /** Who signs the requests, in the mode in which the page has credentials of its own. */
  credentials(credentials: unknown): void;
  push(...calls: Call[]): void;
}

export type Methods = Omit<UserTelemetryApi, 'push'>;

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
  return typeof (existing as Partial<UserTelemetryApi> | undefined)?.start === 'function';
}

/** Wraps the methods so that no fault of ours reaches the page, and makes up for the calls that were queued. */
export function createApi(methods: Partial<Methods>, existing: unknown): UserTelemetryApi {
  const api = { push: (...calls: Call[]) => calls.forEach(run) } as UserTelemetryApi;
  for (const name of METHODS) api[name] = (...args: unknown[]) => run([name, ...args]);

  function run(call: Call): void {
    if (!Array.isArray(call)) return;
    const [name, ...args] = call;
    if (!(METHODS as readonly string[]).includes(name)) return;
    const method = methods[name as keyof Methods] as ((...args: unknown[]) => void) | undefined;
    safely(() => outside(() => method?.(...args)));
  }
  if (Array.isArray(existing)) existing.forEach(run);
  return api;
}
