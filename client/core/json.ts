/** The browser's own, whatever the page puts in its place later. */
const { stringify } = JSON;
const HOLDERS = [Object, Array, String, Number, Boolean].map(({ prototype }) => prototype as { toJSON?: unknown });

/**
 * JSON as the language defines it.
 *
 * Old libraries (Prototype.js and its kin) give arrays and strings a `toJSON` that makes texts of them: it is taken away
 * while we write, which nobody can see.
 */
export function json(value: unknown, replacer?: (name: string, value: unknown) => unknown): string {
  const taken = HOLDERS.map((holder) => [holder, Object.getOwnPropertyDescriptor(holder, 'toJSON')] as const).filter(
    ([, own]) => own?.configurable,
  );
  for (const [holder] of taken) delete holder.toJSON;
  try {
    return stringify(value, replacer);
  } finally {
    for (const [holder, own] of taken) Object.defineProperty(holder, 'toJSON', own as PropertyDescriptor);
  }
}
