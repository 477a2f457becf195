import { type Duration, type Size, SizeRoundingBehavior, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { fail, type Problem, UserTelemetryError } from '../errors';

/** Which numbers are right. Without `multipleOf` fractions are. */
export interface Numbers {
  /** Inclusive. */
  readonly min?: number;
  /** Exclusive. */
  readonly above?: number;
  /** Inclusive. */
  readonly max?: number;
  /** 1 for whole numbers. */
  readonly multipleOf?: number;
}

/** How an error ends. */
interface Fix {
  readonly fix: string;
  /** Said after what is expected, such as `, the limit of the service`. */
  readonly because?: string;
}

/** Checks a number; passes tokens and what was left out. */
export function checkNumber(scope: IConstruct, what: string, got: unknown, rule: Numbers & Fix): void {
  const problem = numberProblem(what, got, rule);
  if (problem) fail(scope, problem);
}

function numberProblem(what: string, got: unknown, rule: Numbers & Fix): Problem | undefined {
  if (got === undefined || Token.isUnresolved(got) || isOneOf(got, rule)) return undefined;
  return { what, got, expected: `${describeNumbers(rule)}${rule.because ?? ''}`, fix: rule.fix };
}

/** Checks a whole number of at least 1, or of what `rule` says. */
export function checkCount(scope: IConstruct, what: string, got: unknown, rule: Numbers & Fix): void {
  checkNumber(scope, what, got, { min: 1, multipleOf: 1, ...rule });
}

/** How a time or a size is taken that CloudFormation knows first. */
interface Late {
  /** It is calculated with, and so has to be known at synthesis. Otherwise it passes in the unit that is checked. */
  readonly calculated?: boolean;
}

const UNITS = {
  milliseconds: (duration: Duration) => duration.toMilliseconds({ integral: false }),
  seconds: (duration: Duration) => duration.toSeconds({ integral: false }),
  minutes: (duration: Duration) => duration.toMinutes({ integral: false }),
  hours: (duration: Duration) => duration.toHours({ integral: false }),
  days: (duration: Duration) => duration.toDays({ integral: false }),
} as const;

/** What users write for a unit. */
const MAKERS = {
  milliseconds: 'Duration.millis()',
  seconds: 'Duration.seconds()',
  minutes: 'Duration.minutes()',
  hours: 'Duration.hours()',
  days: 'Duration.days()',
} as const;

/**
 * Checks a duration in a unit that the error names, too; passes what was left out, and tokens in that very unit: nobody
 * can convert those, neither CDK nor CloudFormation.
 */
export function checkDuration(
  scope: IConstruct,
  what: string,
  got: Duration | undefined,
  unit: keyof typeof UNITS,
  rule: Numbers & Fix & Late,
): void {
  const problem = durationProblem(what, got, unit, rule);
  if (problem) fail(scope, problem);
}

/** What is wrong with a duration, where there is no construct yet to say it of. */
export function durationProblem(
  what: string,
  got: Duration | undefined,
  unit: keyof typeof UNITS,
  rule: Numbers & Fix & Late,
): Problem | undefined {
  if (got === undefined) return undefined;
  if (got.isUnresolved()) return lateProblem(what, () => UNITS[unit](got), MAKERS[unit], rule);
  return numberProblem(`${what} (in ${unit})`, UNITS[unit](got), rule);
}

/** A duration in a unit, where what it is passed to is no construct; tokens pass in that very unit. */
export function durationIn(unit: keyof typeof UNITS, call: string, what: string, duration: Duration): number {
  const convert = () => UNITS[unit](duration);
  const problem = duration.isUnresolved() ? lateProblem(what, convert, MAKERS[unit], {}) : undefined;
  if (problem) throw new UserTelemetryError(call, problem);
  return convert();
}

/** What is wrong with a time or a size that CloudFormation knows first. */
function lateProblem(what: string, convert: () => number, maker: string, { calculated }: Late): Problem | undefined {
  const fix = 'pass a number, such as one of the context or the environment, or leave it out';
  const got = 'a token';
  if (calculated) return { what, got, expected: 'a number that is known at synthesis: it is calculated with', fix };
  try {
    convert();
    return undefined;
  } catch {
    const expected = `a number that is known at synthesis, or ${maker} of a token, which CloudFormation can't convert`;
    return { what, got, expected, fix };
  }
}

/** Checks a size in MiB; passes what was left out, and tokens in MiB. */
export function checkSize(scope: IConstruct, what: string, got: Size | undefined, rule: Numbers & Fix & Late): void {
  if (got === undefined) return;
  if (got.isUnresolved()) {
    const problem = lateProblem(what, () => got.toMebibytes(), 'Size.mebibytes()', rule);
    if (problem) fail(scope, problem);
    return;
  }
  checkNumber(scope, `${what} (in MiB)`, got.toMebibytes({ rounding: SizeRoundingBehavior.NONE }), rule);
}

/** Whether a value is a number that a rule takes. */
export function isOneOf(got: unknown, { min = -Infinity, above, max = Infinity, multipleOf }: Numbers): boolean {
  if (typeof got !== 'number' || !Number.isFinite(got)) return false;
  if (got < min || got > max || (above !== undefined && got <= above)) return false;
  return multipleOf === undefined || got % multipleOf === 0;
}

/** A rule in words: `a whole number from 1 to 60`. */
export function describeNumbers({ min, above, max, multipleOf }: Numbers): string {
  const kind = { undefined: 'a number', 1: 'a whole number' }[String(multipleOf)] ?? `a multiple of ${multipleOf}`;
  if (above !== undefined) return `${kind} above ${above}${max === undefined ? '' : ` and at most ${max}`}`;
  if (min !== undefined && max !== undefined) return `${kind} from ${min} to ${max}`;
  if (min !== undefined) return `${kind} of at least ${min}`;
  return max === undefined ? kind : `${kind} of at most ${max}`;
}
