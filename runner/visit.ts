import type { Locator, Page } from 'playwright-core';

/** One synthetic user's visit: the page, and what the page itself does not tell. */
export class Visit {
  private lastStatus: number | undefined;

  constructor(
    public readonly page: Page,
    private readonly startUrl: string,
  ) {
    page.on('response', (response) => {
      const isPage = response.request().isNavigationRequest() && response.frame() === page.mainFrame();
      if (isPage) this.lastStatus = response.status();
    });
  }

  /** The HTTP status of the page that was loaded last. */
  public get status(): number | undefined {
    return this.lastStatus;
  }

  /** Resolves a path on the site where the journey starts. */
  public address(urlOrPath: string): string {
    return new URL(urlOrPath, this.startUrl).href;
  }

  public all(locator: string | undefined): Locator {
    return this.page.locator(locator ?? '');
  }

  public visible(locator: string | undefined): Locator {
    return this.all(locator).filter({ visible: true });
  }
}

/** Fails what takes too long: a page that is busy answers no question, and Playwright itself would wait forever. */
export async function within<T>(promise: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('no answer from the page')), timeoutMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** `10 s`, for messages. */
export function seconds(milliseconds: number): string {
  return `${Math.round(milliseconds / 100) / 10} s`;
}

export function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
