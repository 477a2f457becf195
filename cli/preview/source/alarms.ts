import type { Row } from '../body/body';
import { type Known, textOf } from './values';

/** An alarm of the app, as far as a dashboard shows it. */
export interface Alarm {
  readonly name: string;
  readonly description: string;
  /** Rows of metrics, as in a widget; none of a composite alarm. */
  readonly metrics: readonly Row[];
  readonly period: number;
  readonly statistic: string;
  readonly threshold?: number;
  readonly comparison: string;
  /** The id of the row that is compared; the one metric by default. */
  readonly compared?: string;
}

interface MetricOf {
  readonly Namespace?: unknown;
  readonly MetricName?: unknown;
  readonly Dimensions?: readonly { readonly Name: unknown; readonly Value: unknown }[];
}

interface Query {
  readonly Id: string;
  readonly Expression?: unknown;
  readonly Label?: unknown;
  readonly ReturnData?: boolean;
  readonly MetricStat?: { readonly Metric: MetricOf; readonly Period?: unknown; readonly Stat?: unknown };
}

const ALARM = /^AWS::CloudWatch::(Composite)?Alarm$/;

/** Alarms by what a dashboard may call them: their ARN as a template writes it, and their name. */
export class Alarms {
  private readonly byReference = new Map<string, Alarm>();

  add(known: Known): void {
    for (const [id, { Type, Properties = {} }] of Object.entries(known.resources)) {
      if (!ALARM.test(Type)) continue;
      const alarm = alarmOf(id, Properties, known);
      for (const reference of [id, alarm.name])
        this.byReference.set(reference, this.byReference.get(reference) ?? alarm);
    }
  }

  /** As DescribeAlarms tells them, in the same words as a template. */
  addDescribed(alarms: readonly Readonly<Record<string, unknown>>[]): void {
    for (const described of alarms) {
      const alarm = alarmOf('', described, { environment: '', parameters: {}, resources: {} });
      if (!this.byReference.has(alarm.name)) this.byReference.set(alarm.name, alarm);
    }
  }

  /** By an ARN, a name, or `${LogicalId.Arn}`. */
  find(reference: string): Alarm | undefined {
    return this.byReference.get(nameIn(reference));
  }
}

/** The name of the alarm in its ARN, or the logical id in what stands for one. */
export function nameIn(reference: string): string {
  const name = reference.includes(':alarm:') ? reference.split(':alarm:').slice(1).join(':alarm:') : reference;
  return /^\$\{(.+?)(\.Arn)?\}$/.exec(name)?.[1] ?? name;
}

function alarmOf(id: string, properties: Readonly<Record<string, unknown>>, known: Known): Alarm {
  const text = (key: string) => (properties[key] === undefined ? undefined : textOf(properties[key], known));
  const queries = properties.Metrics as Query[] | undefined;
  const threshold = Number(properties.Threshold);
  return {
    name: text('AlarmName') ?? id,
    description: text('AlarmDescription') ?? '',
    metrics: queries
      ? queries.map((query) => rowOf(query, known))
      : properties.MetricName === undefined
        ? []
        : [metricRow(properties as MetricOf, {}, known)],
    period: Number(properties.Period ?? 300) || 300,
    statistic: text('Statistic') ?? text('ExtendedStatistic') ?? 'Average',
    threshold: properties.Threshold === undefined || Number.isNaN(threshold) ? undefined : threshold,
    comparison: text('ComparisonOperator') ?? '',
    compared: queries?.find(({ ReturnData }) => ReturnData !== false)?.Id,
  };
}

function rowOf({ Id, Expression, Label, ReturnData, MetricStat }: Query, known: Known): Row {
  const options = {
    id: Id,
    ...(Label === undefined ? {} : { label: textOf(Label, known) }),
    // Alarms that compare with a band return both.
    ...(ReturnData === false ? { visible: false } : {}),
  };
  if (!MetricStat) return [{ ...options, expression: textOf(Expression, known) }];
  const { Metric, Period = 300, Stat = 'Average' } = MetricStat;
  return metricRow(Metric, { ...options, period: Number(Period) || 300, stat: textOf(Stat, known) }, known);
}

function metricRow(
  { Namespace, MetricName, Dimensions = [] }: MetricOf,
  options: Readonly<Record<string, unknown>>,
  known: Known,
): Row {
  const dimensions = Dimensions.flatMap(({ Name, Value }) => [textOf(Name, known), textOf(Value, known)]);
  return [textOf(Namespace, known), textOf(MetricName, known), ...dimensions, options];
}
