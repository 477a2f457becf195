/** How long a navigation may take until its page is unloaded; afterwards it is taken for one that never happened. */
const PENDING_MS = 30_000;

/** The part of the Navigation API that is used; TypeScript's library does not have all of it yet. */
interface NavigateEvent extends Event {
  readonly destination: { readonly url: string; readonly sameDocument: boolean };
  readonly downloadRequest: string | null;
}

/**
 * Tells at each unload whether the user goes to another page of the site.
 *
 * Where the browser has the Navigation API, that covers links, forms, scripts, reloads and the history. Elsewhere links
 * and forms are watched, and any other way of navigating looks as if the user left. Typing an address always does.
 */
export function watchDepartures(window: Window, onDeparture: (staysOnSite: boolean) => void): void {
  let pending: { readonly staysOnSite: boolean; readonly since: number } | undefined;
  const expect = (url: string) => {
    pending = { staysOnSite: isSameOrigin(url, window), since: Date.now() };
  };
  const forget = () => {
    pending = undefined;
  };

  const { navigation } = window as { navigation?: EventTarget };
  if (navigation) {
    navigation.addEventListener('navigate', (event) => {
      const { destination, downloadRequest } = event as NavigateEvent;
      if (!destination.sameDocument && downloadRequest === null) expect(destination.url);
    });
    navigation.addEventListener('navigatesuccess', forget); // a single-page application has taken it over
    navigation.addEventListener('navigateerror', forget);
  } else {
    window.addEventListener('click', (event) => {
      const link = (event.target as Element | null)?.closest?.('a[href]') as HTMLAnchorElement | null;
      const inThisTab = !(event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.button);
      if (link && inThisTab && !link.download && (link.target === '' || link.target === '_self')) expect(link.href);
    });
    window.addEventListener('submit', (event) => {
      const button = event.submitter as HTMLButtonElement | null;
      if (!event.defaultPrevented) expect(button?.formAction || (event.target as HTMLFormElement).action);
    });
  }
  window.addEventListener('pagehide', () => {
    onDeparture(!!pending?.staysOnSite && Date.now() - pending.since < PENDING_MS);
    forget();
  });
}

/** Works for relative URLs and never throws. */
export function isSameOrigin(url: unknown, { location, document }: Pick<Window, 'location' | 'document'>): boolean {
  try {
    return new URL(String(url), document.baseURI).origin === location.origin;
  } catch {
    return false;
  }
}
