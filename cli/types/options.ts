import { readArguments } from '../common/arguments';
import { CannotRun } from '../common/cannot-run';

export const TYPES_USAGE = `user-telemetry types <cdk.out> [options]

Writes the names of the transactions and features that web applications declare, and the events of catalogs with their
properties, as types: a page that is built then compiles with these only, in \`userTelemetry\` of cdk-user-telemetry/client and in \`window.userTelemetry\`.

  <cdk.out>           the output folder of \`cdk synth\`

  --app <name>        of one web application: the end of its path in the app; all of them by default
  --catalog <name>    with the events of one catalog: the end of its path in the app; of all of them by default
  --service           for a service instead: what it may send to the ingest of events, as a module without imports
  --out <file>        write into this file, such as src/telemetry.d.ts, instead of printing

Exit status: 0, or 2 if it could not be done.`;

export interface TypesOptions {
  readonly assembly: string;
  readonly app?: string;
  readonly catalog?: string;
  readonly service?: boolean;
  readonly out?: string;
}

const OPTIONS = {
  app: { type: 'string' },
  catalog: { type: 'string' },
  service: { type: 'boolean' },
  out: { type: 'string' },
} as const;

export function readTypesOptions(args: string[]): TypesOptions {
  const { values, positionals } = readArguments(args, OPTIONS, TYPES_USAGE);
  if (positionals.length !== 1) throw new CannotRun(`expected the output folder of cdk synth\n\n${TYPES_USAGE}`);
  return { assembly: positionals[0], ...values };
}
