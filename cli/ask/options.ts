import { parseArgs } from 'node:util';
import { CannotRun, messageOf } from '../common/cannot-run';

export const ASK_USAGE = `user-telemetry ask <question> <events> […] --app <cdk.out> [options]

Answers a question of the app by its very SQL, with DuckDB on this machine: events are read from files, and nothing is sent.

  <question>          the end of its path in the app, its title, or its kind if there is one only: funnel, retention,
                      paths, sessions, active-users, feature-adoption, campaigns, frustration, release-comparison,
                      transaction-outcomes
  <events>            files or folders of events: Parquet, such as the folder events/ of the pipeline's bucket with its
                      folders dt=…; lines of JSON with the columns of the table; or what was exported of the log group
                      of CloudWatch RUM, which is read as the pipeline reads it

  --app <cdk.out>     the output folder of \`cdk synth\`
  --statement <name>  another statement of the question, such as dropped of a funnel or links of paths
  --today <day>       the day up to which the last days are counted, such as 2026-11-28; the last day of the events by default
  --json              print the rows as JSON instead of a table
  --sql               print the statement, and answer nothing

Exit status: 0, or 2 if it could not be done.`;

export interface AskOptions {
  readonly question: string;
  readonly events: string[];
  readonly app: string;
  readonly statement: string;
  readonly today?: string;
  readonly json: boolean;
  readonly sql: boolean;
}

export function readAskOptions(args: string[]): AskOptions {
  const { values, positionals } = parse(args);
  const [question, ...events] = positionals;
  const { app, today, statement = 'answer', json = false, sql = false } = values;
  if (question === undefined || (events.length === 0 && !sql)) {
    throw new CannotRun(`expected a question and files of events\n\n${ASK_USAGE}`);
  }
  if (app === undefined) throw new CannotRun(`expected --app, the output folder of cdk synth\n\n${ASK_USAGE}`);
  if (today !== undefined && !/^\d{4}-\d\d-\d\d$/.test(today)) {
    throw new CannotRun(`--today: got ${today}, expected a day such as 2026-11-28`);
  }
  return { question, events, app, statement, today, json, sql };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        app: { type: 'string' },
        statement: { type: 'string' },
        today: { type: 'string' },
        json: { type: 'boolean' },
        sql: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new CannotRun(`${messageOf(error)}\n\n${ASK_USAGE}`);
  }
}
