import { isObject } from '../../core/is-object';
import { safely } from '../../core/safely';
import { TRACE_HEADER } from './trace-header';

/**
 * What the page gives to the browser, heard while the browser reads it.
 *
 * Reading it before would be a second time: getters, iterators and conversions of the page would run twice, may answer
 * otherwise, or be used up. A view of it is read once, by the browser, in the browser's order, and throws what it throws.
 */

/** What the browser turns into a text. */
export function text(value: unknown, hear: (text: string) => void): unknown {
  if (!isObject(value)) {
    if (value !== undefined) safely(() => hear(String(value)));
    return value;
  }
  return {
    toString() {
      const converted = `${value}`;
      safely(() => hear(converted));
      return converted;
    },
  };
}

/** An object of which the browser reads properties; `instead` may read each, and says what the browser gets. */
export function properties(
  of: object,
  instead: (name: string | symbol, read: () => unknown) => unknown,
  more: ProxyHandler<object> = {},
): object {
  // Not around it: what it has frozen could not be replaced.
  return new Proxy(
    {},
    {
      ...more,
      get: (_, name) => instead(name, () => Reflect.get(of, name)),
      set: (_, name, value) => Reflect.set(of, name, value), // zone.js puts a signal of its own into `init`
    },
  );
}

/** The members of an iterable as the browser goes through them, and what follows then. */
function members(
  of: object,
  method: unknown,
  replace: (member: unknown, index: number) => unknown,
  end?: () => Iterable<unknown>,
): unknown {
  if (typeof method !== 'function') return method;
  return function* () {
    let index = 0;
    for (const member of { [Symbol.iterator]: () => method.call(of) }) yield replace(member, index++);
    if (end) yield* end();
  };
}

/** Headers as a record, as a list of pairs, or as `Headers`, and the trace's with them unless the page has set it. */
export function headers(
  value: unknown,
  hear: (name: string, value: unknown) => void,
  traceHeader: () => string | undefined,
): unknown {
  if (!isObject(value)) return value;
  let added: string | undefined;
  const add = () => {
    added = safely(traceHeader);
    return added ? [[TRACE_HEADER, added]] : [];
  };
  const pair = (of: unknown) => {
    if (!isObject(of)) return of;
    let name = '';
    const part = (it: unknown, index: number) =>
      text(it, (content) => {
        if (!index) name = content;
        hear(name, index ? content : '');
      });
    return properties(of, (key, read) => (key === Symbol.iterator ? members(of, read(), part) : read()));
  };
  return properties(
    value,
    (key, read) => {
      if (added && key === TRACE_HEADER) return added;
      const member = read();
      if (key === Symbol.iterator) return members(value, member, pair, add);
      return typeof key === 'symbol' ? member : text(member, (content) => hear(key, content));
    },
    {
      ownKeys() {
        const keys = Reflect.ownKeys(value);
        for (const key of keys) if (typeof key === 'string') hear(key, '');
        return [...keys, ...add().map(([name]) => name)];
      },
      getOwnPropertyDescriptor(_, key) {
        const isAdded = added && key === TRACE_HEADER;
        const property = isAdded ? { enumerable: true } : Reflect.getOwnPropertyDescriptor(value, key);
        return property && { ...property, configurable: true };
      },
    },
  );
}
