import { listen } from '../../core/listen';

/** On the page's clock: since when the page has been hidden for the first time; not before the client was there. */
let hiddenSince = Number.POSITIVE_INFINITY;

/** From now on, where the browser does not note by itself when the page was hidden. */
export function watchHidden(): void {
  const note = (moment: number) => {
    if (document.visibilityState === 'hidden') hiddenSince = Math.min(hiddenSince, moment);
  };
  note(0);
  listen('visibilitychange', ({ timeStamp }) => note(timeStamp), true);
}

/** When the page was hidden first, infinite if never: what a page nobody sees takes to paint says nothing. */
export function firstHidden(activation: number): number {
  const entries = performance.getEntriesByType('visibility-state');
  const hidden = entries.find(({ name, startTime }) => name === 'hidden' && startTime >= activation);
  return Math.min(hidden?.startTime ?? Number.POSITIVE_INFINITY, hiddenSince);
}
