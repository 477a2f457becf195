import { safely } from '../../core/safely';

/** The page may have replaced `Promise`, as zone.js does; nothing can replace those of async functions. */
const OwnPromise = (async () => undefined)().constructor;

/**
 * How the browser's promise ends. It has just been made and nobody else has it, so the page gets another one for it.
 *
 * Beside the page's own handlers there can be none of ours: a rejection that nobody handles, which the browser reports,
 * would be handled.
 */
export async function followed<T>(
  answer: Promise<T>,
  fulfilled: (value: T) => void,
  rejected: (reason: unknown) => void,
): Promise<T> {
  try {
    const value = await answer;
    safely(() => fulfilled(value));
    return value;
  } catch (reason) {
    safely(() => rejected(reason));
    throw reason;
  }
}

/** Acts once what is settled by now has been heard of. */
export async function afterThis(act: () => void): Promise<void> {
  await undefined;
  act();
}

async function handled(promise: Promise<unknown>): Promise<void> {
  try {
    await promise;
  } catch {
    // The page has it.
  }
}

/**
 * How a promise ends that comes from the page itself, which may know it: the page gets that very one.
 *
 * Ours on the side is rejected with it, and handled as soon as the page takes up its own: each way to do so reads
 * `constructor` first. So the browser reports a rejection that nobody handles, and only that. No method of the promise is
 * called, which may be a class of the page's own.
 */
export function watched<T>(
  answer: Promise<T>,
  fulfilled: (value: T) => void,
  rejected: (reason: unknown) => void,
): void {
  if (!(answer instanceof OwnPromise)) return;
  let isOurs = true;
  Object.defineProperty(answer, 'constructor', {
    configurable: true,
    get() {
      if (isOurs) return OwnPromise;
      Reflect.deleteProperty(answer, 'constructor');
      void handled(onTheSide);
      return answer.constructor;
    },
  });
  const onTheSide = followed(answer, fulfilled, rejected);
  isOurs = false;
}
