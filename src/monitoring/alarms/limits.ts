import { type Duration, Token } from 'aws-cdk-lib';
import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { checkNumber } from '../../private/checks';

/**
 * The most metrics that an alarm reads.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create-alarm-on-metric-math-expression.html
 */
export const MAX_METRICS = 10;

/** Refuses more metrics than an alarm reads. */
export function checkMetrics(scope: Construct, what: string, got: number, fix: string): void {
  checkNumber(scope, what, got, { max: MAX_METRICS, because: ', the metrics that CloudWatch reads in an alarm', fix });
}

/** How many metrics an expression reads, through all expressions in it: what has one id is one. */
export function metricsRead(usingMetrics: Readonly<Record<string, IMetric>>): number {
  const ids = (of: Readonly<Record<string, IMetric>>): string[] =>
    Object.entries(of).flatMap(([id, metric]) => {
      const { mathExpression } = metric.toMetricConfig();
      return mathExpression ? ids(mathExpression.usingMetrics) : [id];
    });
  return new Set(ids(usingMetrics)).size;
}

const HOUR = 3_600;
const DAY = 86_400;

/**
 * How far back an alarm looks, in seconds.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
 */
export function maxEvaluationRange(period: Duration) {
  return period.toSeconds() < HOUR
    ? {
        max: DAY,
        because: ', the limit for periods below 1 hour',
        fix: 'evaluate fewer periods or use a period of at least 1 hour',
      }
    : {
        max: 7 * DAY,
        because: ', the limit for periods from 1 hour',
        fix: 'evaluate fewer periods or shorten the period',
      };
}

/** Two days. */
const MAX_WARM_UP_MINUTES = 2_880;

/** How long a new alarm waits for data to fill its evaluation range, in minutes: as long as that is, as far as it may. */
export function warmUp(period: Duration, evaluationPeriods: number): number {
  if (period.isUnresolved() || Token.isUnresolved(evaluationPeriods)) return MAX_WARM_UP_MINUTES;
  return Math.min((evaluationPeriods + 1) * period.toMinutes(), MAX_WARM_UP_MINUTES);
}
