import { readArguments } from '../common/arguments';
import { CannotRun } from '../common/cannot-run';

export const VERIFY_USAGE = `user-telemetry verify <cdk.out> [stack] [options]

Tells after a deployment what telemetry has arrived and what has not, layer by layer, with the cause and the next step for
what is missing. It only reads: CloudFormation, CloudWatch, CloudWatch Logs, RUM, Synthetics, X-Ray.

  <cdk.out>           the output folder of \`cdk synth\`, as it was deployed
  [stack]             one stack: its path in the app; all that have telemetry by default

  --since <time>      how far back to look, such as 30m or 6h, 24h at most; 1h by default
  --wait <time>       look again until all is there, such as 10m; for pipelines
  --url <url>         a page that users open: is the client in it, and may it send?
  --region <region>   where the stacks are; as the app says, or AWS_REGION, by default
  --json              as JSON
  --unverified        answers questions about AWS that its documentation leaves open (docs/unverified.md), and nothing else

Credentials are those of the environment, or what \`aws configure export-credentials\` tells. docs/verify.md lists the
permissions. CloudWatch charges for GetMetricData: about USD 0.01 for each 1,000 metrics.

Exit status: 0 all is there, 1 something is missing, is waited for or can't be told, 2 it could not be done.`;

export interface VerifyOptions {
  readonly assembly: string;
  readonly stack?: string;
  readonly sinceMs: number;
  readonly waitMs: number;
  readonly url?: string;
  readonly region?: string;
  readonly json: boolean;
  readonly unverified: boolean;
}

const OPTIONS = {
  since: { type: 'string', default: '1h' },
  wait: { type: 'string' },
  url: { type: 'string' },
  region: { type: 'string' },
  json: { type: 'boolean', default: false },
  unverified: { type: 'boolean', default: false },
} as const;

const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000 };
const DAY_MS = 86_400_000;

export function readVerifyOptions(args: string[]): VerifyOptions {
  const { values, positionals } = readArguments(args, OPTIONS, VERIFY_USAGE);
  if (positionals.length < 1 || positionals.length > 2) {
    throw new CannotRun(`expected the output folder of cdk synth, and at most a stack\n\n${VERIFY_USAGE}`);
  }
  const { since, wait, url, region, json, unverified } = values;
  if (url !== undefined && !/^https?:/.test(URL.canParse(url) ? new URL(url).protocol : '')) {
    throw new CannotRun(`--url is ${url}, expected an address such as https://shop.example.com/`);
  }
  const sinceMs = time('--since', since);
  if (sinceMs < UNITS.m || sinceMs > DAY_MS) throw new CannotRun(`--since is ${since}, expected 1m to 24h`);
  const [assembly, stack] = positionals;
  return {
    assembly,
    stack,
    sinceMs,
    waitMs: wait === undefined ? 0 : time('--wait', wait),
    url,
    region,
    json,
    unverified,
  };
}

function time(option: string, text: string): number {
  const [, count, unit] = /^(\d+)([smh])$/.exec(text) ?? [];
  if (count === undefined) throw new CannotRun(`${option} is ${text}, expected a time such as 90s, 10m or 1h`);
  return Number(count) * UNITS[unit];
}
