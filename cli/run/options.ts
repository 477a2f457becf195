import { readArguments } from '../common/arguments';
import { CannotRun } from '../common/cannot-run';

export const RUN_USAGE = `user-telemetry run <cdk.out> [name] [options]

Plays journeys of a synthesized app in a local Chromium: no AWS account, nothing is sent to AWS.

  <cdk.out>               the output folder of \`cdk synth\`
  [name]                  the canary: the end of its path in the app, its logical id or its name; all without it

  --list                  only tell which canaries the app has
  --base-url <url>        aim at another origin, such as http://localhost:3000
  --value <NAME=value>    a value that only a deployment knows, such as JOURNEY_VALUE_1; or set the variable
  --secret <NAME=value>   a secret, such as JOURNEY_SECRET_1; better set the variable, which no history keeps
  --headed                show the browser
  --out <folder>          keep screenshots and the HAR file of every run there; without it, of failing runs
                          below user-telemetry-runs
  --trail <file>          write which pages each journey went to, for \`user-telemetry suggest --trail\`
  --chromium <path>       the browser; or set the variable CHROMIUM
  --chromium-arg <arg>    one more argument of the browser
  --ignore-https-errors   accept certificates that nobody has signed

Exit status: 0 all passed, 1 a journey failed, 2 a canary could not be played.`;

export interface RunOptions {
  readonly assembly: string;
  readonly name?: string;
  readonly list: boolean;
  readonly headed: boolean;
  readonly ignoreHttpsErrors: boolean;
  readonly baseUrl?: string;
  readonly values: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
  readonly out?: string;
  readonly trail?: string;
  readonly chromium?: string;
  readonly chromiumArgs: string[];
}

const OPTIONS = {
  list: { type: 'boolean', default: false },
  headed: { type: 'boolean', default: false },
  'ignore-https-errors': { type: 'boolean', default: false },
  'base-url': { type: 'string' },
  value: { type: 'string', multiple: true, default: [] as string[] },
  secret: { type: 'string', multiple: true, default: [] as string[] },
  out: { type: 'string' },
  trail: { type: 'string' },
  chromium: { type: 'string' },
  'chromium-arg': { type: 'string', multiple: true, default: [] as string[] },
} as const;

export function readRunOptions(args: string[]): RunOptions {
  const { values, positionals } = readArguments(args, OPTIONS, RUN_USAGE);
  const [assembly, name, ...rest] = positionals;
  if (!assembly || rest.length > 0) {
    throw new CannotRun(`expected the folder of a cloud assembly and perhaps a name\n\n${RUN_USAGE}`);
  }
  return {
    assembly,
    name,
    list: values.list,
    headed: values.headed,
    ignoreHttpsErrors: values['ignore-https-errors'],
    baseUrl: values['base-url'],
    values: assignments('--value', values.value),
    secrets: assignments('--secret', values.secret),
    out: values.out,
    trail: values.trail,
    chromium: values.chromium,
    chromiumArgs: values['chromium-arg'],
  };
}

/** What was given is not repeated in errors: it may be a secret. */
function assignments(option: string, given: string[]): Record<string, string> {
  return Object.fromEntries(
    given.map((assignment) => {
      const sign = assignment.indexOf('=');
      if (sign < 1) throw new CannotRun(`${option}: expected NAME=value`);
      return [assignment.slice(0, sign), assignment.slice(sign + 1)];
    }),
  );
}
