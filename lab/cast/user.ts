import type { BrowserContext, Page } from 'playwright-core';
import type { Random } from './random';
import { telemetryReady } from './ready';

const TIMEOUT_MS = 15_000;

/** One visitor of the shop, who moves, clicks and types at about a (quick) human's pace. */
export class User {
  /** The pages that this user went through, by their paths. */
  readonly way: string[] = [];

  private constructor(
    private readonly page: Page,
    private readonly shop: string,
    private readonly random: Random,
  ) {}

  static async arrive(context: BrowserContext, shop: string, random: Random): Promise<User> {
    const page = await context.newPage();
    page.setDefaultTimeout(TIMEOUT_MS);
    const user = new User(page, shop, random);
    await user.open('/');
    return user;
  }

  async open(path: string): Promise<void> {
    await this.page.goto(`${this.shop}${path}`, { waitUntil: 'load' });
    await telemetryReady(this.page, TIMEOUT_MS);
    this.way.push(path);
    await this.look();
  }

  async click(selector: string): Promise<void> {
    await this.page.click(selector);
    await this.look();
  }

  /** Follows a link to another page of the shop. */
  async follow(selector: string, path: string): Promise<void> {
    await this.page.click(selector);
    await this.page.waitForURL((url) => url.pathname === path);
    await this.page.waitForLoadState('load');
    await telemetryReady(this.page, TIMEOUT_MS);
    this.way.push(path);
    await this.look();
  }

  async type(selector: string, text: string): Promise<void> {
    await this.page.locator(selector).pressSequentially(text, { delay: this.random.between(8, 20) });
  }

  async see(selector: string): Promise<void> {
    await this.page.waitForSelector(selector);
  }

  /** Waits for an uncaught error of the page, which is what this user has come for. */
  async meetError(act: () => Promise<void>): Promise<void> {
    const error = this.page.waitForEvent('pageerror', { timeout: TIMEOUT_MS });
    await Promise.all([error, act()]);
    await this.look();
  }

  async scroll(): Promise<void> {
    await this.page.mouse.wheel(0, this.random.between(200, 700));
    await this.look();
  }

  async look(): Promise<void> {
    await this.page.waitForTimeout(this.random.between(120, 450));
  }

  /** Leaves as users do, for another page: pagehide fires, and what the client still holds goes out as a beacon. */
  async leave(): Promise<void> {
    await this.page.goto('about:blank');
  }
}
