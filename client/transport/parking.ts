import { json } from '../core/json';
import { safely } from '../core/safely';
import { type Items, parse } from '../core/storage';
import { type Entry, MAX_EVENT_BYTES, sizeOf } from './entry';
import { ranked } from './queue';

/** The storage of a tab has some 5 MB, which is the page's. */
const MAX_CHARACTERS = 256 * 1024;
const MAX_ENTRIES = 500;
/** A tab that slept for longer tells nothing of today. */
const KEPT_SECONDS = 86_400;

/** Events that wait in the storage of the tab, for its next page or for this one to be seen again. */
export interface Parking {
  /** Whether there is something that this page has put there. */
  isUsed: boolean;
  /** Adds them to those that are there, the most important first. Returns those that found no room. */
  park(entries: Entry[]): Entry[];
  /** Takes out those that can still be sent, and calls back for each of the others. */
  takeUp(onDrop: (reason: 'expired' | 'unreadable') => void): Entry[];
}

export function openParking(storage: Items, key: string): Parking {
  const read = (onUnreadable?: () => void): Entry[] => {
    const found = parse(safely(() => storage.getItem(key)));
    return (Array.isArray(found) ? found.slice(0, MAX_ENTRIES) : []).filter((entry) => {
      const isSound = safely(() => {
        entry.company = undefined; // the next page tries anew
        return isEntry(entry) && sizeOf(entry);
      });
      if (!isSound) onUnreadable?.();
      return isSound;
    });
  };
  return {
    isUsed: false,
    park(entries) {
      if (!entries.length) return entries;
      const all = ranked([...read(), ...entries]);
      const texts = all.slice(0, MAX_ENTRIES).map((entry) => json(entry));
      // The page may have left less room than usual.
      for (let room = MAX_CHARACTERS; room > MAX_EVENT_BYTES; room /= 4) {
        let length = 0;
        const end = texts.findIndex((text) => {
          length += text.length + 1;
          return length > room;
        });
        const fitting = end < 0 ? texts : texts.slice(0, end);
        if (safely(() => storage.setItem(key, `[${fitting}]`) === undefined)) {
          this.isUsed = true;
          return all.slice(fitting.length);
        }
      }
      return entries;
    },
    takeUp(onDrop) {
      const now = Date.now() / 1000;
      const entries = read(() => onDrop('unreadable'));
      safely(() => storage.removeItem(key));
      this.isUsed = false;
      return entries.filter(({ event }) => {
        const isFresh = Math.abs(now - event.timestamp) < KEPT_SECONDS;
        if (!isFresh) onDrop('expired');
        return isFresh;
      });
    },
  };
}

/** Whether it is what we have written: others can write there too. */
function isEntry({ event, sessionId, user }: Entry): unknown {
  const { id, timestamp, type, metadata, details } = event;
  return (
    [id, sessionId, user.id].every((uuid) => /^[\da-f-]{36}$/i.test(`${uuid}`)) &&
    /^[\w.-]{1,256}$/.test(type) &&
    typeof timestamp === 'number' &&
    [metadata, details].every((text) => typeof text === 'string' && /^\{/.test(text) && parse(text))
  );
}
