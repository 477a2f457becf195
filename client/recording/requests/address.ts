import { LONGEST_URL } from '../../core/text';

/**
 * As the browser understands what the page wrote; what is no URL stays as it is.
 *
 * It is cut before anything is done with it: a `data:` URL may have megabytes.
 */
export function resolved(written: string): string {
  const text = written.slice(0, LONGEST_URL);
  try {
    return new URL(text, document.baseURI).href.slice(0, LONGEST_URL);
  } catch {
    return text;
  }
}

/** Without names and passwords. */
export function reported(url: string): string {
  return url.replace(/^(\w+:\/\/)[^/?#]*@/, '$1');
}

/** Whether requests to the URL may carry a header more: those to the page's own origin, or to one that allows it. */
export function mayCarryHeader(url: string, allowed: readonly string[] = []): boolean {
  if (!/^https?:/.test(url)) return false;
  const { origin } = new URL(url);
  // In a sandbox nothing is of the page's own origin, whatever its address says.
  return (origin === location.origin && self.origin !== 'null') || allowed.includes(origin);
}
