import { CLIENT_DROPPED_EVENT } from '../../src/formats/browser-events';
import { type Entry, sizeOf } from './entry';

/** What is sent first, and dropped last: what transactions are counted by, then what everything else is measured against. */
const RANKS = [
  /^user_telemetry\.transaction_/,
  new RegExp(`page_view_event|session_start_event|js_error_event|${CLIENT_DROPPED_EVENT}`),
  /^(?!.*(xray_trace|resource)_event)/,
  /^/,
];
const MAX_ENTRIES = 1_000;
const MAX_BATCH = 100;
/** Four of them are less than the 64 KiB that browsers take of beacons and of requests that outlive their page. */
const MAX_BATCH_BYTES = 15 * 1024;

const ranks = new Map<string, number>();

function rankOf({ rank: stated, event: { type } }: Entry): number {
  if (stated) return stated;
  const rank = ranks.get(type) ?? RANKS.findIndex((pattern) => pattern.test(type));
  if (ranks.size < MAX_ENTRIES) ranks.set(type, rank);
  return rank;
}

/** Whether transactions are counted by it. */
export function isOutcome(entry: Entry): boolean {
  return !rankOf(entry);
}

/** The most important first. */
export function ranked(entries: readonly Entry[]): Entry[] {
  return [...entries].sort((one, other) => rankOf(one) - rankOf(other));
}

/** Events that wait. */
export interface Queue {
  size(): number;
  add(entry: Entry): void;
  /** What was taken goes before all others. */
  putBack(entries: readonly Entry[]): void;
  empty(): Entry[];
  /** The most important ones of a session and user, which are all that a request can hold, in their order. */
  take(): Entry[];
}

/** Calls back for what found no room, the newest of the least important, and for what will never fit into a request. */
export function createQueue(onDrop: (reason: 'queueFull' | 'tooLarge', entry: Entry) => void): Queue {
  let entries: Entry[] = [];
  const without = (some: readonly Entry[]) => {
    entries = entries.filter((entry) => !some.includes(entry));
  };
  const limit = () => {
    if (entries.length <= MAX_ENTRIES) return;
    const lost = ranked(entries).slice(MAX_ENTRIES);
    without(lost);
    for (const entry of lost) onDrop('queueFull', entry);
  };
  return {
    size: () => entries.length,
    add(entry) {
      entries.push(entry);
      limit();
    },
    putBack(taken) {
      entries = [...taken, ...entries];
      limit();
    },
    empty: () => entries.splice(0),
    take() {
      const batch: Entry[] = [];
      let first: Entry | undefined;
      let room = MAX_BATCH_BYTES;
      // What fits as a whole keeps its order, though it be of several users.
      const size = entries.reduce((sum, entry) => sum + (sizeOf(entry) ?? 0), 0);
      for (const entry of size > MAX_BATCH_BYTES ? ranked(entries) : entries) {
        const { sessionId, user, company } = entry;
        if (user.id === undefined) continue;
        if (first && (sessionId !== first.sessionId || user.id !== first.user.id || company !== first.company))
          continue;
        const bytes = sizeOf(entry);
        if (!bytes) {
          without([entry]);
          onDrop('tooLarge', entry);
          continue;
        }
        first ??= entry;
        room -= bytes;
        if (room < 0 || batch.length >= (company ?? MAX_BATCH)) break;
        batch.push(entry);
      }
      const taken = entries.filter((entry) => batch.includes(entry));
      without(taken);
      return taken;
    },
  };
}
