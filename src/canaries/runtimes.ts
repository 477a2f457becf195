import { Token } from 'aws-cdk-lib';
import { Runtime, RuntimeFamily } from 'aws-cdk-lib/aws-synthetics';
import type { Construct } from 'constructs';
import { fail } from '../private/errors';

interface PlaywrightRuntime {
  readonly version: string;
  /** Why a journey can't run on it. */
  readonly refused?: string;
}

const OLD_NAMESPACE = 'it has no @aws/synthetics-playwright, which came with 5.1';

/**
 * Playwright runtimes that AWS had published on 2026-11-23, the newest first. AWS lists those it has deprecated at
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Runtime_Support_Policy.html:
 * at that date none of this family, else they would be refused here, since no canary can be created on them.
 */
const PLAYWRIGHT_RUNTIMES: PlaywrightRuntime[] = [
  { version: '9.0' }, // Node.js 22, Playwright 1.63.0, Chromium 153.0.8010.36
  { version: '8.0' }, // Node.js 22, Playwright 1.61.1, Chromium 150.0.7871.24
  { version: '7.0' },
  { version: '6.0' }, // Node.js 22, Playwright 1.58.2, Chromium 145.0.7632.77
  { version: '5.1' }, // Node.js 22, Playwright 1.57.0, Chromium 143.0.7499.169
  { version: '5.0', refused: OLD_NAMESPACE },
  { version: '4.0', refused: OLD_NAMESPACE },
  { version: '3.0', refused: OLD_NAMESPACE },
  { version: '2.0', refused: OLD_NAMESPACE },
  { version: '1.0', refused: OLD_NAMESPACE },
];

const FAMILY = 'syn-nodejs-playwright-';

/** The newest runtime that is known here; aws-cdk-lib has no constant for it. */
export function newestRuntime(): Runtime {
  return new Runtime(`${FAMILY}${PLAYWRIGHT_RUNTIMES[0].version}`, RuntimeFamily.NODEJS);
}

/** Refuses a runtime that can't play journeys; one that is newer than the table passes. */
export function checkRuntime(scope: Construct, { name }: Runtime): void {
  if (Token.isUnresolved(name)) return;
  const version = name.startsWith(FAMILY) ? name.slice(FAMILY.length) : undefined;
  const known = PLAYWRIGHT_RUNTIMES.find((runtime) => runtime.version === version);
  if (known ? !known.refused : version !== undefined && /^\d+\.\d+$/.test(version)) return;
  fail(scope, {
    what: 'runtime',
    got: name,
    expected: known?.refused
      ? `a newer Playwright runtime, since ${known.refused}`
      : `a Playwright runtime such as ${newestRuntime().name}`,
    fix: `leave runtime out to get ${newestRuntime().name}`,
  });
}
