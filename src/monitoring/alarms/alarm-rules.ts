import { AlarmState } from 'aws-cdk-lib/aws-cloudwatch';
import type { CountedAlarm } from './counted-alarm';

/**
 * What a rule may have.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
 */
const MAX = { alarms: 100, characters: 10_240 };

/** On if one of the alarms is. */
export function anyOf(alarms: CountedAlarm[]): string {
  return sorted(alarms)
    .map(({ name }) => `${AlarmState.ALARM}("${name}")`)
    .join(' OR ');
}

/**
 * On if so many of the alarms are; nothing if there are fewer. By their names: ARNs, as the L2 writes them, would fill a
 * rule with a few dozens.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-combining.html
 */
export function atLeast(count: number, alarms: CountedAlarm[]): string {
  if (alarms.length < count) return '';
  if (count === 1) return anyOf(alarms);
  const names = sorted(alarms)
    .map(({ name }) => `"${name}"`)
    .join(', ');
  return `AT_LEAST(${count}, ${AlarmState.ALARM}, (${names}))`;
}

/** Alarms to be counted together with those of other groups. */
interface Countable {
  readonly items: CountedAlarm[];
  /** Those that are on where two of what an item stands for are. */
  readonly pairs: CountedAlarm[];
}

/** On if so many alarms of these groups are: at most two where one of them is split. */
export function someOf(count: number, groups: Countable[]): string {
  const pairs = count === 2 ? anyOf(groups.flatMap((group) => group.pairs)) : '';
  return either([
    atLeast(
      count,
      groups.flatMap((group) => group.items),
    ),
    pairs,
  ]);
}

/** Nothing can't be on. */
export function either(terms: string[]): string {
  return terms.filter((term) => term !== '').join(' OR ');
}

/** Nothing can't be on. */
export function both(one: string, other: string): string {
  return one && other && `(${one}) AND (${other})`;
}

/** What a rule has too many of; nothing if all is well. */
export function excess(rule: string, lengthOf: (name: string) => number): string | undefined {
  const names = new Set<string>();
  const written = rule.replace(/"([^"]*)"/g, (_, name) => {
    names.add(name);
    return `"${'n'.repeat(lengthOf(name))}"`;
  });
  if (names.size <= MAX.alarms && written.length <= MAX.characters) return undefined;
  return `${names.size} alarms in ${written.length} characters`;
}

function sorted(alarms: CountedAlarm[]): CountedAlarm[] {
  return [...alarms].sort((a, b) => (a.path < b.path ? -1 : 1));
}
