import { Stack, Token } from 'aws-cdk-lib';
import { Feature } from '../../src/events';

test('a feature is named by its id, or as stated', () => {
  const stack = new Stack();
  expect(new Feature(stack, 'GiftCards').featureName).toBe('GiftCards');
  expect(new Feature(stack, 'Other', { featureName: 'gift-cards_2' }).featureName).toBe('gift-cards_2');
  const token = Token.asString({ Ref: 'Name' });
  expect(new Feature(stack, 'Late', { featureName: token }).featureName).toBe(token);
});

test.each(['', '1a', 'a b', 'ü', 'a'.repeat(65)])('a feature fails when its name is %p', (featureName) => {
  expect(() => new Feature(new Stack(), 'GiftCards', { featureName })).toThrow('[Default/GiftCards] featureName: got ');
  expect(() => new Feature(new Stack(), '1st')).toThrow('pass featureName or another id');
});
