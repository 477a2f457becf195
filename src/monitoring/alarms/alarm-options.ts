import type { Duration } from 'aws-cdk-lib';
import type { TimeWindow } from '../../canaries';
import type { AlarmSeverity, Notifications } from './notifications';

/**
 * What every alarm can be told.
 */
export interface AlarmOptions {
  /**
   * Whether there is such an alarm.
   *
   * @default - true: one that is off by default comes into being when its options are stated
   */
  readonly enabled?: boolean;

  /**
   * Whether somebody has to be called.
   *
   * @default - as is said where the alarm is described
   */
  readonly severity?: AlarmSeverity;

  /**
   * Whether the alarm notifies by itself.
   *
   * @default - unless a composite alarm tells of it: see `ImpactAlarms`
   */
  readonly notifies?: boolean;

  /**
   * Times in which this alarm notifies nobody, such as for maintenance. It goes on to judge.
   *
   * It then notifies by itself, as no composite alarm could tell when it is muted.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-mute-rules.html
   *
   * @default - none but those of all alarms together
   */
  readonly muteDuring?: TimeWindow[];
}

/**
 * What an alarm can be told that looks at one period after another.
 */
export interface EvaluatedAlarmOptions extends AlarmOptions {
  /**
   * The period that is judged: whole minutes.
   *
   * @default - as is said where the alarm is described
   */
  readonly period?: Duration;

  /**
   * How many of the latest periods are looked at: a whole number, at least 1.
   *
   * Together they may last 1 day if the period is below 1 hour, 7 days otherwise.
   *
   * @default - as is said where the alarm is described
   */
  readonly evaluationPeriods?: number;

  /**
   * How many of them have to be bad: a whole number from 1 to `evaluationPeriods`.
   *
   * @default - as is said where the alarm is described
   */
  readonly datapointsToAlarm?: number;
}

/**
 * What all alarms of a construct can be told together.
 */
export interface AlarmSetOptions {
  /**
   * Times in which none of the alarms notifies anybody, such as for maintenance. They go on to judge.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-mute-rules.html
   *
   * @default - none
   */
  readonly muteDuring?: TimeWindow[];
}

/**
 * What all constructs that define alarms take.
 */
export interface AlarmSetProps {
  /**
   * Whom to notify.
   *
   * @default - nobody, and a warning says so
   */
  readonly notifications?: Notifications;
}
