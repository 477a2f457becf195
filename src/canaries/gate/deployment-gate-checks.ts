import { type Duration, Token } from 'aws-cdk-lib';
import type { Canary, CfnCanary } from 'aws-cdk-lib/aws-synthetics';
import type { Construct } from 'constructs';
import { fail } from '../../private/errors';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/performing-safe-canary-upgrades.html */
const DRY_RUNS_FROM: { [family: string]: number[] } = {
  'syn-nodejs': [3, 0],
  'syn-nodejs-playwright': [2, 0],
  'syn-nodejs-puppeteer': [10, 0],
  'syn-python-selenium': [5, 1],
};

/** Refuses to wait longer than CloudFormation does, and shorter than the canary may take. */
export function checkGateTimeout(scope: Construct, timeout: Duration, canary: Canary): void {
  if (timeout.isUnresolved()) return;
  const seconds = timeout.toSeconds({ integral: false });
  const run = (canary.node.defaultChild as CfnCanary | undefined)?.runConfig;
  const limit = run && !Token.isUnresolved(run) && 'timeoutInSeconds' in run ? run.timeoutInSeconds : undefined;
  const least = Math.max(60, limit === undefined || Token.isUnresolved(limit) ? 0 : limit + 1);
  if (Number.isInteger(seconds) && seconds >= least && seconds <= 3300) return;
  fail(scope, {
    what: 'timeout (in seconds)',
    got: seconds,
    expected: `whole seconds from 60 to 3300, and more than the timeout of the canary (${limit ?? 'unknown'})`,
    fix: 'leave timeout out to get 20 minutes',
  });
}

/** Refuses a runtime that cannot run dry; one that is unknown here passes. */
export function checkDryRun(scope: Construct, canary: Canary): void {
  const runtime = (canary.node.defaultChild as CfnCanary | undefined)?.runtimeVersion;
  if (runtime === undefined || Token.isUnresolved(runtime)) return;
  const [, family, major, minor] = /^(.+)-(\d+)\.(\d+)$/.exec(runtime) ?? [];
  const from = family === undefined || family === 'syn-java' ? undefined : DRY_RUNS_FROM[family];
  const version = [Number(major), Number(minor)];
  const old = from && (version[0] < from[0] || (version[0] === from[0] && version[1] < from[1]));
  if (!old && family !== 'syn-java') return;
  fail(scope, {
    what: 'dryRun',
    got: true,
    expected: `a runtime with dry runs: ${runtime} has none`,
    fix: 'choose a newer runtime, or set dryRun to false so that the gate waits for a run of the schedule',
  });
}
