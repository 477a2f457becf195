import type { APIRequestContext, APIResponse, Page } from 'playwright-core';
import type { Answer, Web } from './crawl';

const RETRY_AFTER_MS = 1000;

/** The web through a browser's page: pages are opened in it, so that links which scripts make are found. */
export class BrowserWeb implements Web {
  constructor(private readonly page: Page) {}

  /** Asks by HEAD, which costs servers little, and by GET where that fails, since many can't answer HEAD. */
  public async probe(url: string, timeoutMs: number): Promise<Answer> {
    const head = await this.ask('HEAD', url, timeoutMs);
    if (head.status !== undefined && head.status < 400) return head;
    const get = await this.ask('GET', url, timeoutMs);
    if (get.status !== undefined && get.status < 500) return get;
    await this.sleep(RETRY_AFTER_MS); // one bad moment of a server is no broken link
    return this.ask('GET', url, timeoutMs);
  }

  public async open(url: string, timeoutMs: number): Promise<{ url: string; links: string[] }> {
    const response = await this.page.goto(url, { timeout: timeoutMs, waitUntil: 'load' });
    // HEAD may have been answered well, and the page not.
    if (response && response.status() >= 400) throw new Error(String(response.status()));
    const links = await this.page.$$eval('a[href], area[href]', (elements) =>
      elements.map((element) => (element as HTMLAnchorElement).href),
    );
    return { url: this.page.url(), links };
  }

  public now(): number {
    return Date.now();
  }

  public sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, milliseconds));
  }

  private async ask(method: 'HEAD' | 'GET', url: string, timeout: number): Promise<Answer> {
    const request: APIRequestContext = this.page.context().request;
    let response: APIResponse | undefined;
    try {
      response = await request.fetch(url, { method, timeout, failOnStatusCode: false });
      const html = (response.headers()['content-type'] ?? '').includes('html');
      return { status: response.status(), html };
    } catch (error) {
      const [line] = (error instanceof Error ? error.message : String(error)).split('\n');
      return { error: line.replace(/^apiRequestContext\.fetch: /, ''), html: false };
    } finally {
      await response?.dispose();
    }
  }
}
