import { Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { fail } from '../errors';

/** Which texts are right, in our words. */
export interface Texts {
  readonly pattern: RegExp;
  readonly expected: string;
  readonly fix: string;
}

/** Checks a text against the service's documented pattern; passes tokens and what was left out. */
export function checkPattern(scope: IConstruct, what: string, got: string | undefined, rule: Texts): void {
  if (got === undefined || Token.isUnresolved(got) || rule.pattern.test(got)) return;
  fail(scope, { what, got, expected: rule.expected, fix: rule.fix });
}

/** Which texts are right, where no pattern can tell. */
export interface TextRule {
  readonly isRight: (text: string) => boolean;
  readonly expected: string;
  readonly fix: string;
}

/** Checks a text by a rule that is no pattern; passes tokens and what was left out. */
export function checkText(scope: IConstruct, what: string, got: string | undefined, rule: TextRule): void {
  if (got === undefined || Token.isUnresolved(got) || rule.isRight(got)) return;
  fail(scope, { what, got, expected: rule.expected, fix: rule.fix });
}

/** A name of the application, of a transaction or of a feature: it becomes a dimension, an attribute, part of names. */
export function checkName(scope: IConstruct, what: string, got: string, fix: string): void {
  checkPattern(scope, what, got, {
    pattern: /^[A-Za-z][A-Za-z0-9_-]{0,63}$/,
    expected: 'a letter, then up to 63 letters, digits, "_" or "-"',
    fix,
  });
}

/** Refuses what is known only at deployment, where a text becomes code, a file name, or is compared as it is. */
export function checkKnown(scope: IConstruct, what: string, got: string | undefined): void {
  if (got === undefined || !Token.isUnresolved(got)) return;
  fail(scope, { what, got: 'a token', expected: 'a text that is known at synth', fix: 'write it out' });
}

/** Checks the source of a regular expression of JavaScript, the text between its slashes; passes tokens. */
export function checkRegularExpression(scope: IConstruct, what: string, got: string): void {
  if (Token.isUnresolved(got)) return;
  const problem = got === '' ? 'it would match everything' : problemOfPattern(got);
  if (!problem) return;
  fail(scope, {
    what,
    got,
    expected: `a regular expression of JavaScript, the text between its slashes (${problem})`,
    fix: 'mend it, or escape what is no pattern',
  });
}

/** What JavaScript says of a regular expression that it can't compile. */
export function problemOfPattern(source: string, flags?: string): string | undefined {
  try {
    new RegExp(source, flags);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
