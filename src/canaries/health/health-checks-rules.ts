import { Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { fail } from '../../private/errors';

/** How a field is judged: what is expected, or undefined if all is well. */
export type Rule = (value: unknown) => string | undefined;

export const whole = (min: number, max = Infinity): Rule => {
  const expected = max === Infinity ? `a whole number of at least ${min}` : `a whole number from ${min} to ${max}`;
  return (value) =>
    Number.isSafeInteger(value) && Number(value) >= min && Number(value) <= max ? undefined : expected;
};
export const oneOf = (...values: string[]): Rule => {
  return (value) => (values.includes(String(value)) ? undefined : `one of ${values.join(', ')}`);
};
export const matching = (pattern: RegExp, expected: string): Rule => {
  return (value) => (pattern.test(String(value)) ? undefined : expected);
};

export function judge(scope: Construct, what: string, got: unknown, rule: Rule, fix: string): void {
  if (Token.isUnresolved(got)) return;
  const expected = rule(got);
  if (expected) fail(scope, { what, got, expected, fix });
}

export function checkHex(scope: Construct, what: string, text: unknown): void {
  if (text === undefined) return;
  judge(scope, what, text, matching(/^([0-9a-fA-F]{2})*$/, 'two hexadecimal digits per byte'), 'correct the text');
}
