import type { Duration } from 'aws-cdk-lib';
import type { ActionDocument } from './journey-document';
import { JourneyPart, type JourneyPartOptions } from './journey-part';
import { optionFields } from './option-fields';

/**
 * What a synthetic user does.
 *
 * An action waits until its element is there, visible, stable and enabled, and then acts once. Its locator is a
 * Playwright selector, such as `text=Mug`, `#buy`, `role=button[name="Buy"]` or `data-testid=cart`, and has to match
 * one element only: a synthetic user that clicks just any match would go on unnoticed when the page changes.
 *
 * Do not put secrets into an action: its text is readable in the canary's code and environment.
 *
 * @see https://playwright.dev/docs/other-locators
 *
 * @example
 * canaries.Journey.startAt('https://shop.example.com')
 *   .step('search', canaries.Action.fill('role=searchbox', 'mug'), canaries.Action.press('role=searchbox', 'Enter'));
 */
export class Action extends JourneyPart {
  /**
   * Opens a page and waits until it has loaded.
   *
   * It fails if the server answers with a status of 400 or above, unless the same step has an `Expect.status`.
   *
   * @param url an address with http:// or https://, or a path that starts with `/` on the site where the journey starts
   */
  public static open(url: string, options: JourneyPartOptions = {}): Action {
    return new Action({ action: 'open', value: url, ...optionFields(options) });
  }

  /**
   * Clicks an element.
   *
   * @param locator a Playwright selector that matches one element
   */
  public static click(locator: string, options: JourneyPartOptions = {}): Action {
    return new Action({ action: 'click', locator, ...optionFields(options) });
  }

  /**
   * Sets what a field holds, all at once.
   *
   * @param locator a Playwright selector that matches one field
   * @param text the new text; an empty one clears the field
   */
  public static fill(locator: string, text: string, options: JourneyPartOptions = {}): Action {
    return new Action({ action: 'fill', locator, value: text, ...optionFields(options) });
  }

  /**
   * Types into an element, key by key, after what it holds.
   *
   * Use it where the page reacts to keys, such as a search with suggestions; `Action.fill` is faster.
   *
   * @param locator a Playwright selector that matches one element
   * @param text the keys to press, one after the other
   */
  public static type(locator: string, text: string, options: JourneyPartOptions = {}): Action {
    return new Action({ action: 'type', locator, value: text, ...optionFields(options) });
  }

  /**
   * Chooses an option of a `select` element.
   *
   * @param locator a Playwright selector that matches one `select` element
   * @param option the value or the label of the option
   */
  public static select(locator: string, option: string, options: JourneyPartOptions = {}): Action {
    return new Action({ action: 'select', locator, value: option, ...optionFields(options) });
  }

  /**
   * Presses a key, or a combination of keys, while an element has the focus.
   *
   * @param locator a Playwright selector that matches one element, such as `body` for the whole page
   * @param key a key such as `Enter`, `Escape`, `a` or `Control+A`
   * @see https://playwright.dev/docs/api/class-locator#locator-press
   */
  public static press(locator: string, key: string, options: JourneyPartOptions = {}): Action {
    return new Action({ action: 'press', locator, value: key, ...optionFields(options) });
  }

  /**
   * Moves the pointer over an element.
   *
   * @param locator a Playwright selector that matches one element
   */
  public static hover(locator: string, options: JourneyPartOptions = {}): Action {
    return new Action({ action: 'hover', locator, ...optionFields(options) });
  }

  /**
   * Pauses, as a user who reads does.
   *
   * Do not wait for a page this way: actions and expectations wait by themselves, and only as long as needed.
   *
   * @param duration above 0; all waits of a journey together have to be shorter than its time, see `timeout` of the canary
   */
  public static wait(duration: Duration): Action {
    return new Action({ action: 'wait', value: duration.toMilliseconds() });
  }

  private constructor(private readonly document: ActionDocument) {
    super();
  }

  /** @internal */
  public _document(): ActionDocument {
    return this.document;
  }
}
