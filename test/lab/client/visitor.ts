import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import type { Site } from './site';

/** Ends what a test may have left open, so that it reaches no other. */
export async function closeAll(browser: Browser): Promise<void> {
  await Promise.all(browser.contexts().map((context) => context.close()));
}

/** Somebody with a browser of their own: no cookies, no storage. */
export class Visitor {
  /** What went wrong in the page: uncaught errors, unhandled rejections and errors of ours in the console. */
  public readonly problems: string[] = [];

  private constructor(
    public readonly context: BrowserContext,
    public page: Page,
    private readonly site: Site,
  ) {}

  public static async come(browser: Browser, site: Site, options: BrowserContextOptions = {}): Promise<Visitor> {
    const context = await browser.newContext(options);
    const visitor = new Visitor(context, await context.newPage(), site);
    visitor.watch(visitor.page);
    return visitor;
  }

  public async open(path: string): Promise<void> {
    await this.page.goto(`${this.site.origin}${path}`, { waitUntil: 'load' });
    await this.ready();
  }

  public async ready(): Promise<void> {
    await this.page.waitForFunction('typeof window.userTelemetry?.start === "function"');
  }

  /** The browser has noted what was painted. */
  public async painted(): Promise<void> {
    await this.page.evaluate(
      `new Promise((done) => new PerformanceObserver(done).observe({ type: 'largest-contentful-paint', buffered: true }))`,
    );
  }

  /** The client has begun to record, which it does only once the browser is idle: its session is in a cookie. */
  public async recorded(): Promise<void> {
    await this.page.waitForFunction('document.cookie.includes("cwr_s_")');
    await this.page.waitForTimeout(500); // what it measures follows in a few short tasks
  }

  public async newTab(): Promise<void> {
    this.page = await this.context.newPage();
    this.watch(this.page);
  }

  public async do(code: string): Promise<unknown> {
    return this.page.evaluate(code);
  }

  /** As soon as the script is there, which may be long before the page has loaded. */
  public async glance(path: string): Promise<void> {
    await this.page.goto(`${this.site.origin}${path}`, { waitUntil: 'commit' });
    await this.ready();
  }

  /** Leaves the site: what is left is sent by beacon, and may still be on its way afterwards. */
  public async leave(): Promise<void> {
    await this.page.goto('about:blank');
    await this.page.waitForTimeout(300);
  }

  public async go(): Promise<void> {
    if (!this.page.isClosed()) await this.leave();
    await this.context.close();
  }

  /** Everything that the browser keeps for the site. */
  public async stored(): Promise<string[]> {
    const cookies = (await this.context.cookies()).map(({ name }) => name);
    const items = await this.do('[...Object.keys(localStorage), ...Object.keys(sessionStorage)]');
    return [...cookies, ...(items as string[])].sort();
  }

  private watch(page: Page): void {
    page.on('pageerror', (error) => this.problems.push(error.message));
    page.on('console', (message) => {
      // The browser itself reports answers of 400 and more, and requests that fail; no script can prevent that.
      const byBrowser = message.text().startsWith('Failed to load resource');
      if (message.type() === 'error' && !byBrowser) this.problems.push(message.text());
    });
  }
}
