import { type ParseArgsConfig, parseArgs } from 'node:util';
import { CannotRun, messageOf } from './cannot-run';

type Options = NonNullable<ParseArgsConfig['options']>;

/** Reads what follows the command; what is wrong with it is told together with what was expected. */
export function readArguments<T extends Options>(args: string[], options: T, usage: string) {
  try {
    return parseArgs({ args, allowPositionals: true, options });
  } catch (error) {
    throw new CannotRun(`${messageOf(error)}\n\n${usage}`);
  }
}
