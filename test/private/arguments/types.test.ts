import { Lazy } from 'aws-cdk-lib';
import type { SignatureTable } from '../../../src/private/arguments/signatures';
import { problemsOf } from '../../../src/private/arguments/types';

const table: SignatureTable = {
  classes: {},
  structs: {
    'events.TransactionProps': { props: 'abandonedAfter?: number, transactionName?: string, name?: string' },
    'alarms.Options': { props: 'enabled?: boolean, threshold?: number' },
  },
  enums: {},
  interfaces: {},
};
const problems = (type: string, got: unknown) =>
  problemsOf(table, 'props', got, { name: 'props', type, optional: true, variadic: false });

describe('a struct of which no prop is known', () => {
  test.each([
    ['the only prop of a subclass', { team: 'payments' }],
    ['a short name that resembles another', { node: 'a' }],
    ['nothing', {}],
  ])('is taken: %s', (_, got) => {
    expect(problems('events.TransactionProps', got)).toEqual([]);
  });

  test.each([
    ['treshold', 'threshold'],
    ['theshhold', 'threshold'],
    ['Threshold', 'threshold'],
    ['enabeld', 'enabled'],
    ['enable', 'enabled'],
  ])('is refused for a typing error, with what was meant: %s', (written, meant) => {
    expect(problems('alarms.Options', { team: 'payments', [written]: 1 })).toEqual([
      expect.objectContaining({ what: 'props', fix: `write ${meant} instead of ${written}` }),
    ]);
  });
});

test.each(['{string}', 'string[]', 'string', 'number', 'date'])('a token passes where %s is wanted', (type) => {
  expect(problems(type, Lazy.any({ produce: () => ({ team: 'payments' }) }))).toEqual([]);
});

test('what is in a map that is no token is looked at', () => {
  expect(problems('{string}', { team: 1 })).toHaveLength(1);
});
