import type { Frame, Locator, Page, Request } from 'playwright-core';
import type { PartFields } from '../src/formats/journey';
import type { Secrets } from './secrets';

/** An answer of the site: to a page that was loaded, or to a request of the journey's own. */
export interface Answer {
  readonly status: number;
  /** From sending the request to the end of the answer; of a page undefined until it has ended. */
  readonly milliseconds?: number;
  /** The body of the answer to a request of the journey's own. */
  readonly body?: string;
}

/** What a visit needs to know beside its page. */
export interface VisitOptions {
  readonly startUrl: string;
  /** Where the files of the journey lie. */
  readonly directory: string;
  readonly secrets: Secrets;
}

/** One synthetic user's visit: the page, and what the page itself does not tell. */
export class Visit {
  /** What the journey has extracted from answers, by name. */
  public readonly variables: { [name: string]: string } = {};
  /** Errors of the console, and those that no page has caught. */
  public readonly errors: string[] = [];
  /** The answer to the last request of the journey's own. */
  public answerToRequest: Answer | undefined;
  private last: Answer | undefined;

  constructor(
    public readonly page: Page,
    private readonly options: VisitOptions,
  ) {
    const isPage = (request: Request) => request.isNavigationRequest() && request.frame() === page.mainFrame();
    page.on('response', (response) => {
      if (isPage(response.request())) this.last = { status: response.status() };
    });
    page.on('requestfinished', async (request) => {
      if (!isPage(request)) return;
      const milliseconds = duration(request);
      const response = await request.response();
      if (response) this.last = { status: response.status(), milliseconds };
    });
    page.on('console', (message) => {
      if (message.type() === 'error') this.errors.push(message.text());
    });
    page.on('pageerror', (error) => this.errors.push(`${error.name}: ${error.message}`));
  }

  /** The answer to the page that was loaded, or to the request that was sent, last. */
  public get answer(): Answer | undefined {
    return this.last;
  }

  /** Takes note of the answer to a request of the journey's own. */
  public answered(answer: Answer): void {
    this.last = answer;
    this.answerToRequest = answer;
  }

  public get directory(): string {
    return this.options.directory;
  }

  public get secrets(): Secrets {
    return this.options.secrets;
  }

  /** Resolves a path on the site where the journey starts. */
  public address(urlOrPath: string): string {
    return new URL(urlOrPath, this.options.startUrl).href;
  }

  /** The elements that each of a part's locators matches. */
  public candidates({ locator, alternatives = [], frame }: PartFields): Locator[] {
    const root = this.frame(frame);
    return [locator ?? '', ...alternatives].map((selector) => root.locator(selector));
  }

  private frame(indices: readonly number[] = []): Page | Frame {
    if (indices.length === 0) return this.page;
    return indices.reduce<Frame>((outer, index) => {
      const inner = outer.childFrames()[index];
      if (!inner)
        throw new Error(`expected a frame at ${indices.join(', ')}, got ${outer.childFrames().length} frames`);
      return inner;
    }, this.page.mainFrame());
  }
}

/** Of a page that was redirected to, the time since the first request. */
function duration(request: Request): number {
  const { startTime, responseEnd } = request.timing();
  let first = request;
  for (let from = first.redirectedFrom(); from; from = from.redirectedFrom()) first = from;
  return startTime + responseEnd - first.timing().startTime;
}
