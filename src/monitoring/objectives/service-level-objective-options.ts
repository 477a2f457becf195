import type { Duration } from 'aws-cdk-lib';
import type { AlarmOptions, AlarmSetOptions, AlarmSetProps } from '../alarms/alarm-options';
import type { BurnRateWindow } from './burn-rate-window';
import type { ServiceLevelIndicator } from './service-level-indicator';

/**
 * What an alarm on a burn rate can be told.
 */
export interface BurnRateAlarmOptions extends AlarmOptions {
  /**
   * The pairs of windows, each of which is enough: 1 to 5.
   *
   * @default - as is said where the alarm is described
   */
  readonly windows?: BurnRateWindow[];
}

/**
 * What an objective in CloudWatch Application Signals can be told.
 */
export interface ApplicationSignalsOptions {
  /**
   * The name of the objective, unique in its account and Region: 2 to 128 letters, digits, `-`, `.`, `_` or spaces, the first and
   * the last of them letters or digits.
   *
   * @see https://docs.aws.amazon.com/applicationsignals/latest/APIReference/API_CreateServiceLevelObjective.html
   *
   * @default - one is made of the path of the construct
   */
  readonly objectiveName?: string;
}

/**
 * What an objective can be told.
 */
export interface ServiceLevelObjectiveOptions extends AlarmSetOptions {
  /**
   * What is counted.
   */
  readonly indicator: ServiceLevelIndicator;

  /**
   * The share of events that is to be good: above 0 and below 1, such as 0.99. It is calculated with, and no token.
   */
  readonly goal: number;

  /**
   * The rolling interval in which it is to be: whole days, from 1 to 455, as long as CloudWatch keeps metrics.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html
   *
   * @default Duration.days(30)
   */
  readonly interval?: Duration;

  /**
   * The error budget is spent so fast that somebody is called: severity PAGE.
   *
   * @default - 2 % of the budget in 1 hour, and still in its last 5 minutes; or 5 % in 6 hours, and still in the last 30
   * minutes
   */
  readonly fastBurn?: BurnRateAlarmOptions;

  /**
   * The error budget will not last for the interval: severity TICKET.
   *
   * @default - 10 % of the budget in 3 days, and still in their last 6 hours; of an interval of 1 or 2 days, the goal is
   * missed in all of it, and still in its last twelfth
   */
  readonly slowBurn?: BurnRateAlarmOptions;

  /**
   * How many events a window has to have before it is judged: a whole number, at least 1.
   *
   * A long window with fewer is good. A short window with fewer can't tell whether it goes on: the long one decides.
   *
   * @default 10
   */
  readonly minimumEvents?: number;

  /**
   * How many events have to be bad in a long window before an alarm goes off: a whole number, at least 1.
   *
   * Where events are rare, a few bad ones are bad luck: see docs/objectives.md for what each number means.
   *
   * @default 5
   */
  readonly minimumBadEvents?: number;

  /**
   * Defines the objective in CloudWatch Application Signals, too, where its console shows it: `{}` will do. Alarms then look at
   * the burn rates that the service publishes of short windows. Those of long ones are computed, so that alarms go on also
   * where it publishes nothing.
   *
   * It takes metrics, not expressions. Application Signals has to be enabled in the account, and is billed apart.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-ServiceLevelObjectives.html
   *
   * @default - burn rates are computed by metric math, and there is no objective in Application Signals
   */
  readonly applicationSignals?: ApplicationSignalsOptions;
}

/**
 * Properties of `ServiceLevelObjective`.
 */
export interface ServiceLevelObjectiveProps extends ServiceLevelObjectiveOptions, AlarmSetProps {}
