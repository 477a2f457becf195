import { type Duration, Tokenization } from 'aws-cdk-lib';
import { type IMetric, MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { sum } from '../private/metric-math';

/** The sum of some metrics, with a value in every period: what has no data counts as 0. */
export interface Sum {
  readonly expression: string;
  readonly usingMetrics: Record<string, IMetric>;
}

/** Sums metrics under ids that start with a prefix, so that several sums fit into one expression. */
export function sumOf(prefix: string, metrics: IMetric[]): Sum {
  const ids = metrics.map((_, i) => (metrics.length === 1 ? prefix : `${prefix}${i}`));
  return {
    expression: sum(...ids),
    usingMetrics: Object.fromEntries(ids.map((id, i) => [id, metrics[i]])),
  };
}

/**
 * A metric that is published only when there is something to tell: 0 in all other periods. An alarm on what is there alone
 * would judge older values, stay in alarm when all is well, and notice late that nothing comes.
 */
export function filled(label: string, metric: IMetric, period: Duration): MathExpression {
  return new MathExpression({ label, period, ...sumOf('m', [metric]) });
}

/**
 * A metric that counts as a minimum where it is below, or has no data. What CloudWatch expects of it is then no less, so that
 * it lies below that only where it usually lies above the minimum.
 */
export function atLeast(
  label: string,
  metric: IMetric,
  { minimum, period }: { readonly minimum: number; readonly period: Duration },
): MathExpression {
  const { expression, usingMetrics } = sumOf('m', [metric]);
  const floor = Tokenization.stringifyNumber(minimum);
  return new MathExpression({
    label,
    period,
    expression: `IF(${expression} < ${floor}, ${floor}, ${expression})`,
    usingMetrics,
  });
}

/**
 * The band of values that CloudWatch expects, so many standard deviations around what it has learned, for an alarm.
 *
 * The L2 takes no number of deviations that is known at deployment only.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create_Anomaly_Detection_Alarm.html
 */
export function expected(metric: MathExpression, deviations: number): MathExpression {
  return new MathExpression({
    expression: `ANOMALY_DETECTION_BAND(judged, ${Tokenization.stringifyNumber(deviations)})`,
    usingMetrics: { judged: metric },
    label: 'expected',
    period: metric.period,
  });
}

/** A share of a whole, for an alarm. */
export interface Ratio {
  readonly part: Sum;
  readonly whole: Sum;
  /** Below this whole the ratio is not judged. */
  readonly minimumWhole: number;
  /** What the ratio is then: a value at which the alarm is quiet. */
  readonly quiet: 0 | 1;
}

/**
 * A ratio which has a value in every period.
 *
 * Where values are missing, an alarm judges older ones that still lie in its evaluation range, and can stay in alarm
 * long after users have left; a division by 0 is a missing value, too. Here a period that isn't judged yields the quiet
 * value instead, so that the alarm always recovers.
 */
export function guardedRatio({ part, whole, minimumWhole, quiet }: Ratio): string {
  const enough = `${whole.expression} >= ${Tokenization.stringifyNumber(minimumWhole)}`;
  return `IF(${enough},${part.expression},${quiet})/IF(${enough},${whole.expression},1)`;
}

/** A share in percent, without what floating point adds: that of 0.57 is 57. */
export function inPercent(share: number): number {
  return Number((share * 100).toFixed(6));
}

/** A ratio in percent for a graph: CloudWatch draws no point where the whole is 0. */
export function percent(part: Sum, whole: Sum, label: string, period?: Duration): MathExpression {
  return new MathExpression({
    expression: `100*${part.expression}/${whole.expression}`,
    usingMetrics: { ...part.usingMetrics, ...whole.usingMetrics },
    label,
    period,
  });
}
