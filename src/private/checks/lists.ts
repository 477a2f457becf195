import { Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { fail } from '../errors';

/** How long a list may be; both ends inclusive. */
interface Length {
  readonly min?: number;
  readonly max?: number;
  readonly fix: string;
  /** Said after what is expected, such as `, the limit of the service`. */
  readonly because?: string;
}

/** Checks how many items a list has, then each; passes tokens and what was left out. */
export function checkList<T>(
  scope: IConstruct,
  what: string,
  got: readonly T[] | undefined,
  { min = 0, max = Infinity, because = '', fix }: Length,
  check?: (what: string, item: T) => void,
): void {
  if (got === undefined || Token.isUnresolved(got)) return;
  const { length } = got;
  if (length < min || length > max) {
    const limits = min === 0 ? `at most ${max}` : max === Infinity ? `at least ${min}` : `${min} to ${max}`;
    fail(scope, { what, got: `${length} items`, expected: `${limits}${because}`, fix });
  }
  got.forEach((item, index) => {
    check?.(`${what}[${index}]`, item);
  });
}

/** Refuses what is none of the values that there are; passes tokens and what was left out. */
export function checkOneOf<T>(
  scope: IConstruct,
  what: string,
  got: T | undefined,
  known: readonly T[],
  fix: string,
): void {
  if (got === undefined || Token.isUnresolved(got) || known.includes(got)) return;
  const values = known.map((value) => JSON.stringify(value)).join(', ');
  fail(scope, { what, got, expected: `${known.length > 1 ? 'one of ' : ''}${values}`, fix });
}
