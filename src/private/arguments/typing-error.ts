/** What was probably meant by a name that is none of the known ones; nothing where it resembles none. */
export function meantBy(name: string, known: readonly string[]): string | undefined {
  return known.find((each) => each !== name && distance(plain(each), plain(name)) <= allowed(each));
}

/** Of short names one letter makes another word. */
const allowed = ({ length }: string) => (length < 5 ? 0 : length < 8 ? 1 : 2);

/** JSON and other languages write `max_length` and `MaxLength`. */
export const plain = (name: string) => name.toLowerCase().replace(/[-_]/g, '');

/** How many letters are missing, too many or wrong, or have changed places with the next one. */
function distance(a: string, b: string): number {
  let [beforeLast, last] = [[] as number[], Array.from({ length: b.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const isSame = a[row - 1] === b[column - 1];
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      current[column] = Math.min(
        last[column] + 1,
        current[column - 1] + 1,
        last[column - 1] + (isSame ? 0 : 1),
        swapped ? beforeLast[column - 2] + 1 : Number.POSITIVE_INFINITY,
      );
    }
    [beforeLast, last] = [last, current];
  }
  return last[b.length];
}
