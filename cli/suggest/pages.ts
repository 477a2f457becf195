const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const HEXADECIMAL = /^(?=.*\d)[0-9a-f]{8,}$/i;
const TOKEN = /^(?=.*\d)(?=.*[A-Za-z])[\w-]{16,}$/;

/** A page without what differs from user to user: `/orders/42?from=mail` becomes `/orders/:id`. */
export function pageOf(id: string): string {
  return pathOf(id)
    .split('/')
    .map((segment) => (isVariable(segment) ? ':id' : segment))
    .join('/');
}

/** A path without origin, query and fragment; but with the fragment that is a route. */
export function pathOf(id: string): string {
  const [, path = '', hash = ''] = /^(?:[a-z][\w+.-]*:\/\/[^/?#]*)?([^?#]*)[^#]*(#\/[^?]*)?/is.exec(id) ?? [];
  return `${path.startsWith('/') ? path : `/${path}`}${hash}`;
}

function isVariable(segment: string): boolean {
  return /^\d+$/.test(segment) || UUID.test(segment) || HEXADECIMAL.test(segment) || TOKEN.test(segment);
}

/** What of a page's address is the same for everyone. */
export function fixedPart(page: string): string {
  return page.replace(/:.*$/s, '');
}

/** A page as one calls it: `/orders/:id` is `orders`, `/product.html` is `product`. */
export function labelOf(page: string): string {
  const segments = page.split(/[/#]/).filter((segment) => segment !== '' && !segment.startsWith(':'));
  const last = (segments.at(-1) ?? '')
    .replace(/\.\w+$/, '')
    .replace(/[^A-Za-z0-9]+/g, ' ')
    .trim();
  return last.slice(0, 40).trim() || (segments.length === 0 ? 'home' : 'page');
}
