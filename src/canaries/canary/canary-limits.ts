import { type Duration, type Size, SizeRoundingBehavior, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { checkPattern } from '../../private/checks';
import { fail } from '../../private/errors';

interface CanaryLimits {
  readonly name: string;
  readonly interval: Duration;
  readonly timeout: Duration;
  readonly memory: Size;
  readonly retention: Duration;
  readonly maxRetries?: number;
  readonly ephemeralStorage?: Size;
  readonly environment?: { readonly [name: string]: string };
}

/** With two retries the timeout has to be shorter than this, in seconds. */
const TIMEOUT_WITH_TWO_RETRIES = 600;

/** What Lambda sets itself. */
const RESERVED = new Set([
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_DEFAULT_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_LAMBDA_RUNTIME_API',
  'AWS_REGION',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'LAMBDA_RUNTIME_DIR',
  'LAMBDA_TASK_ROOT',
  'TZ',
]);

/**
 * Checks what the service would refuse, part of which the L2 construct lets through.
 *
 * @see https://docs.aws.amazon.com/AmazonSynthetics/latest/APIReference/API_CreateCanary.html
 */
export function checkCanaryLimits(scope: Construct, limits: CanaryLimits): void {
  checkPattern(scope, 'canaryName', limits.name, {
    pattern: /^[0-9a-z_-]{1,255}$/,
    expected: '1 to 255 lower-case letters, digits, "_" or "-"',
    fix: 'rename the canary, or leave canaryName out',
  });

  const seconds = limits.timeout.toSeconds({ integral: false });
  const whole = { min: 3, max: 840, multipleOf: 1 };
  checkWhole(scope, 'timeout (in seconds)', seconds, whole, 'pass a Duration from 3 seconds to 14 minutes');
  if (!limits.interval.isUnresolved() && seconds > limits.interval.toSeconds()) {
    fail(scope, {
      what: 'timeout (in seconds)',
      got: seconds,
      expected: `at most ${limits.interval.toSeconds()}, the interval of the schedule`,
      fix: 'shorten the timeout or run the journey less often',
    });
  }

  const mebibytes = limits.memory.toMebibytes({ rounding: SizeRoundingBehavior.NONE });
  const memory = { min: 960, max: 3008, multipleOf: 64 };
  checkWhole(scope, 'memory (in MiB)', mebibytes, memory, 'pass a Size such as Size.mebibytes(1024)');

  const days = limits.retention.toDays({ integral: false });
  const retention = { min: 1, max: 1024, multipleOf: 1 };
  checkWhole(scope, 'retention (in days)', days, retention, 'pass a Duration such as Duration.days(31)');

  const storage = limits.ephemeralStorage?.toMebibytes({ rounding: SizeRoundingBehavior.NONE });
  const disk = { min: 1024, max: 10_240, multipleOf: 1 };
  checkWhole(scope, 'ephemeralStorage (in MiB)', storage, disk, 'pass a Size such as Size.gibibytes(2)');
  checkRetries(scope, limits.maxRetries, seconds);
  checkEnvironment(scope, limits.environment ?? {});
}

function checkRetries(scope: Construct, maxRetries: number | undefined, timeout: number): void {
  checkWhole(scope, 'maxRetries', maxRetries, { min: 0, max: 2, multipleOf: 1 }, 'pass 0, 1 or 2');
  if (maxRetries !== 2 || Token.isUnresolved(timeout) || timeout < TIMEOUT_WITH_TWO_RETRIES) return;
  fail(scope, {
    what: 'timeout (in seconds)',
    got: timeout,
    expected: `less than ${TIMEOUT_WITH_TWO_RETRIES}, since there are two retries`,
    fix: 'shorten the timeout or retry once',
  });
}

function checkEnvironment(scope: Construct, environment: { readonly [name: string]: string }): void {
  for (const name of Object.keys(environment)) {
    checkPattern(scope, 'name of an environment variable', name, {
      pattern: /^[a-zA-Z][a-zA-Z0-9_]+$/,
      expected: 'a letter, then at least one letter, digit or "_"',
      fix: 'rename the variable',
    });
    const got = name;
    const fix = 'rename the variable';
    if (RESERVED.has(name)) {
      fail(scope, { what: 'environment variable', got, expected: 'none of the names that AWS Lambda reserves', fix });
    }
    if (/^JOURNEY_(VALUE|SECRET)_/.test(name)) {
      fail(scope, { what: 'environment variable', got, expected: "none of the library's own names", fix });
    }
  }
}

function checkWhole(
  scope: Construct,
  what: string,
  got: number | undefined,
  { min, max, multipleOf }: { min: number; max: number; multipleOf: number },
  fix: string,
): void {
  if (got === undefined || Token.isUnresolved(got)) return;
  if (got >= min && got <= max && got % multipleOf === 0) return;
  const kind = multipleOf === 1 ? 'a whole number' : `a multiple of ${multipleOf}`;
  fail(scope, { what, got, expected: `${kind} from ${min} to ${max}`, fix });
}
