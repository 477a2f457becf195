import { parseArgs } from 'node:util';
import { CannotRun, messageOf } from '../common/cannot-run';

export const TYPES_USAGE = `user-telemetry types <cdk.out> [options]

Writes the names of the transactions and features that web applications declare as types: a page that is built then
compiles with these names only, in \`userTelemetry\` of cdk-user-telemetry/client and in \`window.userTelemetry\`.

  <cdk.out>           the output folder of \`cdk synth\`

  --app <name>        of one web application: the end of its path in the app; all of them by default
  --out <file>        write into this file, such as src/telemetry.d.ts, instead of printing

Exit status: 0, or 2 if it could not be done.`;

export interface TypesOptions {
  readonly assembly: string;
  readonly app?: string;
  readonly out?: string;
}

export function readTypesOptions(args: string[]): TypesOptions {
  const { values, positionals } = parse(args);
  if (positionals.length !== 1) throw new CannotRun(`expected the output folder of cdk synth\n\n${TYPES_USAGE}`);
  return { assembly: positionals[0], ...values };
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, allowPositionals: true, options: { app: { type: 'string' }, out: { type: 'string' } } });
  } catch (error) {
    throw new CannotRun(`${messageOf(error)}\n\n${TYPES_USAGE}`);
  }
}
