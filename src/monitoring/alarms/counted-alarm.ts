import { Names, Stack, Token } from 'aws-cdk-lib';
import type { aws_cloudwatch } from 'aws-cdk-lib/interfaces';
import type { Construct, IConstruct } from 'constructs';

/** An alarm as rules see it. */
export interface CountedAlarm {
  readonly name: string;
  /** Of its construct: rules are in this order, whichever came first. */
  readonly path: string;
  /** As long as its name may become. */
  readonly length: number;
}

export function countedAlarm(alarm: aws_cloudwatch.IAlarmRef): CountedAlarm {
  const { alarmName: name } = alarm.alarmRef;
  return { name, path: alarm.node.path, length: Token.isUnresolved(name) ? longestName(alarm) : name.length };
}

/** What makes two references one alarm: the resource that both mean, and the name where it is known. */
export function identitiesOf(alarm: aws_cloudwatch.IAlarmRef): string[] {
  const { alarmName } = alarm.alarmRef;
  const resource: IConstruct = alarm.node.defaultChild ?? alarm;
  return [`path ${resource.node.path}`, ...(Token.isUnresolved(alarmName) ? [] : [`name ${alarmName}`])];
}

/** Where an alarm is: one that is imported says it was in the stack that imports it. */
export function placeOf(alarm: aws_cloudwatch.IAlarmRef): { readonly account: string; readonly region: string } {
  const { alarmArn } = alarm.alarmRef;
  const [, , , region, account] = Token.isUnresolved(alarmArn) ? [] : alarmArn.split(':');
  return { account: account ?? alarm.env.account, region: region ?? alarm.env.region };
}

/** CloudFormation makes a name of those of the stack and of the resource. */
function longestName(alarm: aws_cloudwatch.IAlarmRef): number {
  const { stackName } = Stack.of(alarm);
  const stack = Token.isUnresolved(stackName) ? 128 : stackName.length;
  return Math.min(255, stack + Names.uniqueId(alarm as unknown as Construct).length + '--0123456789AB'.length);
}
