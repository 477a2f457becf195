import { Token } from 'aws-cdk-lib';
import { Runtime, RuntimeFamily } from 'aws-cdk-lib/aws-synthetics';
import type { Construct } from 'constructs';
import { fail } from '../../private/errors';

/** The day on which this table was compared with the lists of AWS. */
const AS_OF = '2026-11-23';

interface RuntimeTable {
  readonly family: RuntimeFamily;
  /** The newest one that was known. */
  readonly newest: string;
  /** Those that AWS has deprecated, with the dates: a canary can't be created on them any more. */
  readonly deprecated: { readonly [version: string]: string };
}

/**
 * The newest runtime of each family and the deprecated ones.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries_Library.html
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Runtime_Support_Policy.html
 */
const RUNTIMES: { readonly [prefix: string]: RuntimeTable } = {
  // Node.js 22, Playwright 1.63.0, Chromium 153.0.8010.36, Firefox 155.0
  'syn-nodejs-playwright': { family: RuntimeFamily.NODEJS, newest: '9.0', deprecated: {} },
  'syn-nodejs-puppeteer': {
    family: RuntimeFamily.NODEJS,
    newest: '17.0',
    deprecated: {
      ...onDay('before 2025', '3.0 3.1 3.2 3.3 3.4 3.5 3.6 3.7 3.8 3.9 4.0 5.0 5.1 6.0 6.1'),
      ...onDay('on 2026-01-22', '5.2 6.2 7.0'),
    },
  },
  'syn-nodejs': { family: RuntimeFamily.NODEJS, newest: '5.4', deprecated: {} },
  'syn-python-selenium': {
    family: RuntimeFamily.PYTHON,
    newest: '14.0',
    deprecated: {
      ...onDay('before 2025', '1.0 1.1 1.2 1.3 2.0'),
      ...onDay('on 2026-01-22', '2.1 3.0'),
      ...onDay('on 2026-02-03', '4.0 4.1 5.0 5.1'),
    },
  },
};

function onDay(day: string, versions: string): { [version: string]: string } {
  return Object.fromEntries(versions.split(' ').map((version) => [version, day]));
}

/** The newest runtime of a family that is known here; aws-cdk-lib has constants for older ones only. */
export function newestRuntime(prefix = 'syn-nodejs-playwright'): Runtime {
  const { newest, family } = RUNTIMES[prefix];
  return new Runtime(`${prefix}-${newest}`, family);
}

/**
 * The versions with which features came, by family. A family that has none is null; of one that is not named nothing is
 * known.
 */
const SINCE: { readonly [feature: string]: { readonly [family: string]: string | null } } = {
  /** Runs in other Regions: see `JourneyReplica`. */
  replicas: { 'syn-nodejs-playwright': '7.0' },
  /** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/performing-safe-canary-upgrades.html */
  dryRuns: {
    'syn-java': null,
    'syn-nodejs': '3.0',
    'syn-nodejs-playwright': '2.0',
    'syn-nodejs-puppeteer': '10.0',
    'syn-python-selenium': '5.1',
  },
};

/** Refuses a runtime that can't play journeys, nor follow links. */
export function checkPlaywrightRuntime(scope: Construct, runtime: Runtime): void {
  checkFamily(scope, 'syn-nodejs-playwright', runtime, '5.1', 'older ones have no @aws/synthetics-playwright');
}

/** Refuses a runtime that can't check without a script. */
export function checkBlueprintRuntime(scope: Construct, runtime: Runtime): void {
  checkFamily(scope, 'syn-nodejs', runtime, '3.0', 'the multi checks blueprint came with 3.0');
}

/** The version of a runtime's family that a feature came with, if the runtime is too old; null if the family has none. */
export function missing(feature: 'replicas' | 'dryRuns', runtimeName: string): string | null | undefined {
  const { family, version } = parse(runtimeName);
  const since = SINCE[feature][family];
  return since && !isOlder(version, since) ? undefined : since;
}

/**
 * Refuses a runtime of another family, one that is too old and one that AWS has deprecated; passes one that is newer
 * than the table, and tokens.
 */
function checkFamily(scope: Construct, prefix: string, { name }: Runtime, oldest: string, why: string): void {
  if (Token.isUnresolved(name)) return;
  const newest = newestRuntime(prefix).name;
  const { family, version } = parse(name);
  const date = RUNTIMES[family]?.deprecated[version];
  const refuse = (expected: string) =>
    fail(scope, {
      what: 'runtime',
      got: name,
      expected,
      fix: `leave runtime out to get ${newest}, the newest on ${AS_OF}`,
    });
  if (date) refuse(`a runtime that AWS has not deprecated, as it did with this one ${date}`);
  if (family !== prefix) refuse(`a runtime of the family ${prefix}, such as ${newest}`);
  if (isOlder(version, oldest)) refuse(`${prefix}-${oldest} or newer, since ${why}`);
}

/** Of a token, neither is known. */
function parse(runtimeName: string): { readonly family: string; readonly version: string } {
  const [, family = '', version = ''] = /^(syn-[a-z-]+)-(\d+\.\d+)$/.exec(runtimeName) ?? [];
  return { family, version };
}

function isOlder(version: string, than: string): boolean {
  const [major, minor] = version.split('.').map(Number);
  const [otherMajor, otherMinor] = than.split('.').map(Number);
  return major < otherMajor || (major === otherMajor && minor < otherMinor);
}
