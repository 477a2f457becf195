import { readArguments } from '../common/arguments';
import { CannotRun } from '../common/cannot-run';

export const SUGGEST_USAGE = `user-telemetry suggest <events> […] [options]

Finds the paths that real users take most, suggests journeys for them, and tells how many sessions existing journeys
cover. It reads on this machine, and sends nothing.

  <events>            what was exported of the log group /aws/vendedlogs/RUMService_…: files or folders of JSON lines,
                      of an export to S3, of \`aws logs\` or of a subscription, gzipped or not

  --app <cdk.out>     the output folder of \`cdk synth\`: what its journeys cover needs no other journey
  --trail <file>      which pages the journeys go to, written by \`user-telemetry run --trail\`
  --out <folder>      write journeys.ts and a recording for each into it, instead of printing them
  --top <number>      how many journeys to suggest, 5 by default
  --min-sessions <n>  how many sessions must have taken a path; 1 % of all and at least 2 by default

Exit status: 0, or 2 if it could not be done.`;

export interface SuggestOptions {
  readonly events: string[];
  readonly app?: string;
  readonly trail?: string;
  readonly out?: string;
  readonly top: number;
  readonly minSessions?: number;
}

const OPTIONS = {
  app: { type: 'string' },
  trail: { type: 'string' },
  out: { type: 'string' },
  top: { type: 'string' },
  'min-sessions': { type: 'string' },
} as const;

export function readSuggestOptions(args: string[]): SuggestOptions {
  const { values, positionals } = readArguments(args, OPTIONS, SUGGEST_USAGE);
  if (positionals.length === 0) throw new CannotRun(`expected files of events\n\n${SUGGEST_USAGE}`);
  return {
    events: positionals,
    app: values.app,
    trail: values.trail,
    out: values.out,
    top: natural('--top', values.top) ?? 5,
    minSessions: natural('--min-sessions', values['min-sessions']),
  };
}

function natural(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new CannotRun(`${option}: got ${text}, expected a whole number from 1`);
  return Number(text);
}
