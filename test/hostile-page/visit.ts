import { setTimeout as pause } from 'node:timers/promises';
import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core';
import { told } from './events';
import { BINDING, IN_PAGE } from './in-page';
import type { Run } from './site';

const PATIENCE_MS = 10_000;
/** For what should not arrive. */
const QUIET_MS = 200;
/** The client begins step by step, when the browser is idle; where it can't, nobody waits for long. */
const BEGINS_MS = 1_500;
const SETTLES_MS = 50;
/** Often enough; each look costs the browser as much as a page that does something. */
const POLL_MS = 60;

/** What a page saw, threw and sent, and what became of it. */
export interface Seen {
  /** In its order: what was logged by the page, its messages on the console and its uncaught errors. */
  readonly page: readonly string[];
  /** What the browser said about it. */
  readonly browser: readonly string[];
  /** What the page looked like in the end. */
  readonly state: string;
  readonly requests: readonly string[];
}

interface RemoteObject {
  readonly subtype?: string;
  readonly value?: unknown;
  readonly description?: string;
  readonly type: string;
}

/** Somebody with a browser of their own on the page, with or without the client. */
export class Visit {
  private readonly seen: string[] = [];
  private readonly said: string[] = [];

  private constructor(
    public readonly run: Run,
    public readonly context: BrowserContext,
    public page: Page,
    private cdp: CDPSession,
  ) {}

  /** The whole visit. Events are awaited until they are as expected. */
  public static async pay(browser: Browser, run: Run, other: Run): Promise<{ seen: Seen; events: readonly string[] }> {
    const context = await browser.newContext(run.way.browser);
    try {
      await context.addInitScript(IN_PAGE);
      const page = await context.newPage();
      const visit = new Visit(run, context, page, await context.newCDPSession(page));
      await visit.watch();
      const state = await visit.make();
      run.left = true;
      const events = run.withClient ? await visit.events() : [];
      await visit.settle(other);
      const { seen, said } = visit;
      const requests = run.requests.map(({ line, headers, body }) =>
        [line, ...headers.map((header) => header.join(': ')), body].join('\n'),
      );
      return { seen: { page: seen, browser: said.sort(), state, requests: requests.sort() }, events };
    } finally {
      run.left = true;
      await context.close();
    }
  }

  public get origin(): string {
    return this.run.origin;
  }

  public async open(path: string): Promise<void> {
    await this.page.goto(`${this.origin}${path}`, { waitUntil: 'load' });
    await this.ready();
  }

  /** The body of an async function, in the page. What it throws fails the way. */
  public async do(body: string): Promise<unknown> {
    return this.evaluate(`(async () => { ${body}\n })()`);
  }

  /** Where the page leads by itself or by a click. */
  public async arrive(path: string): Promise<void> {
    await this.page.waitForURL(`${this.origin}${path}`, { waitUntil: 'load' });
    await this.ready();
  }

  /** The client is there and records, or would by now. */
  public async ready(): Promise<void> {
    const { withClient, way } = this.run;
    const deadline = Date.now() + PATIENCE_MS;
    while (withClient && !way.absent && !(await this.evaluate('typeof window.userTelemetry?.start === "function"'))) {
      if (Date.now() > deadline) throw new Error('the client did not get onto the page');
      await pause(POLL_MS);
    }
    if (withClient && !way.absent && !way.early) await this.recorded();
  }

  private async recorded(): Promise<void> {
    const deadline = Date.now() + BEGINS_MS;
    const begun = async () => (await this.context.cookies()).some(({ name }) => name.startsWith('cwr_s_'));
    while (!(await begun()) && Date.now() < deadline) await pause(POLL_MS);
    await pause(SETTLES_MS);
  }

  private async make(): Promise<string> {
    const { way } = this.run;
    await this.open(way.open ?? '/');
    if (way.after) await this.do(way.after);
    await way.act?.(this);
    if (this.page.isClosed()) return 'closed';
    const state = await this.evaluate('window.__state?.()');
    await this.page.goto('about:blank');
    return this.run.plain(String(state));
  }

  /** What the page sent at last may be on its way, in either run. */
  private async settle(other: Run): Promise<void> {
    const { run } = this;
    const deadline = Date.now() + PATIENCE_MS;
    const isEven = () => other.left && run.requests.length === other.requests.length;
    while (!isEven() && Date.now() < deadline) await pause(POLL_MS);
    await pause(QUIET_MS);
  }

  private async events(): Promise<readonly string[]> {
    const { run } = this;
    const { expected, show } = run.way;
    const now = () => [...run.malformed, ...told(run.received, (text) => run.plain(text), show)];
    const complete = [...expected].sort().join('\n');
    const deadline = Date.now() + PATIENCE_MS;
    while (now().join('\n') !== complete && Date.now() < deadline) await pause(POLL_MS);
    await pause(QUIET_MS);
    return now();
  }

  /** By the protocol itself: whatever page is shown, none of its own functions is called for that. */
  private async evaluate(expression: string): Promise<unknown> {
    const { result, exceptionDetails } = (await this.cdp.send('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
      userGesture: false,
    })) as { result: RemoteObject; exceptionDetails?: { text: string; exception?: RemoteObject } };
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  private async watch(): Promise<void> {
    const { cdp, run } = this;
    const note = (kind: string, text: string) => this.seen.push(`${kind} ${run.plain(text)}`);
    cdp.on('Runtime.bindingCalled', ({ name, payload }) => name === BINDING && note('log', payload));
    cdp.on('Runtime.consoleAPICalled', ({ type, args }) => note(`console.${type}`, args.map(shown).join(' ')));
    cdp.on('Runtime.exceptionThrown', ({ exceptionDetails: { text, exception } }) =>
      note('exception', `${text} ${exception ? shown(exception) : ''}`),
    );
    cdp.on('Log.entryAdded', ({ entry: { source, level, text, url = '' } }) => {
      if (/\/(client\.js|rum\/.*)$/.test(url)) return; // the client's own requests
      if (level === 'info') return; // comes when it comes, or after the page
      this.said.push(run.plain(`${source} ${level} ${text} ${url}`));
    });
    await cdp.send('Runtime.enable');
    await cdp.send('Log.enable');
    await cdp.send('Runtime.addBinding', { name: BINDING });
  }
}

/** Without the stack, which may show functions of the client. */
function shown({ subtype, value, description, type }: RemoteObject): string {
  if (subtype === 'error') return (description ?? '').split('\n    at ')[0];
  return value === undefined ? (description ?? type) : JSON.stringify(value);
}
