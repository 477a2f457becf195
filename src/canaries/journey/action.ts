import type { Duration } from 'aws-cdk-lib';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { ActionDocument } from '../../formats/journey';
import { durationIn } from '../../private/checks';
import { HttpMethod } from '../canary/http-method';
import { JourneyPart, type JourneyPartOptions } from './journey-part';
import { secretText } from './journey-secret';

/**
 * The buttons of a pointer.
 */
export enum PointerButton {
  /** The main button. */
  LEFT = 'left',
  /** The wheel. */
  MIDDLE = 'middle',
  /** The button that opens a context menu. */
  RIGHT = 'right',
}

/**
 * Options of a click.
 */
export interface ClickOptions extends JourneyPartOptions {
  /**
   * The button to click with.
   *
   * @default PointerButton.LEFT
   */
  readonly button?: PointerButton;
}

/**
 * Options of `Action.request`.
 */
export interface RequestOptions extends JourneyPartOptions {
  /**
   * The method of the request.
   *
   * @default HttpMethod.GET
   */
  readonly method?: HttpMethod;

  /**
   * Headers of the request. Their values may hold secrets, see `Journey.secret`.
   *
   * @default - those of the browser's user agent only
   */
  readonly headers?: { [name: string]: string };

  /**
   * The body of the request, as text. It may hold secrets, see `Journey.secret`.
   *
   * State its `content-type` in the headers.
   *
   * @default - no body
   */
  readonly body?: string;

  /**
   * What to keep of the response, which has to be JSON then: JSON paths, such as `$.items[0].id`, by the names of
   * variables. Later parts of the journey use them with `Journey.variable`.
   *
   * @default - nothing
   */
  readonly extract?: { [variable: string]: string };
}

