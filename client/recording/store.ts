import { json } from '../core/json';
import { safely } from '../core/safely';
import { type Items, namesIn, parse } from '../core/storage';

/** An attempt that a user has begun. */
export interface Attempt {
  readonly id: string;
  /** When it counts as abandoned, in milliseconds since the epoch. */
  readonly deadline: number;
  /** Its start was heard but not recorded, so neither is its end. */
  readonly isQuiet?: boolean;
}

/** What has to survive from page to page of a tab. */
export interface State {
  /** By name of the transaction: the attempts under way. */
  open: Record<string, Attempt>;
  /** The transactions whose last attempt in this tab was abandoned: completing one of them begins another attempt. */
  abandoned: string[];
}

/** An attempt of a tab that did not end it in time: it was discarded, killed, or sleeps. */
export interface Orphan extends Attempt {
  readonly name: string;
}

export interface Store {
  /** False if the state ends with the page. */
  readonly durable: boolean;
  load(): State;
  save(state: State, now: number): void;
  /** Takes over the attempts of other tabs whose deadline has passed; whoever takes one has to report it. */
  adopt(now: number): Orphan[];
}

/** A tab that lives ends its attempts itself: timers of hidden tabs may come a minute late. */
export const GRACE_MS = 120_000;
const KEPT_MS = 86_400_000;

interface Storages {
  /** Of the browser, so that the next visit finds what a tab left behind that was killed. */
  readonly local?: Items;
  /** Of the tab. */
  readonly session?: Items;
}

/**
 * Keeps the state of this tab, or in memory where the browser or the user forbids that.
 *
 * Every load reads anew: a page that comes back from the back/forward cache, or from sleep, may find that another page
 * of the tab went on or that another tab has taken over what it left behind.
 */
export function openStore({ local, session }: Storages, prefix: string, newId: () => string): Store {
  const empty = (): State => ({ open: {}, abandoned: [] });
  let memory = empty();
  let items = session && local;
  const tab = session?.getItem(`${prefix}tab`) ?? newId();
  const key = `${prefix}tab.${tab}`;

  return {
    get durable() {
      return items !== undefined;
    },
    load() {
      const state = items ? parse(items.getItem(key)) : memory;
      return isState(state) ? state : empty();
    },
    save(state, now) {
      memory = state;
      try {
        if (isIdle(state)) {
          items?.removeItem(key);
        } else if (items) {
          session?.setItem(`${prefix}tab`, tab); // which may have been removed meanwhile
          const text = json({ ...state, saved: now });
          items.setItem(key, text);
          if (items.getItem(key) !== text) items = undefined; // a page's own storage, which forgets
        }
      } catch {
        // From here on the state ends with the page, and no later page may find the outdated one.
        safely(() => items?.removeItem(key));
        items = undefined;
      }
    },
    adopt(now) {
      const orphans: Orphan[] = [];
      for (const name of namesIn(items, `${prefix}tab.`)) {
        if (name !== key) orphans.push(...adoptFrom(items as Items, name, now));
      }
      return orphans;
    },
  };
}

function adoptFrom(items: Items, key: string, now: number): Orphan[] {
  const state = parse(items.getItem(key));
  const orphans: Orphan[] = [];
  if (isState(state)) {
    for (const [name, attempt] of Object.entries(state.open)) {
      if (attempt.deadline + GRACE_MS > now) continue;
      orphans.push({ name, ...attempt });
      delete state.open[name];
      state.abandoned.push(name);
    }
    const { saved = 0 } = state as { saved?: number };
    const outdated = !Object.keys(state.open).length && saved + KEPT_MS < now;
    if (!outdated) {
      if (orphans.length) items.setItem(key, json({ ...state, saved: now }));
      return orphans;
    }
  }
  items.removeItem(key);
  return orphans;
}

function isIdle({ open, abandoned }: State): boolean {
  return !abandoned.length && !Object.keys(open).length;
}

function isState(value: unknown): value is State {
  const state = value as Partial<State> | null | undefined;
  return typeof state?.open === 'object' && state.open !== null && Array.isArray(state.abandoned);
}
