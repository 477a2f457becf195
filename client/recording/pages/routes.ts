import { inPlaceOf } from '../../core/in-place-of';
import { listen } from '../../core/listen';
import { safely } from '../../core/safely';

/**
 * Calls back after each change of the address within the document.
 *
 * The Navigation API tells all of them, whoever makes them, and leaves the history of the page as it is. Documents without
 * an origin have it, too, but it tells them nothing.
 */
export function watchRoutes(onChange: () => void): void {
  const { navigation } = window as { navigation?: EventTarget & { readonly currentEntry?: object | null } };
  if (navigation?.currentEntry) {
    navigation.addEventListener('currententrychange', onChange);
    return;
  }
  for (const type of ['popstate', 'hashchange']) listen(type, onChange);
  for (const name of ['pushState', 'replaceState'] as const) {
    safely(() => {
      const original = history[name];
      history[name] = inPlaceOf(original, function (this: History, ...args) {
        const result = Reflect.apply(original, this, args); // a page may have put one in its place that has some
        onChange();
        return result;
      });
    });
  }
}
