import type { Duration } from 'aws-cdk-lib';
import type { aws_cloudwatch } from 'aws-cdk-lib/interfaces';
import type { AlarmOptions, AlarmSetOptions } from './alarm-options';

/**
 * What the alarm on hurt users can be told.
 */
export interface UserImpactAlarmOptions extends AlarmOptions {
  /**
   * How many signals have to agree: a whole number, at least 1. One of `AlarmSignal.USERS_HURT` is always enough.
   *
   * @default - 2 where others could confirm it: two canaries, or one where there are up to two; two signals of any kind; and
   * one of real users where there is no canary
   */
  readonly quorum?: number;
}

/**
 * When composite alarms notify nobody, as a deployment goes on.
 */
export interface AlarmSuppression {
  /**
   * An alarm that is on while nobody is to be notified.
   *
   * Users who are still hurt when it ends are told of then.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create_Composite_Alarm.html
   */
  readonly suppressor: aws_cloudwatch.IAlarmRef;

  /**
   * How long a composite alarm waits for the suppressor to go on, before it notifies: whole seconds.
   *
   * @default Duration.minutes(2)
   */
  readonly waitPeriod?: Duration;

  /**
   * How long a composite alarm goes on to notify nobody once the suppressor is off: whole seconds.
   *
   * @default Duration.minutes(3)
   */
  readonly extensionPeriod?: Duration;
}

/**
 * What the composite alarms of an application can be told.
 */
export interface ImpactAlarmOptions extends AlarmSetOptions {
  /**
   * Users are hurt: severity PAGE.
   *
   * Without it the alarms that it is made of notify by themselves.
   *
   * @default - when enough signals agree
   */
  readonly userImpact?: UserImpactAlarmOptions;

  /**
   * Users are served worse than intended, or a signal found no other one to agree: severity TICKET.
   *
   * Without it the alarms on degraded service notify by themselves, and signals that are too few for `userImpact` reach
   * nobody.
   *
   * @default - when any alarm on users is on
   */
  readonly userDegraded?: AlarmOptions;

  /**
   * Telemetry is lost: severity TICKET.
   *
   * Without it the alarms that it is made of notify by themselves.
   *
   * @default - when any alarm on telemetry is on
   */
  readonly telemetryDark?: AlarmOptions;

  /**
   * When the composite alarms notify nobody, as a deployment goes on.
   *
   * @default - they always notify, but for `muteDuring`
   */
  readonly suppression?: AlarmSuppression;
}
