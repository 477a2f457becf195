/** `['start', 'Checkout', { items: 2 }]`: a call as a page may write it before the script has loaded. */
export type Call = readonly [method: string, ...args: unknown[]];

/** What pages find at `window.userTelemetry`. None of it ever throws. */
export interface UserTelemetryApi {
  start(name: string, data?: object): void;
  complete(name: string, data?: object): void;
  abandon(name: string, data?: object): void;
  event(name: string, data?: object): void;
  push(...calls: Call[]): void;
}

export type Methods = Omit<UserTelemetryApi, 'push'>;

/** Whether this window already has the client: a page that loads the script twice keeps the first. */
export function isLoaded(existing: unknown): boolean {
  return typeof (existing as Partial<UserTelemetryApi> | undefined)?.start === 'function';
}

/** Wraps the methods so that no fault of ours reaches the page, and makes up for the calls that were queued. */
export function createApi(methods: Methods, existing: unknown): UserTelemetryApi {
  const api = { push: (...calls: Call[]) => calls.forEach(run) } as UserTelemetryApi;
  for (const name of Object.keys(methods) as (keyof Methods)[]) {
    api[name] = (...args) => {
      try {
        methods[name](...args);
      } catch {
        // Telemetry never hurts the application.
      }
    };
  }
  function run(call: Call): void {
    if (!Array.isArray(call)) return;
    const [name, ...args] = call;
    if (Object.keys(methods).includes(name)) (api[name as keyof Methods] as (...args: unknown[]) => void)(...args);
  }
  if (Array.isArray(existing)) existing.forEach(run);
  return api;
}
