import { listen } from '../../core/listen';
import { safely } from '../../core/safely';
import { standInFor } from './natives';

/** The time that a navigation has to be under way; a download, or an answer without content, tells nothing of its end. */
const NAVIGATION_MS = 5_000;
/** How long the browser may take to give up what it was stopped from. */
const STOP_MS = 1_000;

/** The parts of the Navigation API that are used. */
interface Navigation extends EventTarget {
  readonly transition: object | null;
}

interface NavigateEvent extends Event {
  readonly destination: { readonly sameDocument: boolean };
  readonly downloadRequest: string | null;
}

/**
 * Tells whether what fails does so because the document is left, which makes browsers give up its requests.
 *
 * Chromium does so as the document goes, others as soon as a navigation begins.
 */
export function watchLeaving(): (since: number) => boolean {
  let isLeft = false;
  let begun = -Infinity;
  let stopped = -Infinity;
  const { navigation } = window as { navigation?: Navigation };
  const forget = () => {
    begun = -Infinity;
  };
  listen('pagehide', ({ isTrusted }) => {
    isLeft = isLeft || isTrusted; // pages dispatch it, too, and stay
  });
  listen('pageshow', () => {
    isLeft = false;
    forget();
  });
  safely(() => {
    navigation?.addEventListener('navigate', (event) => {
      const { destination, downloadRequest } = event as NavigateEvent;
      if (!destination.sameDocument && downloadRequest === null) begun = performance.now();
    });
    for (const type of ['navigatesuccess', 'navigateerror']) navigation?.addEventListener(type, forget);
  });
  standInFor(window, 'stop', (pass, _, args) => {
    stopped = performance.now();
    return pass(args);
  });
  return (since) => {
    const now = performance.now();
    // What a router has taken over has a transition, and stays on the document.
    return (
      isLeft || (now - begun < NAVIGATION_MS && !navigation?.transition) || (since < stopped && now - stopped < STOP_MS)
    );
  };
}
