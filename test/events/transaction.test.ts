import { Duration, Lazy, Stack, Token } from 'aws-cdk-lib';
import { Transaction, TransactionOutcome, type TransactionProps } from '../../src/events';

const declare = (props?: TransactionProps, id = 'Checkout') => new Transaction(new Stack(), id, props);

describe('a transaction', () => {
  test('takes its name from its id and has the documented defaults', () => {
    const transaction = declare();
    expect(transaction.transactionName).toBe('Checkout');
    expect(transaction.abandonedAfter.toMinutes()).toBe(30);
    expect(transaction.minimumCompletionRate).toBeUndefined();
    expect(transaction.minimumStarts).toBe(10);
  });

  test('keeps what is given', () => {
    const transaction = declare({
      transactionName: 'sign-up_2',
      abandonedAfter: Duration.days(1),
      minimumCompletionRate: 1,
      minimumStarts: 1,
    });
    expect(transaction.transactionName).toBe('sign-up_2');
    expect(transaction.abandonedAfter.toDays()).toBe(1);
    expect(transaction.minimumCompletionRate).toBe(1);
    expect(transaction.minimumStarts).toBe(1);
  });

  test('does not judge tokens', () => {
    expect(() =>
      declare({
        transactionName: Lazy.string({ produce: () => 'later' }),
        abandonedAfter: Duration.seconds(Token.asNumber('5')),
        minimumCompletionRate: Token.asNumber('1'),
        minimumStarts: Token.asNumber('3'),
      }),
    ).not.toThrow();
  });

  test('reports its outcomes in the words of the vocabulary', () => {
    expect(Object.values(TransactionOutcome)).toEqual(['started', 'completed', 'abandoned']);
  });
});

describe('a transaction fails when', () => {
  test.each(['', '1st', 'Check out', 'a'.repeat(65), 'ä'])('its name is %p', (transactionName) => {
    expect(() => declare({ transactionName })).toThrow(
      `[Default/Checkout] transactionName: got ${JSON.stringify(transactionName)}, expected a letter, then up to 63`,
    );
  });

  test('the id that names it is no name, and says that a name may be passed', () => {
    expect(() => declare({}, 'Check out')).toThrow('pass transactionName or another id');
  });

  test.each([Duration.seconds(59), Duration.millis(59_999), Duration.seconds(86_401)])(
    'it is abandoned after %p',
    (abandonedAfter) => {
      expect(() => declare({ abandonedAfter })).toThrow('[Default/Checkout] abandonedAfter (in seconds): got ');
    },
  );

  test.each([0, -0.1, 1.01, Number.NaN])('its minimum completion rate is %p', (minimumCompletionRate) => {
    expect(() => declare({ minimumCompletionRate })).toThrow('minimumCompletionRate: got ');
  });

  test.each([0, 1.5, -1])('its minimum of starts is %p', (minimumStarts) => {
    expect(() => declare({ minimumStarts })).toThrow(`minimumStarts: got ${minimumStarts}, expected a whole number`);
  });
});
