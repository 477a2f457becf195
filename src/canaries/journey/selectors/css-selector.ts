/**
 * CSS selectors as browsers and Playwright read them. A selector that they can't read fails each run of a canary, with a
 * message of the browser's; here it is refused at synth.
 *
 * @see https://www.w3.org/TR/selectors-4/#grammar
 * @see https://playwright.dev/docs/other-locators#css-locator
 */

/** What a variable brings at run time: a name or a number. The character is none, so that no selector has it. */
export const UNKNOWN = '\uffff';

// A backslash takes up to 6 hexadecimal digits with a white space, or another character: css-syntax-3, "escape".
const NAME =
  /(?:--|-?(?:[a-z_\x80-\uffff]|\\(?:[0-9a-f]{1,6}\s?|[^\r\n0-9a-f])))(?:[\w\x80-\uffff-]|\\(?:[0-9a-f]{1,6}\s?|[^\r\n0-9a-f]))*/iy;
const STRING = /"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*'/y;
const NUMBER = /[+-]?\d+(?:\.\d+)?/y;
const SPACE = /(?:\s|\/\*[\s\S]*?\*\/)*/y;
const COMBINATOR = /[>+~]/y;
const ATTRIBUTE_OPERATOR = /[~|^$*]?=/y;
const STEPS = /\s*(?:even|odd|[+-]?[\d\uffff]*n(?:\s*[+-]\s*[\d\uffff]+)?|[+-]?[\d\uffff]+)\s*(?:of\s)?/iy;

const words = (text: string) => new Set(text.split(' '));

const STATES = words(
  'active active-view-transition any-link autofill buffering checked current default defined disabled empty enabled first-child first-of-type focus ' +
    'focus-visible focus-within fullscreen future has-slotted host hover in-range indeterminate invalid last-child ' +
    'last-of-type link modal muted only-child only-of-type open optional out-of-range past paused picture-in-picture ' +
    'placeholder-shown playing popover-open read-only read-write required root scope seeking stalled target ' +
    'target-current user-invalid user-valid valid visible visited volume-locked',
);
/** What takes selectors, some of Playwright's with a number after them. */
const OF_SELECTORS = words('not is where has host host-context light above below right-of left-of near nth-match');
const OF_STEPS = words('nth-child nth-last-child nth-of-type nth-last-of-type');
const OF_TEXTS = words('text text-is text-matches has-text');
const OF_WORDS = words('lang dir state active-view-transition-type');

/** Why browsers and Playwright can't read a selector; undefined if they can. */
export function cssProblem(selector: string): string | undefined {
  try {
    new Reader(selector).readWhole();
    return undefined;
  } catch (error) {
    if (error instanceof Unreadable) return error.message;
    throw error;
  }
}

class Unreadable extends Error {}

class Reader {
  private position = 0;

  constructor(private readonly text: string) {}

  public readWhole(): void {
    this.selectors();
    if (this.position < this.text.length) this.refuse('a selector');
  }

  private refuse(expected: string): never {
    const rest = this.text.slice(this.position, this.position + 20);
    throw new Unreadable(`${expected} at ${rest === '' ? 'its end' : JSON.stringify(rest)}`);
  }

  private take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.position;
    const [found] = pattern.exec(this.text) ?? [];
    this.position += found?.length ?? 0;
    return found || undefined;
  }

  private is(character: string): boolean {
    if (this.text[this.position] !== character) return false;
    this.position++;
    return true;
  }

  private need(character: string): void {
    if (!this.is(character)) this.refuse(JSON.stringify(character));
  }

  private name(expected: string): string {
    return this.take(NAME) ?? this.refuse(expected);
  }

  private selectors(read = () => this.complex()): void {
    do read();
    while (this.is(','));
  }

  /** Compounds with combinators between them; inside of `:has()` one may stand first. */
  private complex(): void {
    this.take(SPACE);
    this.take(COMBINATOR);
    do {
      this.take(SPACE);
      this.compound();
      this.take(SPACE);
    } while (this.take(COMBINATOR) !== undefined || !/^[,)]?$/.test(this.text.charAt(this.position)));
  }

  private compound(): void {
    const start = this.position;
    if (!this.is('*')) this.take(NAME);
    for (;;) {
      if (this.is('#')) this.name('an id after "#"');
      else if (this.is('.')) this.name('a class after "."');
      else if (this.is('[')) this.attribute();
      else if (this.is(':')) this.pseudo();
      else break;
    }
    if (this.position === start) this.refuse('a selector');
  }

  private attribute(): void {
    this.take(SPACE);
    this.name('the name of an attribute');
    this.take(SPACE);
    if (this.take(ATTRIBUTE_OPERATOR) !== undefined) {
      this.take(SPACE);
      if (this.take(STRING) === undefined) this.name('a value in quotes');
      this.take(SPACE);
      this.take(/i/iy); // Chromium takes no `s`
      this.take(SPACE);
    }
    this.need(']');
  }

  private pseudo(): void {
    const start = this.position;
    const name = this.name('the name of a pseudo-class').toLowerCase();
    if (!this.is('(')) {
      if (!STATES.has(name) && !name.startsWith('-webkit-')) this.refuseUnknown(start);
      return;
    }
    if (OF_SELECTORS.has(name)) {
      this.selectors(() => this.argument());
      if (name === 'nth-match' && !/,\s*[\d\uffff]+\s*$/.test(this.text.slice(0, this.position)))
        this.refuse('a number');
    } else if (OF_TEXTS.has(name)) this.selectors(() => this.spaced(() => this.take(STRING), 'a text in quotes'));
    else if (OF_WORDS.has(name))
      this.selectors(() => this.spaced(() => this.take(STRING) ?? this.take(NAME), 'a word'));
    else if (!OF_STEPS.has(name)) this.refuseUnknown(start);
    else if (/of\s$/i.test(this.take(STEPS) ?? this.refuse('steps such as 2n+1'))) this.selectors();
    this.need(')');
  }

  private refuseUnknown(start: number): never {
    this.position = start;
    return this.refuse('the name of a pseudo-class that browsers or Playwright know');
  }

  private argument(): void {
    this.take(SPACE);
    if (this.take(NUMBER) === undefined && this.take(STRING) === undefined) this.complex();
    this.take(SPACE);
  }

  private spaced(read: () => string | undefined, expected: string): void {
    this.take(SPACE);
    if (read() === undefined) this.refuse(expected);
    this.take(SPACE);
  }
}
