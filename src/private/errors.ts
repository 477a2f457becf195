import { Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** What a user needs to mend a wrong set-up without reading our source. */
export interface Problem {
  /** The prop or call that is wrong, as the user wrote it. */
  readonly what: string;
  /** The value that was given. */
  readonly got: unknown;
  /** What would have been right: shape, unit, limits. */
  readonly expected: string;
  /** What to do, as an imperative. */
  readonly fix: string;
}

/** Refuses a set-up at synth. Every error of this library has this one form. */
export function fail(scope: IConstruct, problem: Problem): never {
  throw new Error(`[${scope.node.path}] ${describe(problem)}`);
}

/** The text of {@link fail} for `node.addValidation()`, which puts the path before it. */
export function describe({ what, got, expected, fix }: Problem): string {
  return `${what}: got ${show(got)}, expected ${expected}; ${fix}`;
}

/** Checks a number against inclusive bounds; passes tokens and what was left out. */
export function checkRange(
  scope: IConstruct,
  what: string,
  value: number | undefined,
  bounds: { readonly min: number; readonly max: number; readonly fix: string },
): void {
  if (value === undefined || Token.isUnresolved(value)) return;
  if (value >= bounds.min && value <= bounds.max) return;
  fail(scope, { what, got: value, expected: `a number from ${bounds.min} to ${bounds.max}`, fix: bounds.fix });
}

/** Checks a string against the service's documented pattern; passes tokens and what was left out. */
export function checkPattern(
  scope: IConstruct,
  what: string,
  value: string | undefined,
  rule: { readonly pattern: RegExp; readonly expected: string; readonly fix: string },
): void {
  if (value === undefined || Token.isUnresolved(value) || rule.pattern.test(value)) return;
  fail(scope, { what, got: value, expected: rule.expected, fix: rule.fix });
}

/** A value as an error shows it: whatever was passed, the error has to be about the set-up, not about itself. */
function show(value: unknown): string {
  try {
    return JSON.stringify(value, (_, part) => (typeof part === 'bigint' ? `${part}n` : part)) ?? String(value);
  } catch {
    return Object.prototype.toString.call(value); // it refers to itself
  }
}
