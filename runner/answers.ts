import type { Page, Request } from 'playwright-core';

/** An answer of the site: to a page that was loaded, or to a request of the journey's own. */
export interface Answer {
  readonly status: number;
  /** From sending the request to the end of the answer; of a page undefined until it has ended. */
  readonly milliseconds?: number;
  /** The body of the answer to a request of the journey's own. */
  readonly body?: string;
}

/** What the site has answered. A page that is on its way has no answer yet: that of the page before tells nothing of it. */
export class Answers {
  /** The answer to the page that was loaded, or to the request that was sent, last. */
  public last: Answer | undefined;
  /** The answer to the last request of the journey's own. */
  public toRequest: Answer | undefined;
  private page: Request | undefined;

  constructor(page: Page) {
    page.on('request', (request) => {
      if (!request.isNavigationRequest() || request.frame() !== page.mainFrame()) return;
      this.page = request;
      this.last = undefined;
    });
    page.on('response', (response) => {
      if (response.request() === this.page && !isRedirect(response.status())) this.last = { status: response.status() };
    });
    page.on('requestfinished', async (request) => {
      if (request !== this.page) return;
      const response = await request.response();
      if (!response || request !== this.page || isRedirect(response.status())) return;
      this.last = { status: response.status(), milliseconds: duration(request) };
    });
  }

  /** Takes note of the answer to a request of the journey's own. */
  public note(answer: Answer): void {
    this.page = undefined;
    this.last = answer;
    this.toRequest = answer;
  }
}

function isRedirect(status: number): boolean {
  return status >= 300 && status < 400 && status !== 304;
}

/** Of a page that was redirected to, the time since the first request; undefined where the browser has not measured it. */
function duration(request: Request): number | undefined {
  const { startTime, responseEnd } = request.timing();
  if (responseEnd < 0) return undefined;
  let first = request;
  for (let from = first.redirectedFrom(); from; from = from.redirectedFrom()) first = from;
  return startTime + responseEnd - first.timing().startTime;
}
