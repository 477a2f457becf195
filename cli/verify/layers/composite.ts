/** What composite alarms look at. @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html */
import type { CompositeAlarm, LogAlarm, MetricAlarm } from '@aws-sdk/client-cloudwatch';

export type AnyAlarm = MetricAlarm | CompositeAlarm | LogAlarm;

/** `ALARM("Checkout slow")`, `OK( Checkout )`, `ALARM(arn:aws:cloudwatch:eu-west-1:123456789012:alarm:Checkout)` */
const MENTION = /\b(?:ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*(?:"((?:[^"\\]|\\.)*)"|([^\s()"]+))\s*\)/g;

export function namesIn(rule: string): string[] {
  return [...rule.matchAll(MENTION)].map(([, quoted, bare = '']) => {
    const named = quoted?.replace(/\\(.)/g, '$1') ?? bare;
    return named.replace(/^arn:[^:]*:cloudwatch:[^:]*:[^:]*:alarm:/, '');
  });
}

export function ruleOf(alarm: AnyAlarm): string | undefined {
  return 'AlarmRule' in alarm ? alarm.AlarmRule : undefined;
}

/** The alarms that a composite alarm which tells somebody looks at, itself or through others. */
export function toldByComposites(alarms: readonly AnyAlarm[]): Set<string> {
  const told = new Set<string>();
  const pending = alarms.filter(
    ({ ActionsEnabled, AlarmActions = [] }) => ActionsEnabled !== false && AlarmActions.length > 0,
  );
  for (let next = pending.pop(); next; next = pending.pop()) {
    for (const name of namesIn(ruleOf(next) ?? '')) {
      if (told.has(name)) continue;
      told.add(name);
      pending.push(...alarms.filter(({ AlarmName }) => AlarmName === name));
    }
  }
  return told;
}
