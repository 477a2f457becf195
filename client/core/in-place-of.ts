/** The browser's own. */
export const sourceOf = Function.prototype.toString;

/**
 * What stands in the place of a function of the browser, and looks like it: its name, its length and its source are the
 * same, it has no prototype, and nothing can be made with it.
 */
export function inPlaceOf<T extends (...args: never[]) => unknown>(original: T, replacement: T): T {
  return new Proxy(original, {
    apply: (_, self, args) => Reflect.apply(replacement, self, args),
    get(_, name) {
      const value = Reflect.get(original, name);
      return value === sourceOf ? () => sourceOf.call(original) : value; // which would leave the name out
    },
  });
}
