import type { Duration } from 'aws-cdk-lib';
import type { ExpectationDocument } from '../../formats/journey';
import { durationIn } from '../../private/checks';
import { JourneyPart, type JourneyPartOptions } from './journey-part';

/**
 * What a synthetic user should find.
 *
 * An expectation is looked at again and again until it holds; when its time is over the step fails with what was
 * expected and what was found. Its locator is a Playwright selector, which `Locator` writes too. Where several elements match, one that holds is
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
    return new Expect({ expect: 'visible', locator, ...JourneyPart._options(options) });
  }

  /**
   * Expects that no matching element is visible, be it hidden or absent.
   *
   * It holds at once on a page that has not shown the element yet: expect first what shows that the page is ready.
   *
   * @param locator a Playwright selector
   */
  public static hidden(locator: string, options: JourneyPartOptions = {}): Expect {
    return new Expect({ expect: 'hidden', locator, ...JourneyPart._options(options) });
  }

  /**
   * Expects that a visible element contains a text. What is hidden inside of it, such as a message that is not due yet, is
   * no text that a user sees.
   *
   * @param locator a Playwright selector
   * @param text a part of the element's text
   */
  public static text(locator: string, text: string, options: JourneyPartOptions = {}): Expect {
    return new Expect({ expect: 'text', locator, value: text, ...JourneyPart._options(options) });
  }

  /**
   * Expects that a visible field holds a value.
   *
   * @param locator a Playwright selector of an `input`, `textarea` or `select` element
   * @param value the whole value
   */
  public static value(locator: string, value: string, options: JourneyPartOptions = {}): Expect {
    return new Expect({ expect: 'value', locator, value, ...JourneyPart._options(options) });
  }

  /**
   * Expects that the address of the page contains a text.
   *
   * @param text a part of the address, such as `/thank-you`
   */
  public static url(text: string, options: JourneyPartOptions = {}): Expect {
    return new Expect({ expect: 'url', value: text, ...JourneyPart._options(options) });
  }

  /**
   * Expects that the title of the page contains a text.
   *
   * @param text a part of the title
   */
  public static title(text: string, options: JourneyPartOptions = {}): Expect {
    return new Expect({ expect: 'title', value: text, ...JourneyPart._options(options) });
  }

  /**
   * Expects that the page which was loaded last, or the request which was sent last, came with an HTTP status. A page that
   * is on its way is waited for.
   *
   * @param code a status from 100 to 599, after redirects
   */
  public static status(code: number, options: JourneyPartOptions = {}): Expect {
    return new Expect({ expect: 'status', value: code, ...JourneyPart._options(options) });
  }

  /**
   * Expects a number of matching elements, visible or not.
   *
   * @param locator a Playwright selector
   * @param count a whole number of at least 0
   */
  public static count(locator: string, count: number, options: JourneyPartOptions = {}): Expect {
    return new Expect({ expect: 'count', locator, value: count, ...JourneyPart._options(options) });
  }

  /**
   * Expects that a dialog has opened in this step, be it accepted or dismissed: see `Action.acceptDialogs`.
   *
   * @param text a part of what it said
   */
  public static dialog(text: string, options: JourneyPartOptions = {}): Expect {
    return new Expect({ expect: 'dialog', value: text, ...JourneyPart._options(options) });
  }

  /**
   * Expects a value in the JSON that the last `Action.request` was answered with.
   *
   * @param path a JSON path to one value: `$`, `.name`, `["name"]` and `[0]`, such as `$.items[0].price`
   * @param value the value as text: that of a string as it is, everything else as in JSON, such as `12.5` or `true`
   */
  public static json(path: string, value: string, options: JourneyPartOptions = {}): Expect {
    return new Expect({ expect: 'json', of: path, value, ...JourneyPart._options(options) });
  }

  /**
   * Expects that the page which was loaded last, or the request which was sent last, was answered fast enough.
   *
   * It is the time from sending the request, the first one if there were redirects, to the end of the answer: of a page,
   * its HTML only.
   *
   * @param max the longest time, above 0
   */
  public static responseTime(max: Duration): Expect {
    return new Expect({
      expect: 'responseTime',
      value: durationIn('milliseconds', 'Expect.responseTime()', 'max', max),
    });
  }

  /**
   * Expects that the pages have logged no error to the console and thrown none that they didn't catch, so far.
   *
   * Browsers log failed requests, too. It holds at once on a page that goes wrong later: put it after what shows that the
   * page is ready.
   *
   * @param ignoring parts of the texts of errors that don't matter
   */
  public static noConsoleErrors(...ignoring: string[]): Expect {
    return new Expect({ expect: 'noConsoleErrors', ...(ignoring.length > 0 && { ignoring }) });
  }

  /**
   * Expects that a visible element has an accessible name: what assistive technology calls it.
   *
   * @param locator a Playwright selector
   * @param name the whole name, white space collapsed
   */
  public static accessibleName(locator: string, name: string, options: JourneyPartOptions = {}): Expect {
    return new Expect({ expect: 'accessibleName', locator, value: name, ...JourneyPart._options(options) });
  }

  /**
   * Expects that an attribute of a visible element has a value.
   *
   * @param locator a Playwright selector
   * @param attribute the name of the attribute, such as `href`
   * @param value the whole value
   */
  public static attribute(locator: string, attribute: string, value: string, options: JourneyPartOptions = {}): Expect {
    return new Expect({ expect: 'attribute', locator, of: attribute, value, ...JourneyPart._options(options) });
  }

  /**
   * Expects that a JavaScript expression is true in the page.
   *
   * @param expression such as `window.cart.items.length === 2`; a promise is waited for
   */
  public static script(expression: string, options: JourneyPartOptions = {}): Expect {
    return new Expect({ expect: 'script', value: expression, ...JourneyPart._options(options) });
  }

  private constructor(private readonly document: ExpectationDocument) {
    super();
  }

  /** @internal */
  public _document(): ExpectationDocument {
    return this.document;
  }
}
