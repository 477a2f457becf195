import { PAGE_VIEW_EVENT } from '../../src/formats/browser-events';
import type { ClientConfiguration } from '../../src/formats/client-configuration';
import type { Clock } from '../core/clock';
import { templated } from '../core/privacy';
import type { Sessions } from '../core/session';

/** What events say about their page. */
export interface PageAttributes {
  readonly pageId: string;
  /** Left out where the path is reported as a template: a title names what the template hides. */
  readonly title?: string;
  readonly interaction: number;
  readonly parentPageId?: string;
}

/** An address as it was, with what was shown there. */
export interface Place {
  readonly url: string;
  readonly pathname: string;
  readonly hash: string;
  readonly title: string;
}

interface Visit {
  /** On the page's clock, milliseconds. */
  readonly since: number;
  /** None if the page is one that is not reported. */
  attributes?: PageAttributes;
}

/** A page remembers the routes that requests may still have been sent from. */
const MAX_VISITS = 20;

export function here(): Place {
  const { origin, pathname, hash } = location;
  return { url: origin + pathname, pathname, hash, title: document.title };
}

/** Whether pages at the URL, without query and fragment, are reported. */
export function isReported(
  { includedPages, excludedPages }: Pick<ClientConfiguration, 'includedPages' | 'excludedPages'>,
  { url }: Pick<Place, 'url'>,
): boolean {
  const among = (patterns: readonly RegExp[]) => patterns.some((pattern) => pattern.test(url));
  return (!includedPages || among(includedPages)) && !(excludedPages && among(excludedPages));
}

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
    private readonly config: Pick<
      ClientConfiguration,
      'hashRoutes' | 'pathTemplates' | 'includedPages' | 'excludedPages'
    >,
    private readonly sessions: Sessions,
    private readonly clock: Clock,
    private readonly record: (type: string, details: object) => void,
  ) {}

  /** A document was loaded, restored from the back/forward cache, or may be reported from now on. */
  public enter(place = here()): void {
    this.path = undefined;
    this.view(place);
    this.landing = this.visits[this.visits.length - 1];
  }

  /** The address may have changed. */
  public view(place = here()): void {
    const { pathname, hash } = place;
    const path = this.config.hashRoutes && hash.startsWith('#/') ? pathname + hash.replace(/\?.*/, '') : pathname;
    if (path === this.path) return;
    this.path = path;
    const visit: Visit = { since: this.clock.moment() };
    this.visits = [...this.visits, visit].slice(-MAX_VISITS);
    if (!isReported(this.config, place)) return;
    const session = this.sessions.current();
    const previous = session.page;
    const start = this.clock.now();
    const id = templated(path, this.config.pathTemplates);
    const interaction = previous ? previous.interaction + 1 : 0;
    session.page = { id, interaction, start };
    this.sessions.save();
    visit.attributes = {
      pageId: id,
      ...(id === path && { title: place.title }),
      interaction,
      ...(previous && { parentPageId: previous.id }),
    };
    this.record(PAGE_VIEW_EVENT, {
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
    if (latest?.attributes?.title !== undefined && !this.clock.isLate)
      latest.attributes = { ...latest.attributes, title: document.title };
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
