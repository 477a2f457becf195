import { type Duration, type Size, SizeRoundingBehavior, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { fail, type Problem } from '../errors';

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

const UNITS = {
  milliseconds: (duration: Duration) => duration.toMilliseconds({ integral: false }),
  seconds: (duration: Duration) => duration.toSeconds({ integral: false }),
  minutes: (duration: Duration) => duration.toMinutes({ integral: false }),
  hours: (duration: Duration) => duration.toHours({ integral: false }),
  days: (duration: Duration) => duration.toDays({ integral: false }),
} as const;

/** Checks a duration in a unit that the error names, too; passes tokens and what was left out. */
export function checkDuration(
  scope: IConstruct,
  what: string,
  got: Duration | undefined,
  unit: keyof typeof UNITS,
  rule: Numbers & Fix,
): void {
  const problem = durationProblem(what, got, unit, rule);
  if (problem) fail(scope, problem);
}

/** What is wrong with a duration, where there is no construct yet to say it of. */
export function durationProblem(
  what: string,
  got: Duration | undefined,
  unit: keyof typeof UNITS,
  rule: Numbers & Fix,
): Problem | undefined {
  if (got === undefined || got.isUnresolved()) return undefined;
  return numberProblem(`${what} (in ${unit})`, UNITS[unit](got), rule);
}

/** Checks a size in MiB; passes tokens and what was left out. */
export function checkSize(scope: IConstruct, what: string, got: Size | undefined, rule: Numbers & Fix): void {
  if (got === undefined || got.isUnresolved()) return;
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
