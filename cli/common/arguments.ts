import { type ParseArgsConfig, parseArgs } from 'node:util';
import { CannotRun, messageOf } from './cannot-run';

type Options = NonNullable<ParseArgsConfig['options']>;
type Read<T extends Options> = ReturnType<typeof parseArgs<{ args: string[]; allowPositionals: true; options: T }>>;

/** Reads what follows the command; what is wrong with it is told together with what was expected. */
export function readArguments<T extends Options>(args: string[], options: T, usage: string): Read<T> {
  try {
    return parseArgs({ args, allowPositionals: true, options });
  } catch (error) {
    throw new CannotRun(`${messageOf(error)}\n\n${usage}`);
  }
}
