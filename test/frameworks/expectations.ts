import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import type { Received } from '../lab/client/site';
import { closeAll, type Visitor } from '../lab/client/visitor';
import { sharedBrowser } from '../lab/helpers/browser';
import type { Application } from './applications';
import { BuiltSite } from './built-site';
import { walk } from './walk';

const BUILT = join(__dirname, '../../.cache/frameworks');

const NONE_FOUND = 'a chunk that is gone';
const MISSING_CHUNK = /dynamically imported module|load chunk/i;

/** Once for each document. */
const OF_LOADING = [
  'first_contentful_paint',
  'largest_contentful_paint',
  'performance_navigation',
  'time_to_first_byte',
];

const pageOf = ({ metadata }: Received) => String(metadata.pageId);
/** The view that an event belongs to: the pages of a session have numbers. */
const viewOf = ({ metadata }: Received) => `${metadata.pageId} ${metadata.interaction}`;

/** That the client sees in the application what the walk has done, and nothing else. */
export function expectTheWalk({ name, dist = 'dist', lateTitle, reloads, catches, zone }: Application): void {
  const site = new BuiltSite(join(BUILT, name, dist));
  let browser: Browser;
  let rest: unknown;

  /** Angular takes the page for stable, though the client has events to send and transactions to end. */
  const askZone = async (visitor: Visitor) => {
    if (zone) rest = await visitor.do('({ isStable: zone.isStable, waits: zone.hasPendingMacrotasks })');
  };

  beforeAll(async () => {
    await site.open();
    site.configuration = {
      transactions: ['Checkout', 'Search'].map((transaction) => ({ name: transaction, abandonedAfterSeconds: 1_800 })),
    };
    browser = await sharedBrowser();
    await walk(browser, site, askZone);
    await site.eventually(() => expect(site.transactions).toContain('abandoned left'));
  });
  afterAll(async () => {
    await closeAll(browser);
    await browser.close();
    site.close();
  });

  test('views and titles', async () => {
    const views = site.of('page_view_event').map(({ metadata: { pageId, title } }) => [pageId, title]);
    expect(views).toEqual([
      ['/', 'Home'],
      ['/products/7', 'Product 7'],
      ['/cart', 'Cart'],
      ['/products/7', 'Product 7'], // back
      ['/products/7', 'Product 7'], // loaded anew; neither a fragment nor a query is another page
      ['/cart', 'Cart'],
      ...(lateTitle === undefined ? [] : [['/late', lateTitle]]),
      ...(reloads ? [['/late', lateTitle]] : []),
    ]);
  });

  test('errors, once each and where they happened, whoever caught them', () => {
    const errors = site.of('js_error_event').map((error) => {
      const message = String(error.details.message);
      return MISSING_CHUNK.test(message) ? NONE_FOUND : `${message} at ${pageOf(error)}`;
    });
    expect(errors.sort()).toEqual([
      ...(catches ? [`Unexpected token '<', "<!doctype html>" is not valid JSON at /products/7`] : []),
      NONE_FOUND,
      'in a handler at /products/7',
      'in an async handler at /products/7',
      'in an effect at /products/7',
      'in rendering at /products/7',
      'rejected at /products/7',
    ]);
  });

  test('requests that failed', () => {
    const failures = site.of('http_event').map((failure) => {
      const { request, response, error } = failure.details as Record<string, Record<string, unknown> | undefined>;
      const url = String(request?.url).replace(site.origin, '');
      if (url.endsWith('.js')) return `${NONE_FOUND} ${response?.status}`;
      return `${request?.method} ${url} ${response?.status ?? error?.type} at ${pageOf(failure)}`;
    });
    expect(failures.sort()).toEqual([
      'GET /api/fail 500 at /products/7',
      'GET /api/missing 404 at /products/7',
      'POST /api/fail 500 at /products/7',
      `${NONE_FOUND} 404`,
      ...(reloads ? [`${NONE_FOUND} 404`] : []),
    ]);
  });

  describe('web vitals', () => {
    const named = (type: string) => site.of(`.${type}_event`);

    test.each(OF_LOADING)('%s, once for each document', (type) => {
      expect(named(type).map(viewOf)).toEqual(['/ 0', '/products/7 4', ...(reloads ? ['/late 7'] : [])]);
    });

    test('the layout shifts of each view, once', () => {
      expect(named('cumulative_layout_shift').map(viewOf)).toEqual(site.of('page_view_event').map(viewOf));
    });

    test('the first input of each document, if somebody touched it', () => {
      expect(named('first_input_delay').map(viewOf)).toEqual(['/ 0', '/products/7 4']);
    });

    test('the slowest interaction of a view, once; the browser tells of slow ones only', () => {
      const interactions = named('interaction_to_next_paint').map(viewOf);
      expect(new Set(interactions).size).toBe(interactions.length);
      // All of the six errors, three requests and a transaction were clicks there.
      expect(interactions).toContain('/products/7 4');
    });
  });

  test('transactions and features', () => {
    const outcomes = site.of('').flatMap((event) => {
      const { transaction, feature, reason = '' } = event.details;
      const [, kind] = /^user_telemetry\.(?:transaction_)?(\w+)$/.exec(event.type) ?? [];
      return kind ? [`${kind} ${transaction ?? feature} ${reason}`.trim()] : [];
    });
    expect(outcomes).toEqual([
      'started Checkout',
      'completed Checkout',
      'feature Wishlist',
      'started Search',
      'abandoned Search left',
    ]);
  });

  test('nothing is sent twice', () => {
    expect(new Set(site.received.map(({ id }) => id)).size).toBe(site.received.length);
    expect(new Set(site.received.map(({ sessionId }) => sessionId)).size).toBe(1);
  });

  if (zone) {
    test('Angular is not kept from coming to rest', () => expect(rest).toEqual({ isStable: true, waits: false }));
  }
}
