import { PAGE_VIEW_EVENT } from '../../../src/formats/browser-events';
import type { ClientConfiguration } from '../../../src/formats/client-configuration';
import type { Clock } from '../../core/clock';
import { templated } from '../../core/privacy';
import { safely } from '../../core/safely';
import type { Sessions } from '../../core/session';
import { isReported, type Place } from './places';

/** What events say about their page. */
export interface PageAttributes {
  readonly pageId: string;
  readonly interaction: number;
  readonly parentPageId?: string;
}

/** A view of a page. */
export interface Visit {
  /** On the page's clock, milliseconds. */
  readonly since: number;
  readonly place: Place;
  /** None if the page is one that is not reported. */
  attributes?: PageAttributes;
}

/** A page remembers the routes that requests may still have been sent from. */
const MAX_VISITS = 20;

/**
 * Follows the user from page to page: documents, and the routes of a single-page application.
 *
 * Each document that is loaded or restored is a view, and each route that differs in its path. A query alone is none.
 */
export class Pages {
  public visits: readonly Visit[] = [];

  constructor(
    private readonly beginnings: {
      readonly config: Pick<ClientConfiguration, 'pathTemplates' | 'includedPages' | 'excludedPages'>;
      readonly sessions: Sessions;
      readonly isFrame: boolean;
    },
    private readonly clock: Clock,
    private readonly record: (type: string, details: object) => void,
  ) {}

  public view(place: Place): Visit {
    const visit: Visit = { since: this.clock.moment(), place };
    this.visits = [...this.visits, visit].slice(-MAX_VISITS);
    const { config, sessions, isFrame } = this.beginnings;
    if (!isReported(config, place)) return visit;
    const session = sessions.current();
    const previous = session.page;
    const start = this.clock.now();
    const id = templated(place.path, config.pathTemplates);
    const interaction = previous ? previous.interaction + 1 : 0;
    if (!isFrame) {
      session.page = { id, interaction, start };
      sessions.save();
    }
    visit.attributes = { pageId: id, interaction, ...(previous && { parentPageId: previous.id }) };
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
    return visit;
  }

  /** The page view of a moment of the page's clock: a request belongs to the route that sent it. */
  public at(moment: number): Visit | undefined {
    const [oldest, ...later] = this.visits;
    return later.reverse().find(({ since }) => since <= moment) ?? oldest;
  }
}

/** Of nothing, nothing: an error that is thrown and caught would take most of the time that a page view takes. */
function domainOf(url: string): string {
  return (url && safely(() => new URL(url).hostname)) || '';
}
