import { isLoaded, METHODS, type Methods } from './queue';
import { safely } from './safely';

/** A window around this one, with the client or the queue that it has or may have. */
interface Page {
  userTelemetry?: unknown;
}

const MAX_DEPTH = 20;
/** A page that never gets the client keeps no more calls. */
const MAX_WAITING = 1_000;
/** What concerns whatever is recorded, in the page and in its frames. */
const OF_ALL = /^(consent|identify|credentials)$/;

/**
 * The windows of the same origin that hold this document, the nearest first.
 *
 * None if it is a page: at the top, or in a frame of a foreign page, which nobody else can record.
 */
export function pagesAround(): readonly Page[] {
  const pages: Page[] = [];
  let at: Window | null = window;
  for (let depth = 0; at && at !== window.top && depth < MAX_DEPTH; depth++) {
    at = at.parent;
    if (safely(() => !!at?.document)) pages.push(at as Page);
  }
  return pages.includes(window.top as Page) ? pages : [];
}

/** Whether it is a frame in a sandbox without an origin, from where it sees neither its page nor the session. */
export function isCutOff(): boolean {
  return window !== window.top && window.origin === 'null';
}

/** What a frame calls is said to the client of its page, or to the queue that it will find. */
export function handedOn(pages: readonly Page[], own: Partial<Methods>): Partial<Methods> {
  const methods: Partial<Methods> = {};
  for (const name of METHODS) {
    methods[name] = (...args: unknown[]) => {
      if (OF_ALL.test(name)) safely(() => (own[name] as ((...args: unknown[]) => void) | undefined)?.(...args));
      const page = pages.find((it) => isLoaded(it.userTelemetry)) ?? pages[pages.length - 1];
      page.userTelemetry ||= [];
      const queue = page.userTelemetry as unknown[];
      if (!Array.isArray(queue) || queue.length < MAX_WAITING) queue.push([name, ...args]);
    };
  }
  return methods;
}
