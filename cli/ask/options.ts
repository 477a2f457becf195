import { readArguments } from '../common/arguments';
import { CannotRun } from '../common/cannot-run';

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
  --html <file>       write a page with pictures and tables, too: it stands alone, and holds what the answer holds.
                      Apache ECharts draws them: npm install --save-dev echarts@6
  --sql               print the statement, and answer nothing

With --html, where frustration is asked about, clicks are shown on a page:
  --page <page>       which, such as /cart; the one with most clicks by default
  --screenshot <file> over this picture of the whole page, PNG or JPEG
  --base-url <url>    over a picture that is taken now, such as of http://localhost:3000
  --chromium <path>   by this browser; or set the variable CHROMIUM

Exit status: 0, or 2 if it could not be done.`;

/** Which page the map of clicks is of, and what it is drawn over. */
export interface ClicksOptions {
  readonly page?: string;
  readonly screenshot?: string;
  readonly baseUrl?: string;
  readonly chromium?: string;
}

export interface AskOptions {
  readonly question: string;
  readonly events: string[];
  readonly app: string;
  readonly statement: string;
  readonly today?: string;
  readonly json: boolean;
  readonly sql: boolean;
  readonly html?: string;
  readonly clicks: ClicksOptions;
}

const OPTIONS = {
  app: { type: 'string' },
  statement: { type: 'string' },
  today: { type: 'string' },
  json: { type: 'boolean' },
  sql: { type: 'boolean' },
  html: { type: 'string' },
  page: { type: 'string' },
  screenshot: { type: 'string' },
  'base-url': { type: 'string' },
  chromium: { type: 'string' },
} as const;

export function readAskOptions(args: string[]): AskOptions {
  const { values, positionals } = readArguments(args, OPTIONS, ASK_USAGE);
  const [question, ...events] = positionals;
  const { app, today, statement = 'answer', json = false, sql = false, html } = values;
  if (question === undefined || (events.length === 0 && !sql)) {
    throw new CannotRun(`expected a question and files of events\n\n${ASK_USAGE}`);
  }
  if (app === undefined) throw new CannotRun(`expected --app, the output folder of cdk synth\n\n${ASK_USAGE}`);
  if (today !== undefined && !/^\d{4}-\d\d-\d\d$/.test(today)) {
    throw new CannotRun(`--today: got ${today}, expected a day such as 2026-11-28`);
  }
  const { page, screenshot, 'base-url': baseUrl, chromium } = values;
  if (html === undefined && (page ?? screenshot ?? baseUrl) !== undefined) {
    throw new CannotRun(`--page, --screenshot and --base-url are for the page of --html\n\n${ASK_USAGE}`);
  }
  if (screenshot !== undefined && baseUrl !== undefined) {
    throw new CannotRun('--base-url: got --screenshot, too, expected one of them');
  }
  if (baseUrl !== undefined && !/^https?:/.test(URL.canParse(baseUrl) ? new URL(baseUrl).protocol : '')) {
    throw new CannotRun(`--base-url: got ${baseUrl}, expected an address such as http://localhost:3000`);
  }
  return { question, events, app, statement, today, json, sql, html, clicks: { page, screenshot, baseUrl, chromium } };
}
