import { safely } from './safely';

/** The part of the Navigation API that is used; TypeScript's library does not have all of it yet. */
export interface Navigation extends EventTarget {
  /** None in documents without an origin: they have the API, but it tells them nothing. */
  readonly currentEntry?: object | null;
  readonly transition?: object | null;
}

interface NavigateEvent extends Event {
  readonly destination: { readonly url: string; readonly sameDocument: boolean };
  readonly downloadRequest: string | null;
}

/** The Navigation API of a window, if it tells anything; a page may have something of its own by that name. */
export function navigationOf(window: Window): Navigation | undefined {
  return safely(() => {
    const { navigation } = window as { navigation?: Navigation };
    return navigation?.currentEntry ? navigation : undefined;
  });
}

/** Tells of each navigation that leads to another document, and of each that turns out not to. */
export function watchNavigations(
  navigation: Navigation,
  begins: (url: () => string) => void,
  endsHere: () => void,
): void {
  navigation.addEventListener('navigate', (event) => {
    const { destination, downloadRequest } = event as NavigateEvent;
    if (!destination.sameDocument && downloadRequest === null) begins(() => destination.url);
  });
  for (const type of ['navigatesuccess', 'navigateerror']) navigation.addEventListener(type, endsHere);
}
