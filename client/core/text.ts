/** No more of a URL is looked at. */
export const LONGEST_URL = 2_048;

/** Text of others may be of any length, so it is cut before anything looks at it; never within a character. */
export function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  const last = text.charCodeAt(length - 2);
  return `${text.slice(0, length - (last >= 0xd800 && last < 0xdc00 ? 2 : 1))}…`;
}

/** How many bytes a text takes in a request. */
export function bytes(text: string): number {
  let size = text.length;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    // Half of a pair that stands for one character of four bytes counts two.
    if (code > 0x7f) size += code > 0x7ff && (code & 0xf800) !== 0xd800 ? 2 : 1;
  }
  return size;
}
