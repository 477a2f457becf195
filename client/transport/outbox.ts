import type { ClientDroppedDetails, DropReason } from '../../src/formats/browser-events';
import { safely } from '../core/safely';
import type { Items } from '../core/storage';
import { outside } from '../core/zone';
import type { Delivery } from './delivery';
import { countDropped } from './dropped';
import { type Entry, sizeOf } from './entry';
import { openParking } from './parking';
import { createQueue, isOutcome } from './queue';
import { attempt, type Verdict } from './verdict';

const FLUSH_MS = 5_000;
const LONGEST_WAIT_MS = 300_000;
/** Failures after which the waits are that long. */
const MANY_FAILURES = 7;
/** A request without an answer keeps the next ones from being sent for so long … */
const PATIENCE_MS = 10_000;
/** … and so many at once all of them. */
const MAX_HANGING = 3;
/** Refusals in a row after which it is not the events that are wrong: the service is asked less often. */
const MAX_REFUSALS = 10;
/** Browsers take 64 KiB of what may outlive its page, and half of it is the page's own. */
const QUOTA_BYTES = 31 * 1024;
/** Whatever hangs, what is most important is tried. */
const LEAST_BYTES = 15 * 1024;

/** Holds events until they are sent, and over failures of the service. */
export interface Outbox {
  add(entry: Entry): void;
  /** Counts events that never came here. */
  drop(reason: DropReason, times: number): void;
  /** Nothing is sent before: the remote configuration may still forbid it. */
  release(): void;
  clear(): void;
  /** The page can be seen, or the network is back: takes up what it or the tab's page before it could not send. */
  resume(): void;
  /** The page may be gone at once, without another event. */
  leave(staysOnSite?: boolean): void;
}

/**
 * A request that failed is tried again, after 5 seconds and then ever later up to 5 minutes; no answer stops it for good,
 * 403 neither: policies and app monitors are replaced while pages are open. A batch that the service finds wrong is sent
 * in halves until the event that is wrong is alone. What transactions are counted by is not sent again where it may have
 * been taken. While the service fails, events that a page leaves behind wait for the tab's next page.
 */
export function createOutbox(
  delivery: Delivery,
  storage: Items | undefined,
  key: string,
  /** Adds an event that tells of what was dropped. */
  report: (dropped: ClientDroppedDetails) => void,
): Outbox {
  const dropped = countDropped();
  const queue = createQueue(dropped.count);
  const parking = storage && openParking(storage, key);
  let isHeld = true;
  let isSending = false;
  /** Whether the page may be gone at any time. */
  let isLeft = false;
  let failures = 0;
  let refusals = 0;
  let hanging = 0;
  /** Bytes that wait for an answer. */
  let underWay = 0;
  /** What was under way when everything was cleared does not come back. */
  let generation = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const park = () => {
    if (parking) queue.putBack(parking.park(queue.empty()));
  };

  const takeUp = () => {
    if (parking) queue.putBack(parking.takeUp(dropped.count));
  };

  const putBack = (entries: Entry[]) => {
    queue.putBack(entries);
    if (isLeft) park();
  };

  const schedule = (anew = false) => {
    if (anew) {
      clearTimeout(timer);
      timer = undefined;
    }
    const isIdle = !queue.size() && dropped.isEmpty() && !(isLeft && parking?.isUsed);
    if (isHeld || timer !== undefined || isIdle) return;
    const wait = Math.min(LONGEST_WAIT_MS, FLUSH_MS * 2 ** Math.max(0, failures - 1));
    const act = () => {
      timer = undefined;
      // Once for all of them; in an outage, once for as long as it lasts.
      if (!failures || !queue.size()) dropped.tell(report);
      void flush();
    };
    timer = safely(() => outside(() => setTimeout(act, wait)));
  };

  const flush = async (): Promise<void> => {
    if (isSending || hanging >= MAX_HANGING) return;
    // A browser can be wrong about it, so it is asked now and then.
    if (delivery.offline && failures < MANY_FAILURES) {
      failures++;
      schedule();
      return;
    }
    if (isLeft) takeUp();
    const batch = queue.take();
    if (!batch.length) {
      schedule();
      return;
    }
    isSending = true;
    let hangs = false;
    const patience = setTimeout(() => {
      hangs = true;
      hanging++;
      isSending = false;
      void flush();
    }, PATIENCE_MS);
    const goesOn = await send(batch);
    clearTimeout(patience);
    if (hangs) hanging--;
    else isSending = false;
    if (goesOn) void flush();
  };

  /** Whether the next ones may follow at once. */
  const send = async (batch: Entry[]): Promise<boolean> => {
    const begun = generation;
    const size = sizeOfAll(batch);
    underWay += size;
    const verdict = await attempt(delivery, batch);
    underWay -= size;
    if (begun !== generation) return false;
    const goesOn = judge(verdict, batch);
    schedule();
    return goesOn;
  };

  const judge = (verdict: Verdict, batch: Entry[]): boolean => {
    if (verdict === 'taken') {
      failures = refusals = 0;
      return true;
    }
    if (verdict === 'wrong') {
      if (batch.length > 1) {
        for (const entry of batch) entry.company = Math.ceil(batch.length / 2);
        putBack(batch);
      } else {
        dropped.count('refused', batch[0]);
      }
      if (++refusals < MAX_REFUSALS) return true;
    } else {
      const lost = verdict === 'unknown' ? batch.filter(isOutcome) : [];
      for (const entry of lost) dropped.count('unanswered', entry);
      putBack(batch.filter((entry) => !lost.includes(entry)));
    }
    failures++;
    return false;
  };

  const settle = async (batch: Entry[], beacon: Promise<boolean>) => {
    const begun = generation;
    let isTaken = false;
    try {
      isTaken = await beacon;
    } catch {
      // Nothing was sent: there are no credentials.
    }
    if (isTaken || begun !== generation) return;
    putBack(batch);
    schedule();
  };

  return {
    add(entry) {
      queue.add(entry);
      schedule();
    },
    drop: (reason, times) => dropped.count(reason, undefined, times),
    release() {
      isHeld = false;
      schedule();
    },
    clear() {
      generation++;
      queue.empty();
      dropped.tell(() => {});
      clearTimeout(timer);
      timer = undefined;
    },
    resume() {
      isLeft = false;
      takeUp();
      if (failures) failures = 1;
      schedule(true);
    },
    leave(staysOnSite) {
      dropped.tell(report);
      isHeld = false;
      isLeft = true;
      if (failures || delivery.offline || (staysOnSite && delivery.intercepted)) park();
      let room = Math.max(QUOTA_BYTES - underWay, LEAST_BYTES);
      for (let batch = queue.take(); batch.length; batch = queue.take()) {
        room -= sizeOfAll(batch);
        const isTaken = room >= 0 && safely(() => delivery.beacon(batch));
        if (typeof isTaken === 'object') {
          void settle(batch, isTaken);
        } else if (!isTaken) {
          // The page may not live to learn that the browser refuses a request as well.
          if (room < 0 || (staysOnSite && parking)) {
            queue.putBack(batch);
            break;
          }
          void send(batch);
        }
      }
      park();
      schedule(true);
    },
  };
}

function sizeOfAll(batch: readonly Entry[]): number {
  return batch.reduce((sum, entry) => sum + (sizeOf(entry) ?? 0), 0);
}
