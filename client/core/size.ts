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
