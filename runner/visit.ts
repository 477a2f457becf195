import type { Frame, Locator, Page } from 'playwright-core';
import type { PartFields } from '../src/formats/journey';
import { Answers } from './answers';
import { Dialogs } from './dialogs';
import type { Secrets } from './secrets';

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
  public readonly answers: Answers;
  public readonly dialogs: Dialogs;
  /** The frames that came to another address since the journey opened a page or expected a navigation. */
  public readonly navigated = new Set<Frame>();

  constructor(
    public readonly page: Page,
    private readonly options: VisitOptions,
  ) {
    this.answers = new Answers(page);
    this.dialogs = new Dialogs(page);
    page.on('framenavigated', (frame) => this.navigated.add(frame));
    page.on('console', (message) => {
      if (message.type() === 'error') this.errors.push(message.text());
    });
    page.on('pageerror', (error) => this.errors.push(`${error.name}: ${error.message}`));
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
  public candidates({ locator, alternatives = [], frame }: PartFields): [Locator, ...Locator[]] {
    const root = this.frame(frame);
    return [root.locator(locator ?? ''), ...alternatives.map((selector) => root.locator(selector))];
  }

  /** The frame at indices from the page's own frame inwards. */
  public frame(indices: readonly number[] = []): Page | Frame {
    if (indices.length === 0) return this.page;
    return indices.reduce<Frame>((outer, index) => {
      const inner = outer.childFrames()[index];
      if (!inner)
        throw new Error(`expected a frame at ${indices.join(', ')}, got ${outer.childFrames().length} frames`);
      return inner;
    }, this.page.mainFrame());
  }
}
