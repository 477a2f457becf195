import type { Browser, BrowserContext, Page } from 'playwright-core';

/** A request as the browser made it; preflights are those of the method OPTIONS. */
export interface SeenRequest {
  readonly method: string;
  readonly url: URL;
}

export interface Visit {
  readonly requests: SeenRequest[];
  /** Uncaught errors, unhandled rejections, and what the console shows as errors or violations. */
  readonly complaints: string[];
}

export interface VisitOptions {
  readonly act?: (page: Page) => Promise<unknown>;
  readonly before?: (context: BrowserContext) => Promise<unknown>;
}

/** Opens a page as a new user, acts there, and leaves, so that what the client still holds goes out as a beacon. */
export async function visit(browser: Browser, url: string, { act, before }: VisitOptions = {}): Promise<Visit> {
  const context = await browser.newContext({ ignoreHTTPSErrors: true });
  const seen: Visit = { requests: [], complaints: [] };
  try {
    await before?.(context);
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    page.on('pageerror', (error) => seen.complaints.push(error.message));
    page.on('console', (message) => message.type() === 'error' && seen.complaints.push(message.text()));
    const session = await context.newCDPSession(page);
    await session.send('Network.enable');
    session.on('Network.requestWillBeSent', ({ request }) =>
      seen.requests.push({ method: request.method, url: new URL(request.url) }),
    );
    await page.goto(url, { waitUntil: 'load' });
    await page.waitForFunction('typeof window.userTelemetry?.event === "function"');
    await act?.(page);
    await page.goto('about:blank');
    await page.waitForTimeout(400);
  } finally {
    await context.close();
  }
  return seen;
}
