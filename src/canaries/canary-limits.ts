import { type Duration, type Size, SizeRoundingBehavior, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { checkPattern, fail } from '../private/errors';

interface CanaryLimits {
  readonly name: string;
  readonly interval: Duration;
  readonly timeout: Duration;
  readonly memory: Size;
  readonly retention: Duration;
}

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
