/**
 * Whoever has a browser writes into events what they like: also what moves the cursor of a terminal, renames its window,
 * or turns the direction of text. Such characters are shown as what they are.
 */
const TELLING = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/gu;
/** Between the letters of many languages, and in emoji. */
const JOINERS = /[\u200c\u200d]/;
const LENGTH = 500;

/** For one line, of a terminal or a page. */
export function plain(text: string): string {
  const cut = text.length > LENGTH ? `${text.slice(0, LENGTH)}… (${text.length - LENGTH} more characters)` : text;
  return cut.replace(TELLING, (character) => {
    if (JOINERS.test(character)) return character;
    if (character === '\n') return '\\n';
    return `\\u{${(character.codePointAt(0) as number).toString(16)}}`;
  });
}
