/**
 * A stand-in for the library of the Synthetics Playwright runtime, as documented at
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries_Nodejs_Playwright.html
 *
 * It differs from the real one: the browser's version, no limit of memory, no artifacts but screenshots and the HAR
 * file of pages from `newPage(browser)`, no logs, no visual monitoring, no metrics.
 */

import { join } from 'node:path';
import type { Browser, BrowserContext, BrowserContextOptions, BrowserType, LaunchOptions, Page } from 'playwright-core';
import { SYNTHETICS_USER_AGENT, VIEWPORT } from '../../src/formats/synthetic';
import { CannotRun, messageOf, since } from '../common/cannot-run';
import type { SyntheticsConfiguration } from './configuration';

// Nothing but the pages of the canary may use the network.
const QUIET = ['--disable-domain-reliability', '--disable-sync', '--no-first-run', '--no-pings'];

export interface StepResult {
  readonly name: string;
  readonly status: 'PASSED' | 'FAILED';
  readonly durationMs: number;
  readonly error?: string;
}

type StepConfiguration = Partial<SyntheticsConfiguration['step']>;

export interface SyntheticsOptions {
  readonly out: string;
  readonly chromium: string;
  readonly chromiumArgs: string[];
  readonly headed?: boolean;
  readonly ignoreHttpsErrors?: boolean;
  readonly canaryArn: string;
  readonly onStep?: (step: StepResult) => void;
}

export class Synthetics {
  public readonly steps: StepResult[] = [];
  public readonly artifacts: string[] = [];
  public readonly trail: string[] = [];
  public browserVersion?: string;
  private configuration?: SyntheticsConfiguration;
  private browser?: Browser;
  private page?: Page;

  constructor(
    private readonly options: SyntheticsOptions,
    private readonly chromium: BrowserType,
  ) {}

  public configure(configuration: SyntheticsConfiguration): void {
    this.configuration = configuration;
  }

  public async getDefaultLaunchOptions(): Promise<LaunchOptions & { args: string[] }> {
    const { chromium: executablePath, chromiumArgs, headed } = this.options;
    return { executablePath, headless: !headed, chromiumSandbox: false, args: [...QUIET, ...chromiumArgs] };
  }

  public async launch(options: LaunchOptions = {}): Promise<Browser> {
    await this.close();
    let browser: Browser;
    try {
      browser = await this.chromium.launch({ ...(await this.getDefaultLaunchOptions()), ...options });
    } catch (error) {
      throw new CannotRun(`the browser does not start: ${messageOf(error)}`);
    }
    this.browser = browser;
    this.browserVersion = browser.version();
    const defaults = await this.contextDefaults(browser);
    const newContext = browser.newContext.bind(browser);
    // Scripts make contexts of their own, and the user agent has to tell there, too.
    browser.newContext = (given: BrowserContextOptions = {}) => newContext({ ...defaults, ...given });
    return browser;
  }

  public async newPage(owner: Browser | BrowserContext | undefined = this.browser): Promise<Page> {
    if (!owner) throw new Error('synthetics.newPage() was called before synthetics.launch()');
    let context: BrowserContext;
    if ('newContext' in owner) {
      const har =
        this.configuration?.har === false
          ? undefined
          : { path: this.artifact('results.har'), content: 'omit' as const };
      context = await owner.newContext({ recordHar: har });
    } else {
      context = owner;
    }
    const page = await context.newPage();
    page.on('framenavigated', (frame) => {
      if (frame === page.mainFrame()) this.follow(frame.url());
    });
    this.page = page;
    return page;
  }

  /** What AWS's own samples call. */
  public async getPage(owner?: Browser | BrowserContext): Promise<Page> {
    return this.newPage(owner);
  }

  public async close(): Promise<void> {
    const browser = this.browser;
    this.browser = undefined;
    // A HAR file is written when its context closes.
    for (const context of browser?.contexts() ?? []) await context.close();
    await browser?.close();
  }

  public async executeStep<T>(
    name: string,
    step: () => Promise<T>,
    given: StepConfiguration = {},
    page: Page | undefined = this.page,
  ): Promise<T | undefined> {
    const configuration = { ...this.configuration?.step, ...given };
    const shot = (moment: string) =>
      this.screenshot(page, `${String(this.steps.length + 1).padStart(2, '0')}-${name}-${moment}`);
    if (configuration.screenshotOnStepStart) await shot('starting');
    const startedAt = performance.now();
    try {
      const result = await step();
      const durationMs = since(startedAt);
      if (configuration.screenshotOnStepSuccess) await shot('succeeded');
      this.report({ name, status: 'PASSED', durationMs });
      return result;
    } catch (error) {
      const durationMs = since(startedAt);
      if (configuration.screenshotOnStepFailure) await shot('failed');
      this.report({ name, status: 'FAILED', durationMs, error: messageOf(error) });
      if (!configuration.continueOnStepFailure) throw error;
      return undefined;
    }
  }

  private report(step: StepResult): void {
    this.steps.push(step);
    this.options.onStep?.(step);
  }

  /** Documents and the routes of single-page applications; the query may hold what is nobody's business. */
  private follow(url: string): void {
    if (!/^https?:/.test(url)) return;
    const { origin, pathname, hash } = new URL(url);
    const address = origin + pathname + (hash.startsWith('#/') ? hash.replace(/\?.*/, '') : '');
    if (this.trail.at(-1) !== address) this.trail.push(address);
  }

  private async contextDefaults(browser: Browser): Promise<BrowserContextOptions> {
    const session = await browser.newBrowserCDPSession();
    const { userAgent } = await session.send('Browser.getVersion');
    await session.detach();
    const addition = this.configuration?.userAgent ?? '';
    return {
      viewport: VIEWPORT,
      userAgent: `${userAgent} ${SYNTHETICS_USER_AGENT}/${this.options.canaryArn} ${addition}`.trim(),
      ignoreHTTPSErrors: this.options.ignoreHttpsErrors,
    };
  }

  private async screenshot(page: Page | undefined, name: string): Promise<void> {
    if (!page) return;
    const path = join(this.options.out, `${name.replace(/[^\w.-]+/g, '-')}.png`);
    try {
      await page.screenshot({ path, timeout: 5_000 });
      this.artifacts.push(path);
    } catch (error) {
      // As in the service, a page that can't be photographed fails no step.
      console.error(`no screenshot ${path}: ${messageOf(error)}`);
    }
  }

  private artifact(name: string): string {
    const path = join(this.options.out, name);
    this.artifacts.push(path);
    return path;
  }
}

/** A step as it is told while the canary plays. */
export function tick({ name, status, durationMs, error }: StepResult): string {
  return `${status === 'PASSED' ? '✓' : '✗'} ${name} (${durationMs} ms)${error ? `: ${error}` : ''}`;
}
