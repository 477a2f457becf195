import { existsSync } from 'node:fs';
import { readArguments } from '../common/arguments';
import { CannotRun } from '../common/cannot-run';
import { readSince, type Since } from './since';

export const TRACE_USAGE = `user-telemetry trace <id> [events] […] [options]
user-telemetry trace --errors [transaction or page] [events] […] [options]

Shows the steps of a user in their order: pages, clicks, requests and the spans of backends behind them, errors with the
line of source, how transactions ended. With --errors it finds the sessions that are worth looking at, and what they have
in common against all others.

  <id>                   of a session, the pseudonym of a user, or a trace of X-Ray or of W3C trace context
  [events]               files or folders of what was exported of the log group of CloudWatch RUM; none with --app
  --app <cdk.out>        instead of files: the output folder of \`cdk synth\`, whose app monitors are asked in the account
  --stack <name>         of one stack only: its name, or its path in the app
  --region <region>      where it is; what the app says, or AWS_REGION, by default
  --since <time>         from when on: 30m, 2h, 3d, or a moment such as 2026-11-28T20:00Z. In an account the last day by
                         default; in files everything, and counted back from the last event
  --traces <file>        what \`aws xray batch-get-traces\` answers; may be given several times. With --app X-Ray is asked
  --source-maps <folder> of the build, where CloudWatch RUM has none
  --html <file>          write the steps as a page, too: it stands alone, and holds what the events hold
  --top <n>              with --errors: how many sessions are listed, 10 by default

Credentials are those of the environment, or what \`aws configure export-credentials\` tells. They need
cloudformation:ListStackResources, rum:GetAppMonitor, logs:FilterLogEvents and xray:BatchGetTraces. FilterLogEvents has no
price of its own; X-Ray bills traces that are retrieved.

Exit status: 0, 1 if nothing has that ID, or 2 if it could not be done.`;

export interface TraceOptions {
  /** None with `errors`. */
  readonly id?: string;
  readonly isErrors: boolean;
  /** The transaction or page of `errors`. */
  readonly about?: string;
  readonly events: readonly string[];
  readonly app?: string;
  readonly stack?: string;
  readonly region?: string;
  readonly since?: Since;
  readonly traces: readonly string[];
  readonly sourceMaps?: string;
  readonly html?: string;
  readonly top: number;
}

const OPTIONS = {
  errors: { type: 'boolean', default: false },
  app: { type: 'string' },
  stack: { type: 'string' },
  region: { type: 'string' },
  since: { type: 'string' },
  traces: { type: 'string', multiple: true },
  'source-maps': { type: 'string' },
  html: { type: 'string' },
  top: { type: 'string', default: '10' },
} as const;

export function readTraceOptions(args: string[]): TraceOptions {
  const { values, positionals } = readArguments(args, OPTIONS, TRACE_USAGE);
  const { errors: isErrors, app, stack, region, since, html, 'source-maps': sourceMaps, traces = [], top } = values;
  const wrong = (what: string) => new CannotRun(`${what}\n\n${TRACE_USAGE}`);
  const [first, ...rest] = positionals;
  // Files are told from a name by being there; an account has none.
  const hasName = first !== undefined && (!isErrors || app !== undefined || !existsSync(first));
  const events = hasName ? rest : positionals;
  if (!isErrors && first === undefined) throw wrong('expected an ID of a session, a user or a trace, or --errors');
  if (app === undefined && events.length === 0) throw wrong('expected files of events, or --app');
  if (app !== undefined && events.length > 0) throw wrong(`expected files of events or --app, got ${events[0]}, too`);
  if (app === undefined && (stack ?? region) !== undefined) throw wrong('--stack and --region are for --app');
  if (isErrors && (html ?? sourceMaps ?? traces[0]) !== undefined) {
    throw wrong('--html, --source-maps and --traces show the steps of a session: not with --errors');
  }
  if (!/^[1-9]\d{0,4}$/.test(top)) throw wrong(`--top: got ${top}, expected a number of sessions`);
  return {
    ...{ isErrors, events, app, stack, region, traces, sourceMaps, html },
    id: isErrors ? undefined : first,
    about: isErrors && hasName ? first : undefined,
    since: since === undefined ? undefined : readSince(since),
    top: Number(top),
  };
}
