import { safely } from './safely';

interface Zone {
  run<T>(act: () => T): T;
}

/**
 * Runs what is the client's own outside any zone of zone.js.
 *
 * Angular counts the timers, listeners and promises that are made inside its zone, and takes the page for unstable while
 * one of them waits: server rendering, hydration, service workers and end-to-end tests then wait for the client.
 */
export function outside<T>(act: () => T): T {
  const root = safely(() => (globalThis as { Zone?: { root?: Zone } }).Zone?.root);
  return typeof root?.run === 'function' ? root.run(act) : act();
}
