import { ASSUMPTIONS, type AssumptionName, maximumOf, type Usage } from '../../src/formats/cost/assumptions';
import { readArguments } from '../common/arguments';
import { CannotRun } from '../common/cannot-run';

const NAMES = Object.keys(ASSUMPTIONS) as AssumptionName[];
const WIDTH = 34;

export const COST_USAGE = `user-telemetry cost <cdk.out> [stack] --sessions <number> [options]

Tells what telemetry costs in a month of 30 days, item by item, from the templates of an app and list prices of AWS: what
is not known, what was assumed, and what would be cheaper. It asks AWS nothing.

  <cdk.out>           the output folder of \`cdk synth\`
  [stack]             one stack: its path in the app; all of them by default

  --sessions <number>             sessions of real users in a month
  --region <region>               where the stacks are; as the app says by default
  --free-tier                     takes off what each account has free each month
  --json                          as JSON

Assumptions, each with its default:
${NAMES.map((name) => `  ${`--${optionOf(name)} <number>`.padEnd(WIDTH)}${ASSUMPTIONS[name].what}: ${ASSUMPTIONS[name].default}`).join('\n')}

docs/cost.md lists the prices with their sources. Exit status: 0, or 2 if it could not be done.`;

export interface CostOptions {
  readonly assembly: string;
  readonly stack?: string;
  readonly region?: string;
  readonly json: boolean;
  readonly usage: Usage;
}

const OPTIONS = {
  sessions: { type: 'string' },
  region: { type: 'string' },
  'free-tier': { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  ...(Object.fromEntries(NAMES.map((name) => [optionOf(name), { type: 'string' }])) as Record<
    string,
    { readonly type: 'string' }
  >),
} as const;

export function readCostOptions(args: string[]): CostOptions {
  const { values, positionals } = readArguments(args, OPTIONS, COST_USAGE);
  if (positionals.length < 1 || positionals.length > 2) {
    throw new CannotRun(`expected the output folder of cdk synth, and at most a stack\n\n${COST_USAGE}`);
  }
  const { sessions, region, json, 'free-tier': freeTier } = values;
  if (sessions === undefined) {
    throw new CannotRun(`expected --sessions, the sessions of real users in a month\n\n${COST_USAGE}`);
  }
  if (region !== undefined && !/^[a-z]{2,}(-[a-z0-9]+)+$/.test(region)) {
    throw new CannotRun(`--region is ${region}, expected a Region such as eu-west-1`);
  }
  const told = values as Readonly<Record<string, unknown>>;
  const assumed = NAMES.flatMap((name) => {
    const text = told[optionOf(name)];
    return text === undefined ? [] : [[name, number(`--${optionOf(name)}`, String(text), maximumOf(name))]];
  });
  const usage = { monthlySessions: number('--sessions', sessions), freeTier, ...Object.fromEntries(assumed) };
  return { assembly: positionals[0], stack: positionals[1], region, json, usage };
}

/** `pagesPerSession` as `pages-per-session`. */
export function optionOf(name: AssumptionName): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function number(option: string, text: string, max = Number.MAX_SAFE_INTEGER): number {
  const value = /^[\d_,]*\.?\d+$/.test(text) ? Number(text.replace(/[_,]/g, '')) : Number.NaN;
  if (value >= 0 && value <= max) return value;
  const expected = max === Number.MAX_SAFE_INTEGER ? 'a number of at least 0' : `a number from 0 to ${max}`;
  throw new CannotRun(`${option} is ${text}, expected ${expected}`);
}
