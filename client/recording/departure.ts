import { inPlaceOf } from '../core/in-place-of';
import { listen } from '../core/listen';
import { navigationOf, watchNavigations } from '../core/navigation';
import { safely } from '../core/safely';
import { outside } from '../core/zone';

/** How long a navigation may take until its page is unloaded; afterwards it is taken for one that never happened. */
const PENDING_MS = 30_000;
/** The same where the page has kept the browser from following a link, and may follow it by itself. */
const TAKEN_OVER_MS = 2_000;

/** What unloads the page later than this is likely to be something else, such as the answer to another click. */
const PROMPT_MS = 1_000;

/** Where a navigation would lead. */
interface Move {
  /** Asked at the unload only: handlers of the page may change a link that was clicked. */
  readonly url: () => string;
  /** None if nothing can prevent it any more. */
  readonly event?: Event;
}

/**
 * Tells at each unload whether the user goes to another page of the site.
 *
 * Where the browser has the Navigation API, that covers links, forms, scripts, reloads and the history. Elsewhere links
 * and forms are watched, and any other way of navigating looks as if the user left. Typing an address always does.
 */
export function watchDepartures(window: Window, onDeparture: (staysOnSite: boolean) => void): void {
  let pending: (Move & { readonly since: number; readonly address: string }) | undefined;
  const navigation = navigationOf(window);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const expect = (move: Move) => {
    pending = { ...move, since: Date.now(), address: window.location.href };
    clearTimeout(timer);
    timer = outside(() => setTimeout(lookTwice, PROMPT_MS));
  };
  const forget = () => {
    pending = undefined;
    clearTimeout(timer);
  };
  // A page that is still there may wait for a slow answer, or the answer was a download: then a second navigation, or
  // the end of the tab, asks it again whether it may be unloaded. Firefox would keep such a page out of its
  // back/forward cache; nobody else minds, and few pages come that far.
  const lookTwice = () => {
    if (!('mozInnerScreenX' in window)) window.addEventListener('beforeunload', doubt);
  };
  const doubt = () => {
    if (pending && Date.now() - pending.since >= PROMPT_MS) forget();
  };
  const staysOnSite = () => {
    if (!pending) return false;
    const { url, event, since, address } = pending;
    // A single-page application has taken it over, or is about to.
    if (address !== window.location.href || navigation?.transition) return false;
    const patience = !event?.defaultPrevented ? PENDING_MS : event.type === 'click' ? TAKEN_OVER_MS : 0;
    return Date.now() - since < patience && isSameOrigin(url(), window);
  };

  if (navigation) {
    watchNavigations(navigation, (url) => expect({ url }), forget);
  } else {
    watchLinksAndForms(window, expect);
  }
  listen('pagehide', ({ isTrusted }) => {
    if (!isTrusted) return; // pages dispatch it, too, and stay
    onDeparture(!!safely(staysOnSite));
    forget();
  });
}

/** Before any handler of the page, which may keep others from hearing of it; whether it was prevented is asked later. */
function watchLinksAndForms(window: Window, expect: (move: Move) => void): void {
  const submitted = (form: Element, button?: Element | null, event?: Event) => {
    // Asked by attribute: the fields of a form hide its properties, and a button without an action names the page.
    const attribute = (name: string) => button?.getAttribute(`form${name}`) ?? form.getAttribute(name);
    const isDialog = /^dialog$/i.test(attribute('method') ?? '');
    if (isDialog || !isHere(attribute('target'), window)) return;
    expect({ url: () => attribute('action') || window.location.href, event });
  };
  const onSubmit = (event: Event) => {
    safely(() => submitted(event.target as Element, (event as SubmitEvent).submitter, event));
  };
  const known = new WeakSet<Node>();
  const onInput = (event: Event) => {
    safely(() => {
      const path = event.composedPath() as Element[];
      for (const node of path) {
        // A submission stays within its shadow root.
        if (node.nodeType !== 11 || known.has(node)) continue;
        known.add(node);
        node.addEventListener('submit', onSubmit, true);
      }
      if (event.type === 'click') clicked(event as MouseEvent, path);
    });
  };
  const clicked = (event: MouseEvent, path: Element[]) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button) return;
    const link = path.find((node) => /^(a|area)$/.test(node.localName) && hrefOf(node) !== null);
    if (!link || !isHere(link.getAttribute('target'), window)) return;
    const url = () => new URL(hrefOf(link) ?? '', window.document.baseURI).href;
    const now = url();
    const isFragment = now.includes('#') && now.split('#')[0] === window.location.href.split('#')[0];
    const isDownload = link.hasAttribute('download') && isSameOrigin(now, window);
    if (/^(https?|file|blob):/.test(now) && !isFragment && !isDownload) expect({ url, event });
  };
  window.addEventListener('submit', onSubmit, true);
  for (const type of ['click', 'keydown']) window.addEventListener(type, onInput, true);

  safely(() => {
    const { prototype } = (window as Window & typeof globalThis).HTMLFormElement;
    const { submit } = prototype;
    prototype.submit = inPlaceOf(submit, function (this: HTMLFormElement) {
      safely(() => submitted(this));
      return submit.call(this);
    });
  });
}

/** Links in an image are of another kind, whose address is an object. */
function hrefOf(link: Element): string | null {
  return link.getAttribute('href') ?? link.getAttribute('xlink:href');
}

/** Whether a target is this tab. */
function isHere(target: string | null, { name, document }: Window): boolean {
  const where = target ?? document.querySelector('base[target]')?.getAttribute('target') ?? '';
  return /^(_self|_top|_parent)?$/i.test(where) || where === name;
}

/** Works for relative URLs and never throws. */
export function isSameOrigin(url: unknown, { location, document }: Pick<Window, 'location' | 'document'>): boolean {
  try {
    return new URL(String(url), document.baseURI).origin === location.origin;
  } catch {
    return false;
  }
}
