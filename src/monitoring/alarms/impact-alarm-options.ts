import type { Duration } from 'aws-cdk-lib';
import type { aws_cloudwatch } from 'aws-cdk-lib/interfaces';
import type { AlarmOptions, AlarmSetOptions } from './alarm-options';

/**
 * What the alarm on hurt users can be told.
 */
export interface UserImpactAlarmOptions extends AlarmOptions {
  /**
   * How many signals have to agree: a whole number, at least 1. One of `AlarmSignal.USERS_HURT` is always enough; those of
   * `AlarmSignal.SUPPORTING` count as one together, and never alone. A journey is one signal, however many canaries it has.
   *
   * @default - 2, but 1 of canaries where up to two journeys are counted, and 1 of real users where none is
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
   * A signal that users are hurt has found no other to agree for a quarter of an hour: severity TICKET.
   *
   * Without it signals that are too few for `userImpact` reach nobody, but for those that only support others: these notify by
   * themselves. There is none without `userImpact`.
   *
   * @default - when a signal is on that is not enough for `userImpact`
   */
  readonly userUnconfirmed?: AlarmOptions;

  /**
   * Users are served worse than intended: severity TICKET.
   *
   * It tells of the first alarm that goes on; of those that join it, only the dashboard does. One that must not be missed
   * takes `notifies: true`. Without it its alarms notify by themselves.
   *
   * @default - when any alarm on degraded service is on
   */
  readonly userDegraded?: AlarmOptions;

  /**
   * Telemetry is lost: severity TICKET.
   *
   * It tells of the first alarm that goes on; of those that join it, only the dashboard does. One that must not be missed
   * takes `notifies: true`. Without it its alarms notify by themselves.
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
