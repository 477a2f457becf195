import type { Items } from '../../client/core/storage';

/** A storage of a browser; `full` makes every write fail. */
export interface FakeItems extends Items {
  full: boolean;
}

export function fakeItems(initial: Record<string, string> = {}): FakeItems {
  const values = new Map(Object.entries(initial));
  return {
    full: false,
    get length() {
      return values.size;
    },
    key: (index) => [...values.keys()][index] ?? null,
    getItem: (name) => values.get(name) ?? null,
    removeItem: (name) => void values.delete(name),
    setItem(name, value) {
      if (this.full) throw new Error('QuotaExceededError');
      values.set(name, value);
    },
  };
}
