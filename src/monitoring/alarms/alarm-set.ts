import { type Duration, Token } from 'aws-cdk-lib';
import { Alarm, type AlarmBase, type AlarmProps, type CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { checkNumber } from '../../private/checks';
import { fail } from '../../private/errors';
import { type AlarmSeverity, Notifications } from './notifications';

const HOUR = 3_600;
const DAY = 86_400;
/** What CloudWatch takes: two days. */
const MAX_WARM_UP_MINUTES = 2_880;

/** When an alarm goes off: M of the last N periods. */
export interface Evaluation {
  readonly period: Duration;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
}

/** One alarm. Its description tells a person what it means to users, and then what to do. */
export interface AlarmDefinition extends Omit<AlarmProps, keyof Evaluation>, Evaluation {
  readonly severity: AlarmSeverity;
  readonly alarmDescription: string;
  /** How long a new alarm waits for data to fill its evaluation window. Default: it doesn't wait. */
  readonly warmUpMinutes?: number;
}

/** The alarms of one construct. */
export class AlarmSet {
  private readonly defined: AlarmBase[] = [];
  private readonly notifications: Notifications;

  constructor(
    private readonly scope: Construct,
    notifications?: Notifications,
  ) {
    this.notifications = notifications ?? Notifications._unstated(scope);
  }

  public define(id: string, { severity, warmUpMinutes, period: _, ...props }: AlarmDefinition): Alarm {
    const alarm = new Alarm(this.scope, id, props);
    if (warmUpMinutes) {
      // The L2 doesn't have it yet.
      (alarm.node.defaultChild as CfnAlarm).warmUpConfiguration = { warmUpPeriodDurationInMinutes: warmUpMinutes };
    }
    this.defined.push(alarm);
    this.notifications._attach(alarm, severity);
    return alarm;
  }

  /** A copy. */
  public get alarms(): AlarmBase[] {
    return [...this.defined];
  }
}

/** Refuses what CloudWatch refuses: periods that aren't whole minutes, and evaluation ranges that are too long. */
export function checkEvaluation(scope: Construct, periodName: string, evaluation: Evaluation): void {
  const { period, evaluationPeriods, datapointsToAlarm } = evaluation;
  checkCount(scope, 'evaluationPeriods', evaluationPeriods);
  checkCount(scope, 'datapointsToAlarm', datapointsToAlarm);
  if (!Token.isUnresolved(evaluationPeriods)) {
    const fix = 'a period has at most one datapoint: pass at most evaluationPeriods';
    checkNumber(scope, 'datapointsToAlarm', datapointsToAlarm, { min: 1, max: evaluationPeriods, fix });
  }
  if (period.isUnresolved()) return;
  const seconds = period.toSeconds({ integral: false });
  if (seconds <= 0 || seconds % 60 !== 0) {
    const fix = 'pass a Duration such as Duration.minutes(5)';
    fail(scope, { what: `${periodName} (in seconds)`, got: seconds, expected: 'whole minutes', fix });
  }
  if (Token.isUnresolved(evaluationPeriods)) return;
  const max = seconds < HOUR ? DAY : 7 * DAY;
  if (seconds * evaluationPeriods > max) {
    fail(scope, {
      what: `evaluationPeriods * ${periodName} (in seconds)`,
      got: seconds * evaluationPeriods,
      expected: `at most ${max}, the limit for periods ${seconds < HOUR ? 'below' : 'from'} 1 hour`,
      fix: `evaluate fewer periods or ${seconds < HOUR ? 'use a period of at least 1 hour' : 'shorten the period'}`,
    });
  }
}

/** How long an alarm waits for which missing data is breaching: before the first data all of it is missing. */
export function warmUp(period: Duration, evaluationPeriods: number): number {
  if (period.isUnresolved() || Token.isUnresolved(evaluationPeriods)) return MAX_WARM_UP_MINUTES;
  return Math.min((evaluationPeriods + 1) * period.toMinutes(), MAX_WARM_UP_MINUTES);
}

/** Refuses counts that aren't whole numbers from 1; passes tokens. */
export function checkCount(scope: Construct, what: string, value: number): void {
  if (Token.isUnresolved(value) || (Number.isInteger(value) && value >= 1)) return;
  fail(scope, { what, got: value, expected: 'a whole number of at least 1', fix: 'pass a number such as 3' });
}
