import { type CfnElement, Lazy, Stack } from 'aws-cdk-lib';

/** As it will be in the template. */
export function rendered(element: CfnElement): object {
  return Stack.of(element).resolve((element as unknown as Renderable)._toCloudFormation());
}

/**
 * As it would be in the template by now, whatever else comes.
 *
 * A value of `Lazy` is made once and kept: looked at before all is defined, what is added later, such as tags, would be
 * missing in the template. Here nothing is kept.
 */
export function renderedByNow<T>(look: (render: typeof rendered) => T): T {
  const values = prototypeOfLazies();
  const { resolve } = values;
  values.resolve = function (this: LazyValue, context) {
    const before = this._cached;
    try {
      return resolve.call(this, context);
    } finally {
      this._cached = before;
    }
  };
  try {
    return look(rendered);
  } finally {
    values.resolve = resolve;
  }
}

interface Renderable {
  _toCloudFormation(): object;
}

interface LazyValue {
  _cached?: unknown;
  resolve(context: unknown): unknown;
}

/** What all kinds of them inherit from. */
function prototypeOfLazies(): LazyValue {
  let found = Object.getPrototypeOf(Lazy.uncachedAny({ produce: () => undefined }));
  for (let next = found; next !== Object.prototype; next = Object.getPrototypeOf(next)) {
    if (Object.hasOwn(next, 'resolve')) found = next;
  }
  return found;
}
