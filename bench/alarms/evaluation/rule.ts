import type { State } from './decide';

/** Whether a rule holds, given what state an alarm is in. */
export type Rule = (stateOf: (name: string) => State) => boolean;

const TOKEN = /\s*(?:"([^"]*)"|([(),])|([^\s(),"]+))/y;
const STATES: readonly string[] = ['ALARM', 'OK', 'INSUFFICIENT_DATA'];

/**
 * Reads the rule of a composite alarm.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-combining.html of AT_LEAST
 */
export function parseRule(text: string): Rule {
  const words = wordsOf(text);
  let at = 0;
  const take = (wanted?: string): string => {
    const word = words[at++];
    if (word === undefined || (wanted && word !== wanted))
      throw new SyntaxError(`${word ?? 'the end'} in the rule ${text}`);
    return word;
  };
  const skip = (word: string): boolean => words[at] === word && ++at > 0;

  function either(): Rule {
    const rules = [both()];
    while (skip('OR')) rules.push(both());
    return rules.length === 1 ? rules[0] : (states) => rules.some((rule) => rule(states));
  }

  function both(): Rule {
    const rules = [atom()];
    while (skip('AND')) rules.push(atom());
    return rules.length === 1 ? rules[0] : (states) => rules.every((rule) => rule(states));
  }

  function atom(): Rule {
    const word = take();
    if (word === 'NOT') {
      const rule = atom();
      return (states) => !rule(states);
    }
    if (word === 'TRUE' || word === 'FALSE') return () => word === 'TRUE';
    if (word === '(') {
      const rule = either();
      take(')');
      return rule;
    }
    take('(');
    if (word === 'AT_LEAST') return atLeast();
    if (!STATES.includes(word)) throw new SyntaxError(`${word} in the rule ${text}`);
    const name = take();
    take(')');
    return (states) => states(name) === word;
  }

  function atLeast(): Rule {
    const amount = take();
    take(',');
    const isNegated = skip('NOT');
    const state = take();
    take(',');
    take('(');
    const names = [take()];
    while (skip(',')) names.push(take());
    take(')');
    take(')');
    const share = amount.endsWith('%') ? Math.ceil((names.length * Number(amount.slice(0, -1))) / 100) : Number(amount);
    return (states) => names.filter((name) => (states(name) === state) !== isNegated).length >= share;
  }

  const rule = either();
  if (at < words.length) throw new SyntaxError(`${words[at]} is left over in the rule ${text}`);
  return rule;
}

function wordsOf(text: string): string[] {
  const words: string[] = [];
  TOKEN.lastIndex = 0;
  const end = text.trimEnd().length;
  while (TOKEN.lastIndex < end) {
    const match = TOKEN.exec(text);
    if (!match) throw new SyntaxError(`the rule ${text} can't be read`);
    words.push(match[1] ?? match[2] ?? match[3]);
  }
  return words;
}
