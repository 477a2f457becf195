/** An attempt that a user has begun. */
export interface Attempt {
  readonly id: string;
  /** When it counts as abandoned, in milliseconds since the epoch. */
  readonly deadline: number;
}

/** What has to survive from page to page. */
export interface State {
  /** By name of the transaction: the attempts under way. */
  open: Record<string, Attempt>;
  /** The transactions whose last attempt in this tab was abandoned: completing one of them begins another attempt. */
  abandoned: string[];
}

export interface Store {
  /** False if the state ends with the page. */
  readonly durable: boolean;
  load(): State;
  save(state: State): void;
}

/** The part of `window.sessionStorage` that is used. */
export type Items = Pick<Storage, 'getItem' | 'removeItem' | 'setItem'>;

/**
 * Keeps the state in the tab's session storage, or in memory where the browser or the user forbids that.
 *
 * Every load reads anew: a page that comes back from the back/forward cache may find that another page went on.
 */
export function openStore(items: () => Items, key: string): Store {
  const empty = (): State => ({ open: {}, abandoned: [] });
  let memory = empty();
  let storage: Items | undefined;
  try {
    storage = items(); // merely reading the property throws where storage is forbidden
    storage.setItem(key, storage.getItem(key) ?? JSON.stringify(memory));
  } catch {
    storage = undefined;
  }
  return {
    get durable() {
      return storage !== undefined;
    },
    load() {
      try {
        const state = storage ? JSON.parse(storage.getItem(key) ?? 'null') : memory;
        return isState(state) ? state : empty();
      } catch {
        return empty();
      }
    },
    save(state) {
      memory = state;
      try {
        storage?.setItem(key, JSON.stringify(state));
      } catch {
        // Full: from here on the state ends with the page, and no later page may find the outdated one.
        storage?.removeItem(key);
        storage = undefined;
      }
    },
  };
}

function isState(value: unknown): value is State {
  const state = value as Partial<State> | null | undefined;
  return typeof state?.open === 'object' && state.open !== null && Array.isArray(state.abandoned);
}
