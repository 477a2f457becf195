/** Plays a canary's code in a local Chromium, by the command line tool's own stand-in for the runtime. See USAGE. */
import { join } from 'node:path';
import { findPlaywright } from '../../cli/browser/playwright';
import { messageOf } from '../../cli/common/cannot-run';
import { playCanary } from '../../cli/synthetics/play';
import { tick } from '../../cli/synthetics/synthetics';
import { readOptions, USAGE } from './options';

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  const result = await playCanary(
    {
      ...options,
      canaryArn: process.env.CANARY_ARN ?? 'unknown',
      ignoreHttpsErrors: options.chromiumArgs.includes('--ignore-certificate-errors'),
      onStep: (step) => console.error(tick(step)),
    },
    findPlaywright([join(__dirname, '../..')]),
  );
  process.stdout.write(`${JSON.stringify(result)}\n`);
}

main().then(
  () => process.exit(0),
  (error) => {
    console.error(`${messageOf(error)}\n\n${USAGE}`);
    process.exit(2);
  },
);
