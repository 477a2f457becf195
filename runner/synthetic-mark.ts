import type { CDPSession, Page } from 'playwright-core';
import { SYNTHETIC_BAGGAGE } from '../src/formats/synthetic';

/** What backends answer. Scripts, images and styles need no mark, and none waits for it. */
const MARKED = ['Document', 'XHR', 'Fetch', 'Ping', 'EventSource'] as const;

interface PausedRequest {
  readonly requestId: string;
  readonly resourceType: string;
  readonly request: { readonly headers: Readonly<Record<string, string>> };
}

/**
 * Marks what a synthetic user asks of the site where its journey starts, for backends and their traces. The user agent
 * tells it, too; but no service behind the first one sees that.
 *
 * Other sites get no header: it would make a browser ask them for permission first (CORS), which they don't expect.
 * Where a browser has no such protocol (Firefox), the user agent remains.
 */
export async function markAsSynthetic(page: Page, startUrl: string): Promise<void> {
  const { origin } = new URL(startUrl);
  page.context().on('page', (opened) => void mark(opened, origin));
  await mark(page, origin);
}

async function mark(page: Page, origin: string): Promise<void> {
  try {
    const session = await page.context().newCDPSession(page);
    session.on('Fetch.requestPaused', (paused) => void pass(page, session, paused, origin));
    // Unlike Playwright's page.route() this leaves the browser's cache on: a synthetic user waits no longer than others.
    const patterns = MARKED.map((resourceType) => ({ urlPattern: `${origin}/*`, resourceType }));
    await session.send('Fetch.enable', { patterns });
  } catch {
    // No such protocol, or the page is gone. A mark that is missing fails no journey.
  }
}

async function pass(page: Page, session: CDPSession, paused: PausedRequest, origin: string): Promise<void> {
  const { requestId, resourceType, request } = paused;
  const isOwn = resourceType === 'Document' || page.url().startsWith(`${origin}/`);
  try {
    await session.send(
      'Fetch.continueRequest',
      isOwn ? { requestId, headers: marked(request.headers) } : { requestId },
    );
  } catch {
    // The page has left, and its request with it.
  }
}

function marked(headers: Readonly<Record<string, string>>): { name: string; value: string }[] {
  const entries = Object.entries(headers).map(([name, value]) => ({ name, value }));
  const others = entries.filter(({ name }) => name.toLowerCase() !== 'baggage');
  const own = entries.find(({ name }) => name.toLowerCase() === 'baggage')?.value;
  return [...others, { name: 'baggage', value: own ? `${own},${SYNTHETIC_BAGGAGE}` : SYNTHETIC_BAGGAGE }];
}
