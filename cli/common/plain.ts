/**
 * Whoever has a browser writes into events what they like, and so does who answers a request: also what moves the cursor
 * of a terminal, renames its window, or turns the direction of text. Such characters are shown as what they are.
 */
const TELLING = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/gu;
/** Between the letters of many languages, and in emoji. */
const JOINERS = /[\u200c\u200d]/;
const LENGTH = 500;

/** For one line, of a terminal or a page. */
export function plain(text: string): string {
  return cut(text, LENGTH).replace(TELLING, (character) => {
    if (JOINERS.test(character)) return character;
    if (character === '\n') return '\\n';
    return `\\u{${(character.codePointAt(0) as number).toString(16)}}`;
  });
}

/** So that what stands behind a long text is seen, too. */
export function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}… (${text.length - length} more characters)` : text;
}

/** The same value as JSON that a terminal may show: in it, such characters stand within texts only. */
export function plainJson(value: unknown): string {
  return JSON.stringify(value, undefined, 2).replace(TELLING, (characters) =>
    characters === '\n'
      ? characters
      : [...Array(characters.length).keys()].map((at) => unicode(characters, at)).join(''),
  );
}

function unicode(text: string, at: number): string {
  return `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`;
}
