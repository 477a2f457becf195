import type { Dialog, Page } from 'playwright-core';

/**
 * The dialogs that a page opens. Without a word of the journey they are answered as Playwright does by itself.
 *
 * @see https://playwright.dev/docs/dialogs
 */
export class Dialogs {
  /** What the dialogs of the step so far have said. */
  public messages: string[] = [];
  private answer: (dialog: Dialog) => Promise<void> = (dialog) => dialog.dismiss();

  constructor(page: Page) {
    page.on('dialog', (dialog) => {
      this.messages.push(dialog.message());
      // Whoever stays on a page that asks whether to leave it gets to no other page.
      const answered = dialog.type() === 'beforeunload' ? dialog.accept() : this.answer(dialog);
      answered.catch(() => {}); // the page has gone meanwhile, or the runtime was faster
    });
  }

  /** Accepts dialogs from now on; those that ask for a text get this one, or what they suggest. */
  public accept(text: string | undefined): void {
    this.answer = (dialog) => dialog.accept(dialog.type() === 'prompt' ? (text ?? dialog.defaultValue()) : undefined);
  }

  public dismiss(): void {
    this.answer = (dialog) => dialog.dismiss();
  }
}
