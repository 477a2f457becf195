import type { LinkCheckSettings } from '../../src/formats/link-check';

/** What a server says of an address. */
export interface Answer {
  readonly status?: number;
  /** Why there is no status. */
  readonly error?: string;
  /** Whether it is a page, which may have links. */
  readonly html: boolean;
}

/** The web, as far as the crawler needs it. */
export interface Web {
  /** Asks for an address without looking at it. */
  probe(url: string, timeoutMs: number): Promise<Answer>;
  /** Opens a page, and returns the complete addresses that it links to, and its own after redirects. */
  open(url: string, timeoutMs: number): Promise<{ url: string; links: string[] }>;
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

export interface BrokenLink {
  readonly url: string;
  /** `404`, or why nothing came. */
  readonly reason: string;
  /** The pages that link to it. */
  readonly pages: string[];
}

export interface Crawl {
  readonly broken: BrokenLink[];
  readonly pages: number;
  readonly links: number;
  /** What was left out, by limits or by servers that want fewer requests. */
  readonly notes: string[];
}

interface Found {
  readonly depth: number;
  readonly pages: string[];
}

const START = 'the list of start pages';
const TOO_MANY_REQUESTS = 429;

/** Follows links from page to page within the origins of the start pages, breadth first, and asks for each link once. */
export async function crawl(settings: LinkCheckSettings, web: Web): Promise<Crawl> {
  const deadline = web.now() + settings.budgetMs;
  const origins = new Set(settings.startUrls.map((url) => new URL(url).origin));
  const excluded = settings.exclude.map((pattern) => new RegExp(pattern));
  const found = new Map<string, Found>();
  const broken: BrokenLink[] = [];
  const notes: string[] = [];
  let pages = 0;
  let leftOut = 0;
  let last = -Infinity;
  const pace = async () => {
    const wait = last + 1000 / settings.requestsPerSecond - web.now();
    if (wait > 0) await web.sleep(wait);
    last = web.now();
  };
  for (const url of settings.startUrls) found.set(withoutFragment(url), { depth: 0, pages: [START] });

  // A Map is iterated in the order in which links were found, those found meanwhile included.
  for (const [url, { depth, pages: linking }] of found) {
    const left = deadline - web.now();
    if (left <= 0) {
      throw new Error(
        `time is over after ${pages} pages and ${broken.length} broken links, with ${found.size} links found: ` +
          'lower maxPages, or raise timeout or requestsPerSecond',
      );
    }
    const timeoutMs = Math.min(settings.linkTimeoutMs, left);
    await pace();
    const answer = await web.probe(url, timeoutMs);
    if (answer.status === TOO_MANY_REQUESTS) notes.push(`${url} was not checked: its server wants fewer requests`);
    else if (answer.status === undefined || answer.status >= 400) {
      broken.push({ url, reason: String(answer.status ?? answer.error), pages: linking });
      continue;
    }
    const isStart = depth === 0;
    // What a start page is shows in the browser: not all servers tell by HEAD.
    if (!(answer.html || isStart) || !origins.has(new URL(url).origin) || depth > settings.maxDepth) continue;
    if (pages >= settings.maxPages) {
      leftOut += 1;
      continue;
    }
    pages += 1;
    await pace();
    let links: string[];
    try {
      const page = await web.open(url, timeoutMs);
      const target = withoutFragment(page.url);
      if (isStart && !origins.has(new URL(target).origin)) {
        // Nothing would be checked, and the check would pass for ever.
        broken.push({ url, reason: `leads to ${target}, which is not searched: start there`, pages: linking });
      }
      // A redirect has led elsewhere, or to a page that is searched under its own address.
      const elsewhere = !origins.has(new URL(target).origin) || (target !== url && found.has(target));
      links = elsewhere ? [] : page.links;
    } catch (error) {
      broken.push({ url, reason: error instanceof Error ? error.message : String(error), pages: linking });
      continue;
    }
    for (const link of new Set(links.filter(isWeb).map(withoutFragment))) {
      if (excluded.some((pattern) => pattern.test(link))) continue;
      if (!settings.external && !origins.has(new URL(link).origin)) continue;
      const known = found.get(link);
      if (known) known.pages.push(url);
      else found.set(link, { depth: depth + 1, pages: [url] });
    }
  }
  if (leftOut > 0) notes.push(`${leftOut} more pages were asked for and not searched for links: the limit is ${pages}`);
  return { broken, pages, links: found.size, notes };
}

/** Where a page scrolls to makes no other address. */
function withoutFragment(url: string): string {
  const parsed = new URL(url);
  parsed.hash = '';
  return parsed.href;
}

function isWeb(url: string): boolean {
  return /^https?:\/\//i.test(url) && URL.canParse(url);
}

/** A failed check's message: what is broken, why, and where the link is. */
export function describeBroken(broken: BrokenLink[], limit = 20): string {
  const lines = broken.slice(0, limit).map(({ url, reason, pages }) => {
    const more = pages.length > 1 ? ` and ${pages.length - 1} more` : '';
    return `${url} (${reason}) on ${pages[0]}${more}`;
  });
  if (broken.length > limit) lines.push(`and ${broken.length - limit} more, see the log`);
  return `${broken.length} broken link${broken.length === 1 ? '' : 's'}: ${lines.join('; ')}`;
}
