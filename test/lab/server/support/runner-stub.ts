/** Stands in for lab/synthetics/run.ts: answers what the canary's environment says, without a browser. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const out = process.argv[process.argv.indexOf('--out') + 1];
writeFileSync(join(out, 'screenshot.png'), 'picture');
writeFileSync(join(out, 'arguments.json'), JSON.stringify(process.argv.slice(2)));
console.log('a line of the script itself');
if (process.env.HANG) setTimeout(() => undefined, 60_000);
else if (process.env.ANSWER) console.log(process.env.ANSWER);
else process.exitCode = 2;
