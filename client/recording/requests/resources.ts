import { safely } from '../../core/safely';
import { reported, resolved } from './address';
import { HTTP, type RequestWatcher } from './exchange';

/** A page with a broken template would otherwise cost one event per picture. */
const MAX_PER_PAGE = 50;

/** What requests tell by themselves; and what nobody may ever need, or has no place in the document. */
const NOT_OF_DOCUMENT = /^(fetch|xmlhttprequest|beacon|ping|navigation|link|other)$/;

/** Reports scripts, styles, pictures and the like that are missing: each once per page. */
export function watchResources({ record, ignores, isLeft }: RequestWatcher): void {
  let page: string | undefined;
  const known = new Set<string>();

  const report = (url: string, since: number, outcome: object) => {
    if (page !== location.pathname) known.clear();
    page = location.pathname;
    const file = reported(url).replace(/[?#].*/, ''); // a query may only be there to get past a cache
    if (known.has(file) || known.size >= MAX_PER_PAGE || ignores(url, url) || isLeft(since)) return;
    known.add(file);
    record(HTTP, { version: '1.0.0', request: { method: 'GET', url: file }, ...outcome }, since);
  };
  const reportEntry = ({ name, startTime, responseStatus: status }: PerformanceResourceTiming) => {
    if (status >= 400) report(resolved(name), startTime, { response: { status, statusText: '' } });
  };

  addEventListener(
    'error',
    ({ target, isTrusted }) =>
      safely(() => {
        const url = isTrusted && target instanceof Element ? addressOf(target) : '';
        if (!/^https?:/.test(url) || url === resolved('')) return; // it names none
        const [entry] = performance.getEntriesByName(url, 'resource').slice(-1) as PerformanceResourceTiming[];
        if (entry) reportEntry(entry);
        const message = `${(target as Element).localName} could not be loaded`;
        const error = { version: '1.0.0', type: 'ResourceError', message };
        report(resolved(url), entry?.startTime ?? performance.now(), { error });
      }),
    true,
  );
  // What no element tells of, such as chunks, fonts and pictures of styles; and what was missing before the client came.
  new PerformanceObserver((list) =>
    safely(() => {
      for (const entry of list.getEntries() as PerformanceResourceTiming[]) {
        if (!NOT_OF_DOCUMENT.test(entry.initiatorType) || isStyle(entry)) reportEntry(entry);
      }
    }),
  ).observe({ type: 'resource', buffered: true });
}

/** Style sheets come by links, as icons and what is fetched ahead do. */
function isStyle({ name, initiatorType }: PerformanceResourceTiming): boolean {
  const links = initiatorType === 'link' ? document.querySelectorAll('link[rel~="stylesheet" i]') : [];
  return Array.prototype.some.call(links, ({ href }: HTMLLinkElement) => href === name);
}

/** What the browser wanted to load for it; empty for what nobody may ever need. */
function addressOf(element: Element): string {
  const { currentSrc, src, data, href, relList } = element as unknown as Record<string, unknown>;
  if (relList) return (relList as DOMTokenList).contains('stylesheet') ? String(href) : '';
  return String(currentSrc || src || data || (href as SVGAnimatedString | undefined)?.baseVal || '');
}
