/**
 * What pages call, for applications that are built: `import { userTelemetry } from 'cdk-user-telemetry/client'`.
 *
 * It imports nothing, and does nothing where there is no window, as on a server that renders.
 */

/**
 * The names that the stack declares. `npx user-telemetry types cdk.out` writes them as a declaration of this interface,
 * `{ transactions: 'Checkout'; features: 'GiftCards' }`; without it every name passes.
 */
// biome-ignore lint/suspicious/noEmptyInterface: the application fills it in
export interface Declared {}

type Names<Kind extends string> = Declared extends Readonly<Record<Kind, infer Name>> ? Name & string : string;

/** A transaction that the stack declares. */
export type TransactionName = Names<'transactions'>;

/** A feature that the stack counts. */
export type FeatureName = Names<'features'>;

type Events = Declared extends { readonly events: infer Known } ? Known : { readonly [name: string]: object };

/** An event that the catalog of the stack declares. */
export type EventName = keyof Events & string;

/** What may be told of an event: it may be left out where nothing of it is required. */
type EventData<Name extends EventName> = object extends Events[Name] ? [data?: Events[Name]] : [data: Events[Name]];

/** A name, and what is told: one that the catalog declares, with its properties. */
export type EventCall = { [Name in EventName]: [name: Name, ...data: EventData<Name>] }[EventName];

/** `['start', 'Checkout', { items: 2 }]`: a call as a page may write it before the script has loaded. */
export type Call = readonly [method: string, ...args: unknown[]];

/** What pages find at `window.userTelemetry`. None of it ever throws. Data is an object of at most 4 KB of JSON. */
export interface UserTelemetry {
  /** Begins a transaction; one that is under way goes on. */
  start(name: TransactionName, data?: object): void;
  /** Ends a transaction with success. */
  complete(name: TransactionName, data?: object): void;
  /** Ends a transaction without. */
  abandon(name: TransactionName, data?: object): void;
  /** Tells that a feature was used. */
  feature(name: FeatureName, data?: object): void;
  /** Tells anything else. */
  event(...call: EventCall): void;
  /** Tells an error that the page, or its framework, has caught; once, whoever else finds it. */
  error(error: unknown, data?: object): void;
  /** The user's choice: only with `true` anything is stored or sent from now on. */
  consent(granted: boolean): void;
  /** From now on the session is that of a user, under a pseudonym; without an ID it is anonymous again. */
  identify(userId?: string): void;
  /** Who signs the requests, in the mode in which the page has credentials of its own. */
  credentials(credentials: unknown): void;
  /** The same as calls of the methods; before the script has loaded this is all there is. */
  push(...calls: Call[]): void;
}

declare global {
  interface Window {
    /** There once the script has loaded. */
    userTelemetry?: UserTelemetry;
  }
}

/** A page on which the script is blocked keeps no more calls than this. */
const MAX_WAITING = 1_000;

/** Hands calls to the script on the page, or leaves them where it looks once it has loaded. */
function push(...calls: Call[]): void {
  try {
    if (typeof window === 'undefined') return;
    const page = window as { userTelemetry?: UserTelemetry | Call[] };
    page.userTelemetry ||= [];
    const isFull = Array.isArray(page.userTelemetry) && page.userTelemetry.length >= MAX_WAITING;
    if (!isFull) page.userTelemetry.push(...calls);
  } catch {
    // The window has something else by that name.
  }
}

const call =
  (method: string) =>
  (...args: unknown[]): void =>
    push([method, ...args]);

/** Works before the script has loaded, without it, and on a server. */
export const userTelemetry: UserTelemetry = {
  start: call('start'),
  complete: call('complete'),
  abandon: call('abandon'),
  feature: call('feature'),
  event: call('event'),
  error: call('error'),
  consent: call('consent'),
  identify: call('identify'),
  credentials: call('credentials'),
  push,
};
