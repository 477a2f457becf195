import type { ExpectationDocument } from './journey-document';
import { JourneyPart, type JourneyPartOptions } from './journey-part';
import { optionFields } from './option-fields';

/**
 * What a synthetic user should find.
 *
 * An expectation is looked at again and again until it holds; when its time is over the step fails with what was
 * expected and what was found. Its locator is a Playwright selector. Where several elements match, one that holds is
 * enough. Text is compared with its white space collapsed, and by case.
 *
 * @see https://playwright.dev/docs/other-locators
 *
 * @example
 * canaries.Journey.startAt('https://shop.example.com')
 *   .step('see the shop', canaries.Expect.status(200), canaries.Expect.visible('role=heading[name="Shop"]'));
 */
export class Expect extends JourneyPart {
  /**
   * Expects that an element is visible.
   *
   * @param locator a Playwright selector
   */
  public static visible(locator: string, options: JourneyPartOptions = {}): Expect {
    return new Expect({ expect: 'visible', locator, ...optionFields(options) });
  }

  /**
   * Expects that no matching element is visible, be it hidden or absent.
   *
   * It holds at once on a page that has not shown the element yet: expect first what shows that the page is ready.
   *
   * @param locator a Playwright selector
   */
  public static hidden(locator: string, options: JourneyPartOptions = {}): Expect {
    return new Expect({ expect: 'hidden', locator, ...optionFields(options) });
  }

  /**
   * Expects that a visible element contains a text.
   *
   * @param locator a Playwright selector
   * @param text a part of the element's text
   */
  public static text(locator: string, text: string, options: JourneyPartOptions = {}): Expect {
    return new Expect({ expect: 'text', locator, value: text, ...optionFields(options) });
  }

  /**
   * Expects that a visible field holds a value.
   *
   * @param locator a Playwright selector of an `input`, `textarea` or `select` element
   * @param value the whole value
   */
  public static value(locator: string, value: string, options: JourneyPartOptions = {}): Expect {
    return new Expect({ expect: 'value', locator, value, ...optionFields(options) });
  }

  /**
   * Expects that the address of the page contains a text.
   *
   * @param text a part of the address, such as `/thank-you`
   */
  public static url(text: string, options: JourneyPartOptions = {}): Expect {
    return new Expect({ expect: 'url', value: text, ...optionFields(options) });
  }

  /**
   * Expects that the title of the page contains a text.
   *
   * @param text a part of the title
   */
  public static title(text: string, options: JourneyPartOptions = {}): Expect {
    return new Expect({ expect: 'title', value: text, ...optionFields(options) });
  }

  /**
   * Expects that the page which was loaded last came with an HTTP status.
   *
   * @param code a status from 100 to 599, after redirects
   */
  public static status(code: number, options: JourneyPartOptions = {}): Expect {
    return new Expect({ expect: 'status', value: code, ...optionFields(options) });
  }

  /**
   * Expects a number of matching elements, visible or not.
   *
   * @param locator a Playwright selector
   * @param count a whole number of at least 0
   */
  public static count(locator: string, count: number, options: JourneyPartOptions = {}): Expect {
    return new Expect({ expect: 'count', locator, value: count, ...optionFields(options) });
  }

  private constructor(private readonly document: ExpectationDocument) {
    super();
  }

  /** @internal */
  public _document(): ExpectationDocument {
    return this.document;
  }
}
