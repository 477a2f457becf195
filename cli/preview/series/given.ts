import { readFileSync } from 'node:fs';
import { CannotRun, messageOf } from '../../common/cannot-run';
import type { Widget } from '../body/body';
import { titleOf } from '../body/check';
import type { Line } from '../body/metrics';
import type { Range } from '../body/range';

/**
 * Real series: answers of GetMetricData and DescribeAlarms. A series may tell by `MetricStat` which metric it is, as in the
 * request, and by `Widget` to which widget (its index or title) it belongs; otherwise its id or its label tells.
 */
interface Result {
  readonly Id?: string;
  readonly Label?: string;
  readonly Timestamps?: readonly (string | number)[];
  readonly Values?: readonly number[];
  readonly Widget?: number | string;
  /** Why there is nothing, or not all. */
  readonly Messages?: readonly { readonly Code?: string; readonly Value?: string }[];
  readonly MetricStat?: {
    readonly Metric: {
      readonly Namespace: string;
      readonly MetricName: string;
      readonly Dimensions?: readonly { readonly Name: string; readonly Value: string }[];
    };
    readonly Stat?: string;
  };
}

export interface AlarmState extends Readonly<Record<string, unknown>> {
  readonly AlarmName: string;
  readonly StateValue: string;
  readonly StateReason?: string;
  readonly AlarmDescription?: string;
}

interface File {
  /** Where all this comes from, for its readers. */
  readonly Note?: string;
  readonly StartTime?: string | number;
  readonly EndTime?: string | number;
  readonly MetricDataResults?: readonly Result[];
  readonly MetricAlarms?: readonly AlarmState[];
  readonly CompositeAlarms?: readonly AlarmState[];
}

/** Points of time and their values, in order. */
export type Points = readonly (readonly [time: number, value: number])[];

export class Given {
  private readonly results: { readonly result: Result; readonly points: Points }[];
  private readonly states: ReadonlyMap<string, AlarmState>;
  readonly range: Range | undefined;
  readonly notes: readonly string[];
  readonly alarms: readonly AlarmState[];

  constructor(files: readonly File[]) {
    this.results = files.flatMap(({ MetricDataResults = [] }) =>
      MetricDataResults.map((result) => ({ result, points: pointsOf(result) })),
    );
    this.notes = files.flatMap(({ Note }) => Note ?? []);
    this.alarms = files.flatMap(({ MetricAlarms = [], CompositeAlarms = [] }) => [...MetricAlarms, ...CompositeAlarms]);
    this.states = new Map(this.alarms.map((alarm) => [alarm.AlarmName, alarm]));
    const times = this.results.flatMap(({ points }) => points.map(([time]) => time));
    const [start, end] = [timesOf(files, 'StartTime'), timesOf(files, 'EndTime')];
    const from = start.length > 0 ? smallest(start) : smallest(times);
    const to = end.length > 0 ? -smallest(end.map((time) => -time)) : -smallest(times.map((time) => -time));
    this.range = from < to ? { start: from, end: to } : undefined;
  }

  static read(files: readonly string[]): Given | undefined {
    if (files.length === 0) return undefined;
    return new Given(
      files.map((file) => {
        try {
          return JSON.parse(readFileSync(file, 'utf8'));
        } catch (error) {
          throw new CannotRun(`--data: ${file} can't be read as JSON: ${messageOf(error)}`);
        }
      }),
    );
  }

  /** The series of a line; an expression that is a search may have several. */
  of(line: Line, widget: Widget): { readonly label: string; readonly points: Points }[] {
    return this.results
      .filter(({ result }) => belongs(result, widget) && means(result, line))
      .map(({ result, points }) => ({ label: result.Label ?? '', points }));
  }

  /** What was told of a line instead of values. */
  messages(line: Line, widget: Widget): string[] {
    return this.results
      .filter(({ result }) => belongs(result, widget) && means(result, line))
      .flatMap(({ result: { Messages = [] } }) => Messages.map(({ Code, Value }) => Value ?? Code ?? ''));
  }

  alarm(name: string): AlarmState | undefined {
    return this.states.get(name);
  }
}

function belongs({ Widget }: Result, widget: Widget): boolean {
  return (
    Widget === undefined || Widget === widget.index || Widget === widget.properties.title || Widget === titleOf(widget)
  );
}

function means({ Id, Label, MetricStat }: Result, { id, label, metric, stat }: Line): boolean {
  if (MetricStat === undefined) return Id === id || (Label !== undefined && Label === label);
  const { Metric, Stat } = MetricStat;
  const text = (dimensions: readonly (readonly string[])[]) => JSON.stringify([...dimensions].sort());
  return (
    metric !== undefined &&
    Metric.Namespace === metric.namespace &&
    Metric.MetricName === metric.name &&
    text((Metric.Dimensions ?? []).map(({ Name, Value }) => [Name, Value])) === text(metric.dimensions) &&
    (Stat === undefined || Stat === stat)
  );
}

function pointsOf({ Timestamps = [], Values = [] }: Result): Points {
  return Timestamps.map((time, at): [number, number] => [milliseconds(time), Values[at]])
    .filter(([time, value]) => Number.isFinite(time) && Number.isFinite(value))
    .sort(([a], [b]) => a - b);
}

/** The CLI writes ISO 8601, or seconds. */
function milliseconds(time: string | number): number {
  return typeof time === 'number' ? time * 1000 : Date.parse(time);
}

function timesOf(files: readonly File[], name: 'StartTime' | 'EndTime'): number[] {
  return files.flatMap(({ [name]: time }) => (time === undefined ? [] : [milliseconds(time)]));
}

function smallest(times: readonly number[]): number {
  return times.reduce((least, time) => Math.min(least, time), Number.POSITIVE_INFINITY);
}
