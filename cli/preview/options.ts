import { readArguments } from '../common/arguments';
import { CannotRun } from '../common/cannot-run';

export const PREVIEW_USAGE = `user-telemetry preview <cdk.out> [dashboard] [options]

Draws the CloudWatch dashboards of an app as they will look, before it is deployed: one page that stands alone. It needs no
AWS account and sends nothing. Series are made up, the same each time, unless they are given.

  <cdk.out>           the output folder of \`cdk synth\`, of any app; or a file of JSON: a template of CloudFormation, the body
                      of a dashboard, or what \`aws cloudwatch get-dashboard\` answers
  [dashboard]         the end of its path in the app, or its name; all of them by default

  --out <file>        the page that is written; dashboards.html by default
  --png <folder>      a picture of each dashboard, too: NAME-light.png and NAME-dark.png, by Playwright and Chromium as
                      \`user-telemetry run\` finds them
  --chromium <path>   the program of the browser for --png
  --data <file>       series to show instead: what \`aws cloudwatch get-metric-data\` answers, and states of alarms:
                      what \`aws cloudwatch describe-alarms\` answers; may be given several times

Charts are drawn by Apache ECharts 6, which is taken from your project.

Exit status: 0, 1 if something in a dashboard is wrong, not known, or beyond a limit of CloudWatch, or 2 if it could not be
done.`;

export interface PreviewOptions {
  readonly from: string;
  readonly dashboard?: string;
  readonly out: string;
  readonly png?: string;
  readonly chromium?: string;
  readonly data: readonly string[];
}

const OPTIONS = {
  out: { type: 'string' },
  png: { type: 'string' },
  chromium: { type: 'string' },
  data: { type: 'string', multiple: true },
} as const;

export function readPreviewOptions(args: string[]): PreviewOptions {
  const { values, positionals } = readArguments(args, OPTIONS, PREVIEW_USAGE);
  const [from, dashboard, ...others] = positionals;
  if (from === undefined || others.length > 0) {
    throw new CannotRun(`expected the output folder of cdk synth, and a dashboard perhaps\n\n${PREVIEW_USAGE}`);
  }
  const { out = 'dashboards.html', data = [], png, chromium } = values;
  return { from, dashboard, out, png, chromium, data };
}
