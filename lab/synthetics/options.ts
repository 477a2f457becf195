import { parseArgs } from 'node:util';
import { WINDOWLESS, WITHOUT_OWN_PAGES } from '../cast/browser';

export const USAGE = `Plays a canary's code in a local Chromium.

  node --import tsx lab/synthetics/run.ts --code <dir> --handler index.handler --out <dir>
       [--timeout <seconds>] [--chromium <path>] [--chromium-arg <arg>]...

  --code          the directory into which the canary's zip was unpacked
  --handler       <file without extension>.<function>, as in the template
  --out           where screenshots and the HAR file go
  --timeout       when the run is ended, 840 by default
  --chromium      the browser; by default the one that CHROMIUM names, or Debian's
  --chromium-arg  one more argument of the browser

The canary's environment variables are this process's own. CANARY_ARN, if set, is put into the user agent.
The last line on stdout is the result, as JSON. Exit status: 0 if the run was carried out, whether it passed or failed;
2 if it could not be.`;

export interface Options {
  readonly code: string;
  readonly handler: string;
  readonly out: string;
  readonly timeoutMs: number;
  readonly chromium: string;
  readonly chromiumArgs: string[];
}

export function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args: joined(args),
    options: {
      code: { type: 'string' },
      handler: { type: 'string' },
      out: { type: 'string' },
      timeout: { type: 'string', default: '840' },
      chromium: { type: 'string', default: WINDOWLESS },
      'chromium-arg': { type: 'string', multiple: true, default: [] },
    },
  });
  const { code, handler, out } = values;
  if (!code || !handler || !out) throw new Error('--code, --handler and --out are needed');
  const timeoutMs = Number(values.timeout) * 1000;
  if (!(timeoutMs > 0)) throw new Error(`--timeout: got ${values.timeout}, expected seconds above 0`);
  const chromiumArgs = [WITHOUT_OWN_PAGES, ...values['chromium-arg']];
  return { code, handler, out, timeoutMs, chromium: values.chromium, chromiumArgs };
}

/** `--a b` as `--a=b`: the values of --chromium-arg begin with dashes themselves, which parseArgs refuses otherwise. */
function joined([name, ...rest]: string[]): string[] {
  if (name === undefined) return [];
  if (name.includes('=') || rest.length === 0) return [name, ...joined(rest)];
  return [`${name}=${rest[0]}`, ...joined(rest.slice(1))];
}
