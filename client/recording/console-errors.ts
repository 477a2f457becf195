import { inPlaceOf } from '../core/in-place-of';
import { safely } from '../core/safely';
import { cut } from '../core/text';
import { outside } from '../core/zone';
import { isError, readable } from './thrown';

const TEXT_LENGTH = 1_000;

/**
 * Reports what is written with `console.error()`: the error that is among the arguments, or else their text.
 *
 * The console goes on as it is: a proxy passes each call on, and looks like the function of the browser.
 */
export function watchConsole(console: Console, report: (thrown: unknown) => void): void {
  let reporting = false;
  const { error } = console;
  console.error = inPlaceOf(error, function (this: unknown, ...args: unknown[]) {
    try {
      return Reflect.apply(error, this, args);
    } finally {
      // What is read of the arguments may write to the console itself.
      if (!reporting) {
        reporting = true;
        safely(() => {
          const thrown = args.find(isError) ?? textOf(args);
          if (thrown !== '') outside(() => report(thrown));
        });
        reporting = false;
      }
    }
  });
}

/** The text as the console shows it: with the values that stand for `%s` and the like, without its styles. */
export function textOf([first = '', ...rest]: unknown[]): string {
  const format = typeof first === 'string' ? cut(first, TEXT_LENGTH) : readable(first);
  const text = format.replace(/%([sdifoOc%])/g, (directive, kind: string) => {
    if (kind === '%') return '%';
    if (!rest.length) return directive;
    const value = rest.shift();
    return kind === 'c' ? '' : readable(value);
  });
  return cut([text, ...rest.slice(0, 10).map(readable)].join(' '), TEXT_LENGTH);
}
