import { listen } from '../../core/listen';
import { navigationOf, watchNavigations } from '../../core/navigation';
import { safely } from '../../core/safely';
import { standInFor } from './natives';

/** The time that a navigation has to be under way; a download, or an answer without content, tells nothing of its end. */
const NAVIGATION_MS = 5_000;
/** How long the browser may take to give up what it was stopped from. */
const STOP_MS = 1_000;

/**
 * Tells whether what fails does so because the document is left, which makes browsers give up its requests.
 *
 * Chromium does so as the document goes, others as soon as a navigation begins.
 */
export function watchLeaving(): (since: number) => boolean {
  let isLeft = false;
  let begun = -Infinity;
  let stopped = -Infinity;
  const navigation = navigationOf(window);
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
  const begin = () => {
    begun = performance.now();
  };
  safely(() => navigation && watchNavigations(navigation, begin, forget));
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
