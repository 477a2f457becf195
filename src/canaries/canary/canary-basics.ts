import { Duration, Size, Token } from 'aws-cdk-lib';
import type { Role } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { CfnCanary } from 'aws-cdk-lib/aws-synthetics';
import type { Construct } from 'constructs';
import { checkDuration, checkNumber, checkPattern, checkSize, tagProblems } from '../../private/checks';
import { fail } from '../../private/errors';
import { physicalName } from '../../private/names';
import { checkVariableNames } from './environment';

/** What any canary may be told about itself. */
interface Stated {
  readonly canaryName?: string;
  readonly memory?: Size;
  readonly retention?: Duration;
  readonly maxRetries?: number;
  readonly ephemeralStorage?: Size;
  readonly environment?: { readonly [name: string]: string };
}

/** What a canary of this library is. */
export interface CanaryBasics {
  readonly name: string;
  readonly timeout: Duration;
  readonly memory: Size;
  readonly retention: Duration;
}

/**
 * What a run takes besides its checks, such as for starting and closing a browser and for uploads. A run that the service
 * has to end publishes no success metric and no reason: checks have to be over before.
 */
export const RUN_RESERVE = Duration.seconds(15);

/** What the service lets a run take, in seconds. */
export const LONGEST_RUN = 840;

/** With two retries the timeout has to be shorter than this, in seconds. */
const TIMEOUT_WITH_TWO_RETRIES = 600;

/**
 * What a canary is by what is stated and by default.
 *
 * Refuses what the service would refuse, part of which the L2 construct lets through.
 *
 * @param interval the shortest time between two runs
 * @see https://docs.aws.amazon.com/AmazonSynthetics/latest/APIReference/API_CreateCanary.html
 */
export function canaryBasics(scope: Construct, stated: Stated, interval: Duration, timeout: Duration): CanaryBasics {
  const name = stated.canaryName ?? physicalName(scope, 128).toLowerCase();
  const memory = stated.memory ?? Size.mebibytes(1024);
  const retention = stated.retention ?? Duration.days(31);
  checkPattern(scope, 'canaryName', name, {
    pattern: /^[0-9a-z_-]{1,255}$/,
    expected: '1 to 255 lower-case letters, digits, "_" or "-"',
    fix: 'rename the canary, or leave canaryName out',
  });
  checkTimeout(scope, timeout, interval, stated.maxRetries);
  const size = 'pass a Size such as Size.mebibytes(1024)';
  checkSize(scope, 'memory', memory, { min: 960, max: 3008, multipleOf: 64, fix: size, calculated: true });
  const days = 'pass a Duration such as Duration.days(31)';
  checkDuration(scope, 'retention', retention, 'days', { min: 1, max: 1024, multipleOf: 1, fix: days });
  const disk = { min: 1024, max: 10_240, multipleOf: 1, fix: 'pass a Size such as Size.gibibytes(2)' };
  checkSize(scope, 'ephemeralStorage', stated.ephemeralStorage, disk);
  checkNumber(scope, 'maxRetries', stated.maxRetries, { min: 0, max: 2, multipleOf: 1, fix: 'pass 0, 1 or 2' });
  checkVariableNames(scope, stated.environment ?? {});
  // Of all canaries in it: a journey may have several.
  const ours = () => scope.node.findAll().filter((node) => CfnCanary.isCfnCanary(node));
  scope.node.addValidation({ validate: () => ours().flatMap(tagProblems) });
  return { name, timeout, memory, retention };
}

function checkTimeout(scope: Construct, timeout: Duration, interval: Duration, maxRetries?: number): void {
  const fix = 'pass a Duration from 3 seconds to 14 minutes';
  checkDuration(scope, 'timeout', timeout, 'seconds', {
    min: 3,
    max: LONGEST_RUN,
    multipleOf: 1,
    fix,
    calculated: true,
  });
  const got = timeout.toSeconds({ integral: false });
  const refuse = (expected: string, how: string) =>
    fail(scope, { what: 'timeout (in seconds)', got, expected, fix: how });
  if (!interval.isUnresolved() && got > interval.toSeconds()) {
    const expected = `at most ${interval.toSeconds()}, the interval of the schedule`;
    refuse(expected, 'shorten the timeout or run the journey less often');
  }
  if (maxRetries === 2 && !Token.isUnresolved(got) && got >= TIMEOUT_WITH_TWO_RETRIES) {
    const expected = `less than ${TIMEOUT_WITH_TWO_RETRIES}, since there are two retries`;
    refuse(expected, 'shorten the timeout or retry once');
  }
}

/** What all canaries of this library have in common: results of one lifetime, and a function that goes with the canary. */
export function commonProps({ name, timeout, memory, retention }: CanaryBasics, role: Role, bucket: IBucket) {
  return {
    timeout,
    memory,
    role,
    artifactsBucketLocation: { bucket, prefix: name },
    successRetentionPeriod: retention,
    failureRetentionPeriod: retention,
    provisionedResourceCleanup: true,
  };
}
