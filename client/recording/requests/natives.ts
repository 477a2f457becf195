import { inPlaceOf, sourceOf } from '../../core/in-place-of';
import { safely } from '../../core/safely';

/** What is the browser's own, taken before the page may replace it, and asked of what is the page's. */

/** Whether it is the browser's own function. What zone.js has replaced says so too, and passes on what it gets. */
export function isNative(value: unknown, name: string): boolean {
  const text = safely(() => sourceOf.call(value).slice(0, 99).replace(/\s/g, ''));
  return text === `function${name.replace(' ', '')}(){[nativecode]}`;
}

type Own = (this: unknown, ...args: unknown[]) => unknown;

/**
 * The browser's own getter or method; none where the page has replaced it before.
 *
 * What is there is taken now. Whose it is shows when it is needed: reading sources would cost the start of every page.
 */
export function native(of: () => object, name: string): () => Own | undefined {
  let found: unknown[] | undefined = [];
  let own: unknown;
  safely(() => {
    for (let owner = of(); owner; owner = Object.getPrototypeOf(owner)) {
      const { get, value } = Object.getOwnPropertyDescriptor(owner, name) ?? {};
      found?.push(get, value);
    }
  });
  return () => {
    own ??= found?.find((it) => isNative(it, `get ${name}`) || isNative(it, name));
    found = undefined;
    return own as Own | undefined;
  };
}

/**
 * Read what an object of the browser holds, or call it, of whatever realm it comes and whatever the page has put over it.
 *
 * Undefined for any other object, none of which is touched: neither its getters nor its prototypes.
 */
export function natives(of: () => object, ...names: string[]) {
  return names.map((name) => {
    const own = native(of, name);
    return <T>(object: unknown, ...args: unknown[]) => safely(() => own()?.apply(object, args) as T | undefined);
  });
}

const [nameOf] = natives(() => DOMException.prototype, 'name');

/** Whether something was given up because a time limit was over. */
export const isTimeout = (reason: unknown): boolean => nameOf(reason) === 'TimeoutError';

type Call = (args: unknown[]) => unknown;

/**
 * Stands in for a function, which looks and acts as it did.
 *
 * What can't be replaced stays, and so does what is no plain property: the page wants it so.
 */
export function standInFor(
  holder: object,
  name: string,
  act: (call: Call, self: unknown, args: unknown[], isNative: boolean) => unknown,
): void {
  let owner = holder;
  while (owner && !Object.getOwnPropertyDescriptor(owner, name)) owner = Object.getPrototypeOf(owner);
  if (!owner) return;
  const { value, writable } = Object.getOwnPropertyDescriptor(owner, name) as PropertyDescriptor;
  if (!writable || typeof value !== 'function') return;
  let isOwn: boolean | undefined;
  (owner as Record<string, unknown>)[name] = inPlaceOf(value, function (this: unknown, ...args: unknown[]) {
    isOwn ??= isNative(value, name);
    return act((changed) => Reflect.apply(value, this, changed), this, args, isOwn);
  });
}