/**
 * What a synthetic user does.
 *
 * An action waits until its element is there, visible, stable and enabled, and then acts once. Its locator is a
 * Playwright selector, such as `text=Mug`, `#buy`, `role=button[name="Buy"]` or `data-testid=cart`, which `Locator`
 * writes too. It has to match one element only: a synthetic user that clicks just any match would go on unnoticed when
 * the page changes.
 *
 * Do not write secrets into an action: its text is readable in the canary's code and environment. Refer to a secret with
 * `Action.fillSecret` or `Journey.secret`.
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
    return new Action({ action: 'open', value: url, ...JourneyPart._options(options) });
  }

  /**
   * Clicks an element.
   *
   * @param locator a Playwright selector that matches one element
   */
  public static click(locator: string, options: ClickOptions = {}): Action {
    const button = options.button === undefined ? {} : { button: options.button };
    return new Action({ action: 'click', locator, ...button, ...JourneyPart._options(options) });
  }

  /**
   * Clicks an element twice.
   *
   * @param locator a Playwright selector that matches one element
   */
  public static doubleClick(locator: string, options: JourneyPartOptions = {}): Action {
    return new Action({ action: 'doubleClick', locator, ...JourneyPart._options(options) });
  }

  /**
   * Sets what a field holds, all at once.
   *
   * @param locator a Playwright selector that matches one field
   * @param text the new text; an empty one clears the field
   */
  public static fill(locator: string, text: string, options: JourneyPartOptions = {}): Action {
    return new Action({ action: 'fill', locator, value: text, ...JourneyPart._options(options) });
  }

  /**
   * Sets what a field holds to a secret.
   *
   * The runner fetches the secret at each run. It is in no template, log or HAR file, and the field is masked in
   * screenshots; a page that shows the secret elsewhere is not.
   *
   * @param locator a Playwright selector that matches one field
   * @param secret the secret; the canary may read it, also with the key it is encrypted with
   * @param jsonField the field of a secret that is a JSON object; the whole secret by default
   */
  public static fillSecret(
    locator: string,
    secret: ISecret,
    jsonField?: string,
    options: JourneyPartOptions = {},
  ): Action {
    return new Action({
      action: 'fill',
      locator,
      value: secretText(secret, jsonField),
      ...JourneyPart._options(options),
    });
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
    return new Action({ action: 'type', locator, value: text, ...JourneyPart._options(options) });
  }

  /**
   * Chooses an option of a `select` element.
   *
   * @param locator a Playwright selector that matches one `select` element
   * @param option the value or the label of the option
   */
  public static select(locator: string, option: string, options: JourneyPartOptions = {}): Action {
    return new Action({ action: 'select', locator, value: option, ...JourneyPart._options(options) });
  }

  /**
   * Presses a key, or a combination of keys, while an element has the focus.
   *
   * @param locator a Playwright selector that matches one element, such as `body` for the whole page
   * @param key a key such as `Enter`, `Escape`, `a` or `Control+A`
   * @see https://playwright.dev/docs/api/class-locator#locator-press
   */
  public static press(locator: string, key: string, options: JourneyPartOptions = {}): Action {
    return new Action({ action: 'press', locator, value: key, ...JourneyPart._options(options) });
  }

  /**
   * Moves the pointer over an element.
   *
   * @param locator a Playwright selector that matches one element
   */
  public static hover(locator: string, options: JourneyPartOptions = {}): Action {
    return new Action({ action: 'hover', locator, ...JourneyPart._options(options) });
  }

  /**
   * Scrolls until an element is in view.
   *
   * @param locator a Playwright selector that matches one element
   */
  public static scroll(locator: string, options: JourneyPartOptions = {}): Action {
    return new Action({ action: 'scroll', locator, ...JourneyPart._options(options) });
  }

  /**
   * Scrolls the page to a position.
   *
   * @param x from the left of the page, in CSS pixels: a whole number of at least 0
   * @param y from the top of the page, in CSS pixels: a whole number of at least 0
   */
  public static scrollTo(x: number, y: number, options: JourneyPartOptions = {}): Action {
    return new Action({ action: 'scrollTo', position: { x, y }, ...JourneyPart._options(options) });
  }

  /**
   * Chooses a file in a file field.
   *
   * @param locator a Playwright selector that matches one `input` of the type `file`
   * @param path a file on the machine that synthesizes; a copy goes into the canary's code
   */
  public static upload(locator: string, path: string, options: JourneyPartOptions = {}): Action {
    return new Action({ action: 'upload', locator, file: path, ...JourneyPart._options(options) });
  }

  /**
   * Accepts dialogs from here on: what `alert()`, `confirm()` and `prompt()` open. It goes before the action that opens the
   * dialog; look at what it said with `Expect.dialog`.
   *
   * Without it dialogs are dismissed, as by a user who cancels. Leaving a page that asks whether to leave it is always
   * accepted.
   *
   * @param promptText what to answer to `prompt()`; what the prompt suggests by default
   * @see https://playwright.dev/docs/dialogs
   */
  public static acceptDialogs(promptText?: string): Action {
    return new Action({ action: 'acceptDialogs', ...(promptText !== undefined && { value: promptText }) });
  }

  /**
   * Dismisses dialogs from here on, as at the beginning.
   */
  public static dismissDialogs(): Action {
    return new Action({ action: 'dismissDialogs' });
  }

  /**
   * Changes the size of the page.
   *
   * @param width in CSS pixels, a whole number from 1 to 10000; 1920 at the beginning
   * @param height in CSS pixels, a whole number from 1 to 10000; 1080 at the beginning
   */
  public static viewport(width: number, height: number): Action {
    return new Action({ action: 'viewport', size: { width, height } });
  }

  /**
   * Sends an HTTP request beside the page, with the page's cookies.
   *
   * It fails if the server answers with a status of 400 or above, unless the same step has an `Expect.status`. Look at
   * the answer with `Expect.status`, `Expect.json` and `Expect.responseTime`. It is no page: `Expect.text` does not see
   * it, and rules for requests across origins don't apply.
   *
   * @param url an address with http:// or https://, or a path that starts with `/` on the site where the journey starts
   */
  public static request(url: string, options: RequestOptions = {}): Action {
    const { method = HttpMethod.GET, headers, body, extract } = options;
    const request = {
      method,
      ...(headers && { headers: { ...headers } }),
      ...(body !== undefined && { body }),
      ...(extract && { extract: { ...extract } }),
    };
    return new Action({ action: 'request', value: url, request, ...JourneyPart._options(options) });
  }

  /**
   * Runs a function of one's own, with Playwright's `page`.
   *
   * The file's default export is called with `{ page, variables }` and may be asynchronous; what it throws
   * fails the step. The file is bundled with the esbuild of the project it belongs to; see `Journey.fromScript` for what
   * it may import.
   *
   * @param path a JavaScript or TypeScript file on the machine that synthesizes
   */
  public static script(path: string, options: JourneyPartOptions = {}): Action {
    return new Action({ action: 'script', file: path, ...JourneyPart._options(options) });
  }

  /**
   * Pauses, as a user who reads does.
   *
   * Do not wait for a page this way: actions and expectations wait by themselves, and only as long as needed.
   *
   * @param duration above 0; all waits of a journey together have to be shorter than its time, see `timeout` of the canary
   */
  public static wait(duration: Duration): Action {
    return new Action({ action: 'wait', value: durationIn('milliseconds', 'Action.wait()', 'duration', duration) });
  }

  /** @internal */
  public static _of(document: ActionDocument): Action {
    return new Action(document);
  }

  private constructor(private readonly document: ActionDocument) {
    super();
  }

  /** @internal */
  public _document(): ActionDocument {
    return this.document;
  }
}
