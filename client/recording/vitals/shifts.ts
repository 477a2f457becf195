import { loadState, type ShiftEntry } from './entries';
import { selector } from './selector';

/** A window of shifts goes on for 5 seconds at most, and ends with a second without one. */
const LONGEST_WINDOW_MS = 5_000;
const LONGEST_PAUSE_MS = 1_000;

interface Window {
  readonly since: number;
  until: number;
  value: number;
  largest: ShiftEntry;
  /** Of the largest shift; kept because the page may remove it. */
  node: Node | null | undefined;
}

/** The cumulative layout shift of a page view: its worst window. */
export class Shifts {
  private last: Window | undefined = undefined;
  private worst: Window | undefined = undefined;

  public add(entry: ShiftEntry): void {
    if (entry.hadRecentInput) return;
    const { startTime, value } = entry;
    let { last } = this;
    if (last && startTime - last.until < LONGEST_PAUSE_MS && startTime - last.since < LONGEST_WINDOW_MS) {
      last.value += value;
      last.until = startTime;
    } else {
      last = { since: startTime, until: startTime, value, largest: entry, node: undefined };
    }
    if (value >= last.largest.value) {
      const { sources = [] } = entry;
      last.largest = entry;
      last.node = (sources.find(({ node }) => node?.nodeType === Node.ELEMENT_NODE) ?? sources[0])?.node;
    }
    this.last = last;
    if (last.value > (this.worst?.value ?? 0)) this.worst = last;
  }

  public details(): object {
    const { value = 0, largest, node } = this.worst ?? {};
    const attribution = largest?.sources?.length
      ? {
          largestShiftTarget: selector(node),
          largestShiftValue: largest.value,
          largestShiftTime: largest.startTime,
          loadState: loadState(largest.startTime),
        }
      : {};
    return { version: '1.0.0', value, attribution };
  }
}
