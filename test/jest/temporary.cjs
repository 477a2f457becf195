/**
 * A folder for temporary files of its own for each process of jest: suites and CDK (`new App()`) leave thousands of folders.
 * Those of processes that have ended are removed here, at the start of the next one: what suites share, such as a lab, may
 * live longer than the suite that began it.
 */
const { mkdirSync, readdirSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

const PREFIX = 'telemetry-tests-'; // short, since paths of sockets are limited to about 100 characters

const hasEnded = (pid) => {
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
};

const outer = tmpdir();
for (const name of readdirSync(outer)) {
  const pid = name.startsWith(PREFIX) ? Number(name.slice(PREFIX.length)) : Number.NaN;
  if (pid > 0 && hasEnded(pid)) rmSync(join(outer, name), { recursive: true, force: true, maxRetries: 1 });
}
const own = join(outer, `${PREFIX}${process.pid}`);
mkdirSync(own, { recursive: true });
process.env.TMPDIR = own;
