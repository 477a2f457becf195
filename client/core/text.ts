/** No more of a URL is looked at. */
export const LONGEST_URL = 2_048;

/** Text of others may be of any length, so it is cut before anything looks at it; never within a character. */
export function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  const last = text.charCodeAt(length - 2);
  return `${text.slice(0, length - (last >= 0xd800 && last < 0xdc00 ? 2 : 1))}…`;
}
