import { Stack, Token } from 'aws-cdk-lib';
import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { IConstruct } from 'constructs';
import type { Problem } from '../../private/errors';

/**
 * What is wrong with an alarm on a metric of another Region, which would never have data.
 *
 * What an alarm reads has an account and no Region.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDataQuery.html
 */
export function regionProblem(scope: IConstruct, metric: IMetric): Problem | undefined {
  const here = Stack.of(scope).region;
  const there = regionsOf(metric).find((region) => !Token.isUnresolved(region) && region !== here);
  if (there === undefined || Token.isUnresolved(here)) return undefined;
  return {
    what: 'Region of the metrics',
    got: there,
    expected: `${here}, where the alarm is: an alarm sees the metrics of its own Region only`,
    fix: `define the alarms in a stack in ${there}, by a UserTelemetry of that Region; docs/layouts.md draws it`,
  };
}

function regionsOf(metric: IMetric): string[] {
  const { metricStat, mathExpression } = metric.toMetricConfig();
  if (mathExpression) return Object.values(mathExpression.usingMetrics).flatMap(regionsOf);
  return metricStat?.region === undefined ? [] : [metricStat.region];
}
