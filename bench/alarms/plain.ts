import { PAGE } from './app';
import type { Resource } from './evaluation/alarm-room';
import type { Json } from './evaluation/alarm-spec';
import { JOURNEYS } from './world/synthetics';

/**
 * The plain set-up: each signal has an alarm of its own, and each pages. Thresholds are those that AWS recommends for canaries
 * (below 90 % in 2 of 3 periods of 5 minutes, missing data is bad) and for errors (3 to 5 periods, 2 to 3 of them, missing data
 * is fine); those of RUM are the ones that its console tells good from bad by.
 *
 * @see https://github.com/aws/agent-toolkit-for-aws, aws-observability: references/alarms.md and synthetics.md
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-RUM-view-data.html
 */
export function plainAlarms(): Resource[] {
  const app = [{ Name: 'application_name', Value: 'shop' }];
  const below = { ComparisonOperator: 'LessThanThreshold' };
  const above = { ComparisonOperator: 'GreaterThanThreshold' };
  const quiet = { TreatMissingData: 'notBreaching' };
  const rum = (MetricName: string) => ({ Namespace: 'AWS/RUM', MetricName, Dimensions: app });
  const canaries = JOURNEYS.map((name) => ({
    ...{ Namespace: 'CloudWatchSynthetics', MetricName: 'SuccessPercent', ...below, ...periods(300, 3, 2) },
    ...{ Dimensions: [{ Name: 'CanaryName', Value: name }], Statistic: 'Average', Threshold: 90 },
    TreatMissingData: 'breaching',
  }));
  const perView = (MetricName: string) => ratio('100*part/whole', above, 5, rum(MetricName), rum('PageViewCount'));
  const vital = (name: string, Threshold: number) => ({
    ...{ ...rum(`WebVitals${name}`), ExtendedStatistic: 'p75', Threshold, ...above, ...periods(300, 5, 3), ...quiet },
  });
  const transaction = (outcome: string) => ({
    ...{ Namespace: 'RUM/CustomMetrics/UserTelemetry', MetricName: `Transaction${outcome}` },
    Dimensions: [...app, { Name: 'Transaction', Value: 'Checkout' }],
  });
  const one = (Namespace: string, MetricName: string, Statistic = 'Sum', Threshold = 0) => ({
    ...{ Namespace, MetricName, Dimensions: [], Statistic, Threshold, ...above, ...periods(300, 3, 2), ...quiet },
  });
  const all: Json[] = [
    ...canaries,
    perView('JsErrorCount'),
    perView('Http5xxCount'),
    vital('LargestContentfulPaint', 2500),
    vital('InteractionToNextPaint', 200),
    vital('CumulativeLayoutShift', 0.1),
    ratio('100*part/whole', below, 60, transaction('Completed'), transaction('Started')),
    sessionDrop(rum('SessionCount')),
    one('AWS/Lambda', 'Errors'),
    one('AWS/Lambda', 'Throttles'),
    one('AWS/Firehose', 'DeliveryToS3.DataFreshness', 'Maximum', 1800),
    one('UserTelemetry', 'collector.exports.failed'),
    one('UserTelemetry', 'collector.telemetry.refused'),
  ];
  return all.map((Properties, index) => ({
    LogicalId: `Plain${index}`,
    Type: 'AWS::CloudWatch::Alarm',
    Properties: { ...Properties, AlarmActions: [PAGE] },
  }));
}

function periods(Period: number, EvaluationPeriods: number, DatapointsToAlarm: number) {
  return { Period, EvaluationPeriods, DatapointsToAlarm };
}

const read = (Id: string, Metric: Json, Period = 300) => ({
  Id,
  MetricStat: { Metric, Period, Stat: 'Sum' },
  ReturnData: false,
});

function ratio(Expression: string, comparison: object, Threshold: number, part: Json, whole: Json): Json {
  return {
    ...{ ...comparison, Threshold, EvaluationPeriods: 5, DatapointsToAlarm: 3, TreatMissingData: 'notBreaching' },
    Metrics: [{ Id: 'share', Expression, ReturnData: true }, read('part', part), read('whole', whole)],
  };
}

/** As the console proposes it: 2 standard deviations, 3 of 3. */
function sessionDrop(sessions: Json): Json {
  return {
    ...{ ComparisonOperator: 'LessThanLowerThreshold', ThresholdMetricId: 'band', EvaluationPeriods: 3 },
    ...{ DatapointsToAlarm: 3, TreatMissingData: 'missing' },
    Metrics: [
      { Id: 'band', Expression: 'ANOMALY_DETECTION_BAND(m, 2)', ReturnData: true },
      { ...read('m', sessions), ReturnData: true },
    ],
  };
}
