import { Lazy, Stack, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { checkList, checkOneOf } from '../../../src/private/checks';

const scope = new Construct(new Stack(undefined, 'Shop'), 'Part');

describe('a list', () => {
  const fix = 'leave some out';

  test.each([
    [{ max: 2 }, [1, 2, 3], 'got "3 items", expected at most 2; leave some out'],
    [{ min: 1 }, [], 'got "0 items", expected at least 1; leave some out'],
    [{ min: 1, max: 2, because: ', of the service' }, [], 'got "0 items", expected 1 to 2, of the service; leave'],
  ])('fails against %j', (limits, items, message) => {
    expect(() => checkList(scope, 'items', items, { ...limits, fix })).toThrow(`[Shop/Part] items: ${message}`);
  });

  test('has each item checked by its place', () => {
    const check = jest.fn();
    checkList(scope, 'items', ['a', 'b'], { min: 2, max: 2, fix }, check);
    expect(check.mock.calls).toEqual([
      ['items[0]', 'a'],
      ['items[1]', 'b'],
    ]);
  });

  test('passes when it was left out, or is known only at deployment', () => {
    const check = jest.fn();
    checkList(scope, 'items', undefined, { min: 1, fix }, check);
    checkList(scope, 'items', Token.asList({ Ref: 'Items' }), { min: 2, fix }, check);
    expect(check).not.toHaveBeenCalled();
  });
});

test('a value that is none of the known ones fails', () => {
  const check = (got?: string) => checkOneOf(scope, 'kind', got, ['a', 'b'], 'use Kind');
  expect(() => check('c')).toThrow('[Shop/Part] kind: got "c", expected one of "a", "b"; use Kind');
  for (const fine of ['a', undefined, Lazy.string({ produce: () => 'c' })]) expect(() => check(fine)).not.toThrow();
});
