import type { Configuration } from './config';
import { templated } from './privacy';
import type { Sessions } from './session';

/** What events say about their page. */
export interface PageAttributes {
  readonly pageId: string;
  /** Left out where the path is reported as a template: a title names what the template hides. */
  readonly title?: string;
  readonly interaction: number;
  readonly parentPageId?: string;
}

interface Visit {
  /** On the page's clock, milliseconds. */
  readonly since: number;
  attributes: PageAttributes;
}

const PAGE_VIEW = 'com.amazon.rum.page_view_event';

/** A page remembers the routes that requests may still have been sent from. */
const MAX_VISITS = 20;

/**
 * Follows the user from page to page: documents, and the routes of a single-page application.
 *
 * Each document that is loaded or restored is a view, and each route that differs in its path. A query alone is none.
 */
export class Pages {
  private visits: Visit[] = [];
  private path: string | undefined;
  private landing: Visit | undefined;

  constructor(
    private readonly config: Pick<Configuration, 'hashRoutes' | 'pathTemplates'>,
    private readonly sessions: Sessions,
    private readonly record: (type: string, details: object) => void,
  ) {}

  /** A document was loaded, restored from the back/forward cache, or may be reported from now on. */
  public enter(): void {
    this.path = undefined;
    this.sessions.read();
    this.view();
    this.landing = this.visits[this.visits.length - 1];
  }

  /** The address may have changed. */
  public view(): void {
    const { pathname, hash } = location;
    const path = this.config.hashRoutes && hash.startsWith('#/') ? pathname + hash.replace(/\?.*/, '') : pathname;
    if (path === this.path) return;
    this.path = path;
    const session = this.sessions.current();
    const previous = session.page;
    const start = Date.now();
    const id = templated(path, this.config.pathTemplates);
    const interaction = previous ? previous.interaction + 1 : 0;
    session.page = { id, interaction, start };
    this.sessions.save();
    const attributes: PageAttributes = {
      pageId: id,
      ...(id === path && { title: document.title }),
      interaction,
      ...(previous && { parentPageId: previous.id }),
    };
    this.visits = [...this.visits, { since: performance.now(), attributes }].slice(-MAX_VISITS);
    this.record(PAGE_VIEW, {
      version: '1.0.0',
      pageId: id,
      interaction,
      pageInteractionId: `${id}-${interaction}`,
      ...(previous && {
        parentPageInteractionId: `${previous.id}-${previous.interaction}`,
        timeOnParentPage: start - previous.start,
      }),
      referrer: document.referrer,
      referrerDomain: domainOf(document.referrer),
    });
  }

  /** The page at a moment of the page's clock: a request belongs to the route that sent it. */
  public at(moment: number): PageAttributes | undefined {
    const latest = this.visits[this.visits.length - 1];
    // Applications change the title after the route.
    if (latest?.attributes.title !== undefined) latest.attributes = { ...latest.attributes, title: document.title };
    const visit = this.visits.reduce((found, next) => (next.since <= moment ? next : found), this.visits[0]);
    return visit?.attributes;
  }

  /** The page that was loaded or restored, which is what loading times are about. */
  public loaded(): PageAttributes | undefined {
    return this.landing?.attributes;
  }
}

/** Calls back after each change of the route. */
export function watchRoutes(onChange: () => void): void {
  for (const name of ['pushState', 'replaceState'] as const) {
    const original = history[name];
    history[name] = function (this: History, ...args: Parameters<History['pushState']>) {
      original.apply(this, args);
      onChange();
    };
  }
  for (const type of ['popstate', 'hashchange']) addEventListener(type, onChange);
}

function domainOf(url: string): string {
  try {
    return new URL(url).hostname;
  } catch {
    return '';
  }
}
