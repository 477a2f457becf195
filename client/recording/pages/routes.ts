import { inPlaceOf } from '../../core/in-place-of';
import { listen } from '../../core/listen';
import { navigationOf } from '../../core/navigation';
import { safely } from '../../core/safely';

/**
 * Calls back after each change of the address within the document.
 *
 * The Navigation API tells all of them, whoever makes them, and leaves the history of the page as it is.
 */
export function watchRoutes(onChange: () => void): void {
  const navigation = navigationOf(window);
  if (navigation) {
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
