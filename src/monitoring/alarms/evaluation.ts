import { Duration, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { checkCount, checkDuration, checkNumber, describeNumbers, isOneOf, type Numbers } from '../../private/checks';
import { fail } from '../../private/errors';
import type { EvaluatedAlarmOptions } from './alarm-options';
import { maxEvaluationRange } from './limits';

/** When an alarm goes off: M of the last N periods. */
export interface Evaluation {
  readonly period: Duration;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
}

/**
 * What is stated of an evaluation, or else its defaults. Refuses what CloudWatch refuses.
 *
 * @param alarm the option that tells the alarm, such as `jsErrors`
 */
export function evaluationOf(
  scope: Construct,
  alarm: string,
  stated: EvaluatedAlarmOptions,
  defaults: Evaluation,
): Evaluation {
  const { period, evaluationPeriods, datapointsToAlarm } = {
    period: stated.period ?? defaults.period,
    evaluationPeriods: stated.evaluationPeriods ?? defaults.evaluationPeriods,
    datapointsToAlarm: stated.datapointsToAlarm ?? defaults.datapointsToAlarm,
  };
  checkCount(scope, `${alarm}.evaluationPeriods`, evaluationPeriods, { fix: 'pass a number such as 3' });
  checkCount(scope, `${alarm}.datapointsToAlarm`, datapointsToAlarm, {
    max: Token.isUnresolved(evaluationPeriods) ? undefined : evaluationPeriods,
    fix: 'a period has at most one datapoint: pass at most evaluationPeriods',
  });
  checkDuration(scope, `${alarm}.period`, period, 'seconds', {
    above: 0,
    multipleOf: 60,
    calculated: true,
    fix: 'pass a Duration such as Duration.minutes(5)',
  });
  if (!period.isUnresolved() && !Token.isUnresolved(evaluationPeriods)) {
    const range = period.toSeconds() * evaluationPeriods;
    checkNumber(scope, `${alarm}.evaluationPeriods * period (in seconds)`, range, maxEvaluationRange(period));
  }
  return { period, evaluationPeriods, datapointsToAlarm };
}

/** The evaluation of an alarm that nothing came for a time. Short periods see sooner that all of them are empty. */
export function silenceOf(
  scope: Construct,
  alarm: string,
  time: Duration,
  rules: (Numbers & { readonly multipleOf: number })[],
): Evaluation {
  checkDuration(scope, `${alarm}.threshold`, time, 'minutes', { calculated: true, fix: 'pass Duration.hours(3)' });
  const got = time.toMinutes({ integral: false });
  const rule = rules.find((rule) => isOneOf(got, rule));
  if (!rule) {
    const expected = rules.map(describeNumbers).join(', or ');
    const fix = 'pass a Duration such as Duration.hours(3)';
    return fail(scope, { what: `${alarm}.threshold (in minutes)`, got, expected, fix });
  }
  const periods = got / rule.multipleOf;
  return { period: Duration.minutes(rule.multipleOf), evaluationPeriods: periods, datapointsToAlarm: periods };
}

/** The shortest period in which something fits that takes a time; the longest, if that is known at deployment only. */
export function periodFor(time: Duration, limits: { readonly shortest: number; readonly longest: number }): Duration {
  const minutes = time.isUnresolved() ? limits.longest : Math.ceil(time.toMinutes({ integral: false }));
  return Duration.minutes(Math.max(limits.shortest, minutes));
}

/** Refuses a period in which something does not fit that takes a time. */
export function checkCovers(
  scope: Construct,
  alarm: string,
  period: Duration,
  time: Duration,
  { because, fix }: { readonly because: string; readonly fix: string },
): void {
  if (time.isUnresolved()) return;
  const min = time.toSeconds({ integral: false });
  checkDuration(scope, `${alarm}.period`, period, 'seconds', { min, because, fix });
}
