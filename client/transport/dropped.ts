import { CLIENT_DROPPED_EVENT, type ClientDroppedDetails, type DropReason } from '../../src/formats/browser-events';
import type { Entry } from './entry';

/** Counts the events that are lost, until that is told. */
export interface Dropped {
  count(reason: DropReason, entry?: Entry, times?: number): void;
  /** Tells of them once; where nothing is recorded, nothing is told of it. */
  tell(report: (counts: ClientDroppedDetails) => void): void;
  isEmpty(): boolean;
}

export function countDropped(): Dropped {
  let counts: { [reason in DropReason]?: number } = {};
  const isEmpty = () => !Object.keys(counts).length;
  return {
    isEmpty,
    count(reason, entry, times = 1) {
      // What tells of losses is none itself, or it would go on for ever.
      if (entry?.event.type !== CLIENT_DROPPED_EVENT) counts[reason] = (counts[reason] ?? 0) + times;
    },
    tell(report) {
      const told = counts;
      if (isEmpty()) return;
      counts = {};
      report(told);
    },
  };
}
