import type { ClientConfiguration } from '../../../src/formats/client-configuration';
import { safely } from '../../core/safely';
import { cut, LONGEST_URL } from '../../core/text';

/** An address as it was, with what was shown there. */
export interface Place {
  /** Without query and fragment. */
  readonly url: string;
  /** What tells one page from another: the path, and the route in the fragment where routes are there. */
  readonly path: string;
  /** Whether the document was loaded there. */
  readonly isLanding: boolean;
  /** The last one that the document had there. */
  title: string;
}

const MAX_PATH = 1_000;
const MAX_TITLE = 500;

/**
 * Follows what is shown, and its title.
 *
 * Applications set the title before or after the address. One that was set in the very task that then changed the address
 * belongs to the place to come; any other to the place that is shown.
 */
export class Places {
  private place: Place | undefined = undefined;
  private hasMoved = false;
  private isUnsettled = false;

  constructor(private readonly config: Pick<ClientConfiguration, 'hashRoutes'>) {
    safely(() =>
      new MutationObserver(() => this.settleLater()).observe(document.head, {
        childList: true,
        characterData: true,
        subtree: true,
      }),
    );
  }

  /** The document was loaded, or may be reported from now on. */
  public enter(): Place {
    const { origin, pathname } = location;
    this.place = { url: origin + pathname, path: this.path(), isLanding: !this.hasMoved, title: title() };
    return this.place;
  }

  public get shown(): Place {
    return this.place ?? this.enter();
  }

  /** The document was restored from the back/forward cache. */
  public restore(): Place {
    this.hasMoved = true;
    return this.enter();
  }

  /** The address may have changed: the place that it leads to, if that is another. */
  public move(): Place | undefined {
    return this.path() === this.place?.path ? undefined : this.restore();
  }

  /** The title of a place that may still be shown. */
  public titleOf(place: Place): string {
    if (place === this.place) place.title = title();
    return place.title;
  }

  private path(): string {
    const { pathname, hash } = location;
    return (pathname + (this.config.hashRoutes ? routeIn(hash) : '')).slice(0, MAX_PATH);
  }

  private settleLater(): void {
    if (this.isUnsettled) return;
    this.isUnsettled = true;
    setTimeout(() => {
      this.isUnsettled = false;
      if (this.place) this.titleOf(this.place);
    });
  }
}

/** Whether pages at the URL are reported. */
export function isReported(
  { includedPages, excludedPages }: Pick<ClientConfiguration, 'includedPages' | 'excludedPages'>,
  { url }: Pick<Place, 'url'>,
): boolean {
  const among = (patterns: readonly RegExp[]) => patterns.some((pattern) => pattern.test(cut(url, LONGEST_URL)));
  return (!includedPages || among(includedPages)) && !(excludedPages && among(excludedPages));
}

/** A fragment without its parameters; one that begins with them, such as an answer with a token, is no route. */
function routeIn(hash: string): string {
  const [route] = hash.split(/[?&;]/, 1);
  return route.includes('=') ? '' : route;
}

/** A page may have an element, or something that throws, where its title should be. */
function title(): string {
  const text: unknown = safely(() => document.title);
  return typeof text === 'string' ? text.slice(0, MAX_TITLE) : '';
}
