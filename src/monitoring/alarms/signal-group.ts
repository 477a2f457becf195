import { Names, Stack, Token } from 'aws-cdk-lib';
import { AlarmState } from 'aws-cdk-lib/aws-cloudwatch';
import type { aws_cloudwatch } from 'aws-cdk-lib/interfaces';
import type { Construct } from 'constructs';

/**
 * What a part of a group may take, so that a rule on all groups of users stays below 100 alarms and 10,240 characters.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
 */
const PART = { alarms: 20, characters: 1_900 };

/** Alarms of which a rule asks how many are on. */
interface Part {
  readonly alarms: aws_cloudwatch.IAlarmRef[];
  characters: number;
}

/** Defines a composite alarm without actions for a part of a group: on if so many of its alarms are. */
export type DefinePart = (id: string, rule: () => string) => aws_cloudwatch.IAlarmRef;

/**
 * Alarms that say the same, to be counted in rules. Where they are more than a rule takes, each part of them becomes a
 * composite alarm, and one more if it matters whether two of a part are on: counting stays exact.
 */
export class SignalGroup {
  private readonly parts: Part[] = [];
  private readonly anyOf: aws_cloudwatch.IAlarmRef[] = [];
  private readonly twoOf: aws_cloudwatch.IAlarmRef[] = [];

  /**
   * @param id of the group, of which ids of its parts are made
   * @param countsTwo whether rules ask for two of them
   */
  constructor(
    private readonly id: string,
    private readonly countsTwo: boolean,
    private readonly define: DefinePart,
  ) {}

  public get size(): number {
    return this.parts.reduce((sum, { alarms }) => sum + alarms.length, 0);
  }

  public get isSplit(): boolean {
    return this.parts.length > 1;
  }

  public add(scope: Construct, alarm: aws_cloudwatch.IAlarmRef): void {
    const length = longestName(scope, alarm) + 'ALARM("") OR '.length;
    let part = this.parts.at(-1);
    if (!part || part.alarms.length === PART.alarms || part.characters + length > PART.characters) {
      part = { alarms: [], characters: 0 };
      this.parts.push(part);
      if (this.parts.length === 2) this.definePart(this.parts[0], 1);
      if (this.isSplit) this.definePart(part, this.parts.length);
    }
    part.alarms.push(alarm);
    part.characters += length;
  }

  /** The alarms, or those that stand for a part each: as many of these are on as parts have one that is. */
  public get items(): aws_cloudwatch.IAlarmRef[] {
    return this.isSplit ? this.anyOf : (this.parts[0]?.alarms ?? []);
  }

  /** Those that are on where two of one part are. */
  public get pairs(): aws_cloudwatch.IAlarmRef[] {
    return this.twoOf;
  }

  private definePart(part: Part, number: number): void {
    this.anyOf.push(this.define(`${this.id}Part${number}`, () => anyOf(part.alarms)));
    if (!this.countsTwo) return;
    this.twoOf.push(
      this.define(`${this.id}Part${number}Two`, () => atLeast(Math.min(2, part.alarms.length), part.alarms)),
    );
  }
}

/** On if one of the alarms is. */
export function anyOf(alarms: aws_cloudwatch.IAlarmRef[]): string {
  return sorted(alarms)
    .map(({ alarmRef }) => `${AlarmState.ALARM}("${alarmRef.alarmName}")`)
    .join(' OR ');
}

/**
 * On if so many of the alarms are. By their names: ARNs, as the L2 writes them, would fill a rule with a few dozens.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-combining.html
 */
export function atLeast(count: number, alarms: aws_cloudwatch.IAlarmRef[]): string {
  if (count === 1) return anyOf(alarms);
  const names = sorted(alarms)
    .map(({ alarmRef }) => `"${alarmRef.alarmName}"`)
    .join(', ');
  return `AT_LEAST(${count}, ${AlarmState.ALARM}, (${names}))`;
}

/** In an order that doesn't depend on which came first. */
function sorted(alarms: aws_cloudwatch.IAlarmRef[]): aws_cloudwatch.IAlarmRef[] {
  const pathOf = ({ node }: aws_cloudwatch.IAlarmRef) => node.path;
  return [...alarms].sort((a, b) => (pathOf(a) < pathOf(b) ? -1 : 1));
}

/** As long as the name of an alarm may become, which CloudFormation makes of those of its stack and itself. */
function longestName(scope: Construct, alarm: aws_cloudwatch.IAlarmRef): number {
  const { alarmName } = alarm.alarmRef;
  if (!Token.isUnresolved(alarmName)) return alarmName.length;
  const { stackName } = Stack.of(scope);
  const stack = Token.isUnresolved(stackName) ? 128 : stackName.length;
  return Math.min(255, stack + Names.uniqueId(alarm as unknown as Construct).length + '--0123456789AB'.length);
}
