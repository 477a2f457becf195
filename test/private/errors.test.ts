import { Stack } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { events, UserTelemetryErrors } from '../../src';
import { fail } from '../../src/private/errors';

const itself: unknown[] = [];
itself.push(itself);

test.each<[string, unknown, string]>([
  ['a text', 'a"b', '"a\\"b"'],
  ['nothing', undefined, 'undefined'],
  ['a big integer', 5n, '"5n"'],
  ['big integers in a list', [1, 2n], '[1,"2n"]'],
  ['what has a class of the CDK', Object.create(Bucket.prototype), 'a Bucket'],
  ['what has a class of the app', new (class Shelf extends Bucket {})(new Stack(), 'Shelf'), 'a Shelf'],
  ['what refers to itself', itself, '[object Array]'],
])('an error shows %s', (_, got, shown) => {
  const scope = new Construct(new Stack(undefined, 'Shop'), 'Part');
  expect(() => fail(scope, { what: 'prop', got, expected: 'a number', fix: 'pass one' })).toThrow(
    `[Shop/Part] prop: got ${shown}, expected a number; pass one`,
  );
});

test('an error can be told from others, and says its parts', () => {
  const stack = new Stack(undefined, 'Shop');
  const caught = (act: () => void): unknown => {
    try {
      return act();
    } catch (error) {
      return error;
    }
  };
  const ours = caught(() => new events.Transaction(stack, 'Check out'));
  expect(UserTelemetryErrors.isSetupError(ours)).toBe(true);
  expect(ours).toMatchObject({ name: 'UserTelemetryError', path: 'Shop/Check out', what: 'transactionName' });
  const theirs = caught(() => new events.Transaction(stack, 'Check out'));
  expect(theirs).toBeInstanceOf(Error);
  expect(UserTelemetryErrors.isSetupError(theirs)).toBe(false);
  expect(UserTelemetryErrors.isSetupError('Check out')).toBe(false);
});
