import type { MissingData } from './decide';

// biome-ignore lint/suspicious/noExplicitAny: templates are JSON of any shape
export type Json = any;

/** A metric and its statistic, as an alarm reads them. */
export interface MetricRead {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly stat: string;
}

/** What an alarm of a template asks for. */
export interface AlarmSpec {
  readonly metrics: ReadonlyMap<string, MetricRead>;
  /** Of the metrics; none: the only one as it is. */
  readonly expression?: string;
  readonly operator: string;
  readonly threshold: number;
  /** Of the band of anomaly detection. */
  readonly deviations?: number;
  /** In minutes. */
  readonly period: number;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly missing: MissingData;
  /** What percentiles of few samples tell is left out. */
  readonly ignoresFewSamples: boolean;
}

const BAND = /^\s*ANOMALY_DETECTION_BAND\(\s*(\w+)\s*,\s*([\d.]+)\s*\)\s*$/;

/** Of the properties of an `AWS::CloudWatch::Alarm`, with references replaced by texts. */
export function specOf(properties: Json): AlarmSpec {
  const { Metrics, ThresholdMetricId, EvaluationPeriods } = properties;
  const common = {
    operator: properties.ComparisonOperator,
    threshold: Number(properties.Threshold ?? 0),
    evaluationPeriods: Number(EvaluationPeriods),
    datapointsToAlarm: Number(properties.DatapointsToAlarm ?? EvaluationPeriods),
    missing: properties.TreatMissingData ?? 'missing',
    ignoresFewSamples: properties.EvaluateLowSampleCountPercentile === 'ignore',
  };
  if (!Metrics) {
    const stat = properties.Statistic ?? properties.ExtendedStatistic;
    const metrics = new Map([['m', metricRead(properties, stat)]]);
    return { ...common, metrics, period: properties.Period / 60 };
  }
  const queries: Json[] = Metrics.filter(({ Id }: Json) => Id !== ThresholdMetricId);
  const read = queries.filter(({ MetricStat }) => MetricStat);
  const metrics = new Map(
    read.map(({ Id, MetricStat }) => [Id as string, metricRead(MetricStat.Metric, MetricStat.Stat)]),
  );
  const periods = read.map(({ MetricStat }) => MetricStat.Period / 60);
  if (new Set(periods).size !== 1) throw new Error(`an alarm that reads periods of ${periods.join(', ')} minutes`);
  const returned = queries.filter(({ ReturnData }) => ReturnData !== false);
  if (returned.length !== 1) throw new Error(`${returned.length} queries of an alarm return data`);
  const band = Metrics.find(({ Id }: Json) => Id === ThresholdMetricId)?.Expression?.match(BAND);
  if (ThresholdMetricId && band?.[1] !== returned[0].Id)
    throw new Error('a band of something else than what is judged');
  return {
    ...common,
    metrics,
    expression: returned[0].Expression ?? returned[0].Id,
    period: periods[0],
    ...(band && { deviations: Number(band[2]) }),
  };
}

function metricRead({ Namespace, MetricName, Dimensions = [] }: Json, stat: string): MetricRead {
  const dimensions = Object.fromEntries(Dimensions.map(({ Name, Value }: Json) => [Name, Value]));
  return { namespace: Namespace, name: MetricName, dimensions, stat };
}
