import { inPlaceOf } from '../../core/in-place-of';
import { safely } from '../../core/safely';

/** What is the browser's own, taken before the page may replace it, and asked of what is the page's. */

const sourceOf = Function.prototype.toString;

function ownerOf(holder: object, name: string): [owner: object, property: PropertyDescriptor] | undefined {
  for (let owner = holder; owner; owner = Object.getPrototypeOf(owner)) {
    const property = Object.getOwnPropertyDescriptor(owner, name);
    if (property) return [owner, property];
  }
  return undefined;
}

/** Whether it is the browser's own function. What zone.js has replaced says so too, and passes on what it gets. */
export function isNative(value: unknown, name: string): boolean {
  const text = safely(() => sourceOf.call(value).slice(0, 99).replace(/\s/g, ''));
  return text === `function${name.replace(' ', '')}(){[nativecode]}`;
}

type Read<T> = (object: unknown) => T | undefined;

/** The browser's own getter; none where the page has replaced it before. */
export function getterOf(of: () => object, name: string): (() => unknown) | undefined {
  const get = safely(() => ownerOf(of(), name)?.[1].get);
  return isNative(get, `get ${name}`) || isNative(get, name) ? get : undefined;
}

/**
 * Reads what an object of the browser holds, of whatever realm it comes and whatever the page has put over it.
 *
 * Undefined for any other object, none of which is touched: neither its getters nor its prototypes.
 */
export function reader<T>(of: () => object, name: string): Read<T> {
  const get = getterOf(of, name);
  return (object) => get && safely(() => get.call(object) as T);
}

/** Its method, for objects of the browser in whatever realm. */
export function method(of: () => object, name: string): (object: unknown, ...args: unknown[]) => unknown {
  const known = safely(() => ownerOf(of(), name)?.[1].value);
  return (object, ...args) => Reflect.apply(known, object, args);
}

const nameOf = reader<string>(() => DOMException.prototype, 'name');

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
  const [owner, { value, writable }] = ownerOf(holder, name) ?? [holder, {} as PropertyDescriptor];
  if (!writable || typeof value !== 'function') return;
  const native = isNative(value, name);
  (owner as Record<string, unknown>)[name] = inPlaceOf(value, function (this: unknown, ...args: unknown[]) {
    return act((changed) => Reflect.apply(value, this, changed), this, args, native);
  });
}
