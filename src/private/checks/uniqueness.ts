import { Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { fail } from '../errors';

/** What is there a second time; tokens are not compared, since they may turn out alike or not. */
export function repeated<T>(values: readonly T[]): T | undefined {
  const seen = new Set<T>();
  for (const value of values) {
    if (seen.has(value)) return value;
    if (!Token.isUnresolved(value)) seen.add(value);
  }
  return undefined;
}

/** Refuses the first value that is there a second time. */
export function checkUnique<T>(
  scope: IConstruct,
  what: string,
  values: readonly T[],
  { expected, fix }: { readonly expected: string; readonly fix: string },
): void {
  const got = repeated(values);
  if (got !== undefined) fail(scope, { what, got, expected, fix });
}
