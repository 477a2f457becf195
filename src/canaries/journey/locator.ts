/**
 * Options of `Locator.role`.
 */
export interface RoleLocatorOptions {
  /**
   * The accessible name of the element, or a part of it, whatever its case.
   *
   * @default - any name
   */
  readonly name?: string;

  /**
   * Whether `name` is the whole name, by case.
   *
   * @default false
   */
  readonly exact?: boolean;

  /**
   * Whether the checkbox, radio button or switch is checked.
   *
   * @default - no matter
   */
  readonly isChecked?: boolean;

  /**
   * Whether the element is disabled.
   *
   * @default - no matter
   */
  readonly disabled?: boolean;

  /**
   * Whether what the element controls is expanded.
   *
   * @default - no matter
   */
  readonly expanded?: boolean;

  /**
   * Whether the tab, option or row is selected.
   *
   * @default - no matter
   */
  readonly selected?: boolean;

  /**
   * The level of the heading: a whole number from 1 to 6.
   *
   * @default - any level
   */
  readonly level?: number;
}

/**
 * How a synthetic user finds an element.
 *
 * It writes the Playwright selectors that actions and expectations take, quoted as needed; `selector` is the text to
 * pass. Prefer roles and texts, which are what users go by: they stay when the page's structure changes.
 *
 * @see https://playwright.dev/docs/other-locators
 *
 * @example
 * const buy = canaries.Locator.role('button', { name: 'Buy' }).within(canaries.Locator.testId('cart'));
 *
 * canaries.Journey.startAt('https://shop.example.com').step('buy', canaries.Action.click(buy.selector));
 */
export class Locator {
  /**
   * Finds elements by their role, as assistive technology sees them.
   *
   * @param role an ARIA role, such as `button`, `link`, `textbox` or `heading`
   */
  public static role(role: string, options: RoleLocatorOptions = {}): Locator {
    const { name, exact, isChecked: checked, ...states } = options; // `checked` is a word of C#
    const attributes = Object.entries({ checked, ...states })
      .filter(([, value]) => value !== undefined)
      .map(([attribute, value]) => `[${attribute}=${value}]`);
    if (name !== undefined) attributes.unshift(exact ? `[name=${quote(name)}s]` : `[name*=${quote(name)}i]`);
    return new Locator(`role=${role}${attributes.join('')}`);
  }

  /**
   * Finds the smallest elements that contain a text, whatever its case, white space collapsed.
   *
   * @param text a part of the text
   */
  public static text(text: string): Locator {
    return new Locator(`css=:text(${quote(text)})`);
  }

  /**
   * Finds the smallest elements whose whole text is this, by case.
   *
   * @param text the whole text
   */
  public static exactText(text: string): Locator {
    return new Locator(`css=:text-is(${quote(text)})`);
  }

  /**
   * Finds elements by the attribute `data-testid`.
   *
   * @param id the whole value of the attribute; for another attribute take `Locator.css('[data-test="cart"]')`
   */
  public static testId(id: string): Locator {
    return new Locator(`css=[data-testid=${quote(id)}]`);
  }

  /**
   * Finds elements by a CSS selector, also inside of open shadow roots.
   *
   * @param selector a CSS selector
   */
  public static css(selector: string): Locator {
    return new Locator(`css=${selector}`);
  }

  private constructor(
    /**
     * The Playwright selector, for actions and expectations.
     */
    public readonly selector: string,
  ) {}

  /**
   * Looks inside of another element only.
   *
   * @param outer where to look
   */
  public within(outer: Locator): Locator {
    return new Locator(`${outer.selector} >> ${this.selector}`);
  }

  /**
   * Looks inside of a frame of the page.
   *
   * @param frame the `iframe` element
   */
  public inFrame(frame: Locator): Locator {
    return new Locator(`${frame.selector} >> internal:control=enter-frame >> ${this.selector}`);
  }

  /**
   * Takes one of several elements.
   *
   * @param index a whole number, 0 for the first; -1 for the last
   */
  public nth(index: number): Locator {
    return new Locator(`${this.selector} >> nth=${index}`);
  }

  /**
   * The selector.
   */
  public toString(): string {
    return this.selector;
  }
}

/** A text in a selector. Tokens stay whole: they hold nothing that has to be escaped. */
function quote(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
